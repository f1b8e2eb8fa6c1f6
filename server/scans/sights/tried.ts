/** For checks that look at several things: what one of them could not see is told beside what the others saw. */
import { Unseen } from '../../core/wire.js';

/**
 * What was read, or why it could not be.
 * @throws Unseen `cancelled`, as the scan is over; and what is no Unseen
 */
export async function tried<T>(reading: Promise<T>): Promise<T | Unseen> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Unseen && error.reason !== 'cancelled') return error;
    throw error;
  }
}
