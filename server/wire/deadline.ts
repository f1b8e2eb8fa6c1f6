/** Every step on the wire ends: by itself, by its deadline, or with the scan. */
import { Unseen } from '../core/wire.js';

const cancelled = (): Unseen => new Unseen('cancelled', 'The scan was ended before this was seen.');

/** Why a signal ended what was under way, as the check will hear it. */
const reasonOf = (signal: AbortSignal): Unseen =>
  signal.reason instanceof Unseen ? signal.reason : cancelled();

/**
 * Does one step within its time.
 * @param outer ends the step early, with its own reason
 * @param late what is said when the time is over
 * @param work gets the signal that ends it; it must let go of its sockets then
 * @throws Unseen `timeout`, `cancelled`, or the reason of the outer step; else what the work throws
 */
export async function withDeadline<T>(
  outer: AbortSignal,
  milliseconds: number,
  late: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (outer.aborted) throw reasonOf(outer);
  const inner = new AbortController();
  const timer = setTimeout(() => inner.abort(new Unseen('timeout', late)), milliseconds);
  const passOn = () => inner.abort(reasonOf(outer));
  outer.addEventListener('abort', passOn, { once: true });
  try {
    return await Promise.race([ended(inner.signal), work(inner.signal)]);
  } catch (error) {
    throw inner.signal.aborted ? reasonOf(inner.signal) : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', passOn);
  }
}

/** Rejects when the signal comes: a step ends on time also when its work is slow to notice. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
}
