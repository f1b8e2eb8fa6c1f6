/** Counts the answers of this process that never end by themselves, and ends them when it stops. */
import type { OpenStreams } from '../core/context.js';
import { ApiError } from '../core/errors.js';

/** A person with ten tabs of a console. */
const PER_USER = 10;
const PER_PROCESS = 200;

/** Jobs at a time: some of the pool's ten connections are always left for requests. */
const AT_ONCE = 3;

/** Seconds after which asking again makes sense. */
const RETRY_AFTER = 15;

const busy = (detail: string): ApiError => new ApiError('busy', detail, { retryAfter: RETRY_AFTER });

class Desk implements OpenStreams {
  private readonly open = new Map<object, { userId: number; end: () => void }>();
  private isClosed = false;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  admit(userId: number, end: () => void): () => void {
    if (this.isClosed) throw busy('Clearview is stopping.');
    if (this.open.size >= PER_PROCESS) throw busy('Too many streams are open. Try again soon.');
    const own = [...this.open.values()].filter((stream) => stream.userId === userId).length;
    if (own >= PER_USER) throw busy(`At most ${PER_USER} streams may be open for one user. Close one first.`);
    const ticket = {};
    this.open.set(ticket, { userId, end });
    return () => void this.open.delete(ticket);
  }

  async inTurn<T>(job: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await job();
    } finally {
      // The place is handed on, so that nobody slips in before whoever has waited longest.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  endAll(): void {
    this.isClosed = true;
    for (const { end } of [...this.open.values()]) end();
  }
}

/** The desk of a process. */
export const createOpenStreams = (): OpenStreams => new Desk();
