import { useEffect, useRef, useState } from 'react';
import { watchAudit } from '../../providers/auditStream';
import type { StreamState } from '../../providers/stream';

/** Entries may come by the hundred a second: they are counted in groups. */
const GROUP_MS = 100;

/** More than this is "many": a list that is paused over night must not hold every id of it. */
export const MANY = 1000;

const NONE: ReadonlySet<number> = new Set();

export interface Arrivals {
  state: StreamState;
  /** Ids of entries that came and are not known to be in the list; at most MANY. */
  waiting: ReadonlySet<number>;
  /** Raised whenever the list may lack something: entries came, or a connection began and who knows what before. */
  news: number;
  /** Takes what is in the list, or was there and has been pushed off the page. */
  settle: (isShown: (id: number) => boolean) => void;
}

/** Hears of each new entry that the filter lets through. */
export function useArrivals(filter: Record<string, unknown>): Arrivals {
  const [state, setState] = useState<StreamState>('off');
  const [waiting, setWaiting] = useState(NONE);
  const [news, setNews] = useState(0);
  const filterText = JSON.stringify(filter);

  useEffect(() => {
    let group: number[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A stream begins with some entries of the last moments over again.
    let newestBefore = 0;
    const hand = () => {
      const ids = group.filter((id) => id > newestBefore);
      group = [];
      timer = undefined;
      setWaiting((before) => (before.size < MANY ? new Set([...before, ...ids].slice(0, MANY)) : before));
      setNews((count) => count + 1);
    };
    setWaiting(NONE);
    const end = watchAudit({
      filter: JSON.parse(filterText) as Record<string, unknown>,
      onStart: (newest) => (newestBefore = newest),
      onEntry: ({ id }) => {
        group.push(id);
        timer ??= setTimeout(hand, GROUP_MS);
      },
      onState: (next) => {
        setState(next);
        if (next === 'live') setNews((count) => count + 1);
      },
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [filterText]);

  const settle = useRef((isShown: (id: number) => boolean) =>
    setWaiting((before) => {
      const rest = [...before].filter((id) => !isShown(id));
      return rest.length === before.size ? before : new Set(rest);
    }),
  ).current;
  return { state, waiting, news, settle };
}
