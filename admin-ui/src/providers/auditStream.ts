import type { FilterPayload } from 'react-admin';
import type { Entry } from '../audit/entry';
import { toWire } from './auditFilter';
import { request } from './httpClient';
import { at } from './paths';
import { watchStream, type StreamState } from './stream';

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

async function newestId(signal: AbortSignal): Promise<number> {
  const query = new URLSearchParams({ sort: '["id","DESC"]', range: '[0,0]' });
  return (await request<Entry[]>('GET', `${at('audit')}?${query}`, { signal })).data[0]?.id ?? 0;
}

/**
 * Tells each new entry of the audit log once, over every kind of break.
 * @returns ends the watch
 */
export function watchAudit({ filter = {}, after, onStart, onEntry, onState }: Watch): () => void {
  const isNew = createMemory();
  /** Id to go on after; without one, what happens during the first break would be lost. */
  let last = after;
  if (after !== undefined) onStart?.(after);
  return watchStream({
    address: async (signal) => {
      if (last === undefined) {
        const newest = await newestId(signal);
        signal.throwIfAborted();
        last = newest;
        onStart?.(newest);
      }
      const query = { filter: JSON.stringify(toWire('audit', filter)), after: String(last) };
      return `${at('audit')}/stream?${new URLSearchParams(query)}`;
    },
    on: {
      audit: (entry: Entry, id: string) => {
        last = Number(id);
        if (isNew(entry.id)) onEntry(entry);
      },
    },
    onState,
  });
}
