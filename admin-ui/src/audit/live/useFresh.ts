import { useEffect, useRef, useState } from 'react';
import { useListContext } from 'react-admin';
import type { Entry } from '../entry';

/** How long a row is marked as new. */
const MARKED_MS = 4000;

/** Ids of the rows that came into the list while one looked at it, for a moment each. */
export function useFresh(): ReadonlySet<number> {
  const { data, isPlaceholderData, sort, page, perPage, ...list } = useListContext<Entry>();
  const view = JSON.stringify([list.filterValues, sort, page, perPage]);
  const before = useRef<{ view: string; ids: Set<number> } | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());

  useEffect(() => {
    if (!data || isPlaceholderData) return;
    const known = before.current?.view === view ? before.current.ids : null;
    before.current = { view, ids: new Set(data.map(({ id }) => id)) };
    const came = known ? data.map(({ id }) => id).filter((id) => !known.has(id)) : [];
    if (came.length === 0) return;
    setFresh((marked) => new Set([...marked, ...came]));
    setTimeout(
      () => setFresh((marked) => new Set([...marked].filter((id) => !came.includes(id)))),
      MARKED_MS,
    );
  }, [data, isPlaceholderData, view]);
  return fresh;
}
