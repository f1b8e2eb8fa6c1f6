import { useSyncExternalStore } from 'react';

/** "Now" stays true for about this long. */
const STEP_MS = 20_000;

const watchers = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

/** One clock for however many times are on the page. */
function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  clock ??= setInterval(() => watchers.forEach((tell) => tell()), STEP_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

const now = (): number => Math.floor(Date.now() / STEP_MS);

/** Renders again as time goes by, for what tells how long ago something was. */
export const useMinutes = (): number => useSyncExternalStore(subscribe, now);
