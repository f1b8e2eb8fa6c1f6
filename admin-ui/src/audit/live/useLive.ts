import { useEffect, useRef, useState } from 'react';
import { useListContext } from 'react-admin';
import type { Entry } from '../entry';
import { useArrivals } from './useArrivals';

/** The list is read again at most this often, however many entries come. */
const REFETCH_MS = 500;

/** A connection that takes longer than this is told as one that is not there. */
const PATIENCE_MS = 8000;

export type LiveStatus = 'live' | 'connecting' | 'paused' | 'unavailable';

export interface Live {
  status: LiveStatus;
  /** Entries that came and are not in the list. */
  waiting: number;
  /** The list is where new entries appear: its first page, newest first. */
  isNewest: boolean;
  setPaused: (paused: boolean) => void;
  showNewest: () => void;
}

/** Whether something has been so for long. */
function useLasting(isSo: boolean, patience: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), patience);
    return () => clearTimeout(timer);
  }, [isSo, patience]);
  return lasting;
}

/** Reads the list again for what `news` counts; never twice at once, and not again for a failure alone. */
function useRefetch(follows: boolean, news: number, onRead: () => () => void): void {
  const { refetch, isFetching } = useListContext<Entry>();
  const read = useRef({ news: 0, at: 0 });
  const snapshot = useRef(onRead);
  snapshot.current = onRead;
  useEffect(() => {
    if (!follows || isFetching || news === read.current.news) return;
    const start = () => {
      read.current = { news, at: Date.now() };
      const settle = snapshot.current();
      void (refetch() as unknown as Promise<{ isSuccess: boolean }>).then(
        ({ isSuccess }) => isSuccess && settle(),
      );
    };
    const timer = setTimeout(start, Math.max(0, read.current.at + REFETCH_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [follows, isFetching, news, refetch]);
}

/**
 * Keeps the list around up to date, as long as it is followed: on its first page, newest first, not paused,
 * and with the reader at its top; under somebody who reads further down nothing moves.
 */
export function useLive(paused: boolean, setPaused: (paused: boolean) => void, atTop: boolean): Live {
  const { data, isPlaceholderData, page, sort, setSort, ...list } = useListContext<Entry>();
  const { state, waiting, news, settle } = useArrivals(list.filterValues as Record<string, unknown>);
  const isNewest = page === 1 && sort.order === 'DESC' && ['id', 'ts'].includes(sort.field);
  const isUnavailable = useLasting(state === 'connecting', PATIENCE_MS);

  // `off`: nobody looks.
  const follows = isNewest && !paused && atTop && state !== 'off';
  useRefetch(follows, news, () => {
    // What came before the list was read is in it, or beyond its first page.
    const came = waiting;
    return () => settle((id) => came.has(id));
  });
  useEffect(() => {
    if (!isNewest || isPlaceholderData || !data) return;
    const newest = Math.max(...data.map(({ id }) => id));
    settle((id) => id <= newest);
  }, [data, isNewest, isPlaceholderData, settle]);

  const connection = isUnavailable ? 'unavailable' : state === 'live' ? 'live' : 'connecting';
  return {
    status: paused && isNewest ? 'paused' : connection,
    waiting: waiting.size,
    isNewest,
    setPaused,
    showNewest: () => setSort({ field: 'id', order: 'DESC' }),
  };
}
