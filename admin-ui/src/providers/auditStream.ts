import type { FilterPayload } from 'react-admin';
import type { Entry } from '../audit/entry';
import { request } from './httpClient';
import { at } from './paths';
import { refreshMe } from './session';

/** `live`: entries arrive as they happen; `off`: nobody looks, or it was stopped. */
export type StreamState = 'live' | 'connecting' | 'off';

export interface Watch {
  filter?: FilterPayload | undefined;
  /** Id of the newest entry that is known already; without it, entries are told from now on. */
  after?: number | undefined;
  /** Told once, before any entry: the newest that there was when the watch began. Later ones are news. */
  onStart?: (newest: number) => void;
  onEntry: (entry: Entry) => void;
  onState?: (state: StreamState) => void;
}

/** Seconds before a refused connection is tried again: soon at first, then ever more patiently. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

/** The server may tell the newest entries again after a break; older ones than these it does not. */
const REMEMBERED = 20_000;

/** Which entries were told already. Ids do not come in order: of two changes at once either ends first. */
function createMemory(): (id: number) => boolean {
  const told = new Set<number>();
  return (id) => {
    if (told.has(id)) return false;
    told.add(id);
    const [oldest] = told;
    if (told.size > REMEMBERED && oldest !== undefined) told.delete(oldest);
    return true;
  };
}

async function newestId(): Promise<number | undefined> {
  const query = new URLSearchParams({ sort: '["id","DESC"]', range: '[0,0]' });
  return (await request<Entry[]>('GET', `${at('audit')}?${query}`)).data[0]?.id;
}

interface Listener {
  onOpen: () => void;
  onEntry: (entry: Entry, id: string) => void;
  /** The browser mends it by itself, and asks for what came after the last id. */
  onLost: () => void;
  /** The server refused it or said that it is over: the browser does not try again. */
  onEnd: () => void;
}

function connect(query: Record<string, string>, { onOpen, onEntry, onLost, onEnd }: Listener): EventSource {
  const source = new EventSource(`${at('audit')}/stream?${new URLSearchParams(query)}`);
  source.addEventListener('open', onOpen);
  source.addEventListener('audit', ({ data, lastEventId }: MessageEvent<string>) =>
    onEntry(JSON.parse(data) as Entry, lastEventId),
  );
  source.addEventListener('end', onEnd);
  source.addEventListener('error', () => (source.readyState === EventSource.CLOSED ? onEnd() : onLost()));
  return source;
}

/** @returns what ends it: hides, and looks no more */
function whileVisible(show: () => void, hide: () => void): () => void {
  const look = () => (document.hidden ? hide() : show());
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    hide();
  };
}

/**
 * Tells each new entry of the audit log once, as long as somebody looks: a hidden tab holds no connection
 * (browsers allow few) and catches up when it is shown again, as after any other break.
 * @returns ends the watch
 */
export function watchAudit({
  filter = {},
  after,
  onStart = () => undefined,
  onEntry,
  onState = () => undefined,
}: Watch): () => void {
  const isNew = createMemory();
  let last = after === undefined ? '' : String(after);
  if (after !== undefined) onStart(after);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let state: StreamState | undefined;
  // Each opening and closing has a number: what an earlier one still waits for is of no account any more.
  let turn = 0;

  const become = (next: StreamState) => {
    if (next !== state) onState((state = next));
  };

  function close(): void {
    turn++;
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  /** Meets an ended session at the sign-in and a lost role at the door; for all else it tries again. */
  async function retry(): Promise<void> {
    close();
    become('connecting');
    const mine = turn;
    await request('GET', '/api/auth/me')
      .then(refreshMe)
      .catch(() => undefined);
    if (mine !== turn) return;
    timer = setTimeout(() => void open(), pause * 1000);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  const told = {
    onOpen() {
      pause = FIRST_PAUSE;
      become('live');
    },
    onEntry(entry: Entry, id: string) {
      last = id;
      if (isNew(entry.id)) onEntry(entry);
    },
    onLost: () => become('connecting'),
    onEnd: () => void retry(),
  };

  async function open(): Promise<void> {
    close();
    become('connecting');
    const mine = turn;
    try {
      // Without a place to go on from, what happens during the first break would be lost.
      if (last === '') {
        const newest = await newestId();
        if (mine !== turn) return;
        last = String(newest ?? '');
        onStart(newest ?? 0);
      }
    } catch {
      return mine === turn ? retry() : undefined;
    }
    const query = { filter: JSON.stringify(filter), ...(last && { after: last }) };
    source = connect(query, told);
  }

  return whileVisible(
    () => void open(),
    () => {
      close();
      become('off');
    },
  );
}
