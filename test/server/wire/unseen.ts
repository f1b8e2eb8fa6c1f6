/** What could not be seen, and why. */
import { Unseen } from '../../../server/core/wire.js';

/** The Unseen that the sight ended in; anything else fails the test. */
export async function unseen(sight: Promise<unknown>): Promise<Unseen> {
  try {
    await sight;
  } catch (error) {
    if (error instanceof Unseen) return error;
    throw error;
  }
  throw new Error('It was seen.');
}
