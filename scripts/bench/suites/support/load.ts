/** Requests at a steady pace. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks so many times a second, whether the answers come or not, and counts each from when it was due: who waits for
 * the answer before asking again does not see how long others would have waited.
 */
export async function atPace(
  perSecond: number,
  seconds: number,
  once: () => Promise<unknown>,
): Promise<number[]> {
  const begun = performance.now();
  const asked: Promise<number>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = begun + (n * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    // A timer may be a little early: then from when it was asked.
    const from = Math.min(due, performance.now());
    const answered = once().then(() => performance.now() - from);
    // One that fails is told at the end, with all the others.
    answered.catch(() => undefined);
    asked.push(answered);
  }
  return Promise.all(asked);
}
