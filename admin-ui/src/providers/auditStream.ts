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
  /** Also of some that happened moments before: the server repeats what may not have been visible then. */
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

/** One watch, over all the connections that it takes. */
class AuditWatch {
  private readonly isNew = createMemory();
  /** Id to go on after; without one, what happens during the first break would be lost. */
  private last: number | undefined;
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE;
  private state: StreamState | undefined;
  /** Each opening and closing has a number: what an earlier one still waits for is of no account any more. */
  private turn = 0;

  constructor(private readonly watch: Watch) {
    if (watch.after !== undefined) this.startAfter(watch.after);
  }

  async open(): Promise<void> {
    this.close();
    this.become('connecting');
    const mine = this.turn;
    try {
      if (this.last === undefined) {
        const newest = await newestId();
        if (mine !== this.turn) return;
        this.startAfter(newest ?? 0);
      }
    } catch {
      if (mine === this.turn) await this.retry();
      return;
    }
    this.source = connect(
      { filter: JSON.stringify(this.watch.filter ?? {}), after: String(this.last) },
      {
        onOpen: () => {
          this.pause = FIRST_PAUSE;
          this.become('live');
        },
        onEntry: (entry, id) => {
          this.last = Number(id);
          if (this.isNew(entry.id)) this.watch.onEntry(entry);
        },
        onLost: () => this.become('connecting'),
        onEnd: () => void this.retry(),
      },
    );
  }

  shut(): void {
    this.close();
    this.become('off');
  }

  private startAfter(newest: number): void {
    this.last = newest;
    this.watch.onStart?.(newest);
  }

  private become(next: StreamState): void {
    if (next !== this.state) this.watch.onState?.((this.state = next));
  }

  private close(): void {
    this.turn++;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  /** Meets an ended session at the sign-in and a lost role at the door; for all else it tries again. */
  private async retry(): Promise<void> {
    this.close();
    this.become('connecting');
    const mine = this.turn;
    await request('GET', '/api/auth/me')
      .then(refreshMe)
      .catch(() => undefined);
    if (mine !== this.turn) return;
    this.timer = setTimeout(() => void this.open(), this.pause * 1000);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

/**
 * Tells each new entry of the audit log once, as long as somebody looks: a hidden tab holds no connection
 * (browsers allow few) and catches up when it is shown again, as after any other break.
 * @returns ends the watch
 */
export function watchAudit(watch: Watch): () => void {
  const audit = new AuditWatch(watch);
  return whileVisible(
    () => void audit.open(),
    () => audit.shut(),
  );
}
