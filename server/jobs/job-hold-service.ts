/** Holds on to a job while it runs, and says when the work on it has to end. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '../../db/pg-errors.js';
import { Bell } from '../core/bell.js';
import type { Ctx } from '../core/context.js';
import * as store from './job-run-store.js';
import type { Held } from './job-run-store.js';

/** What the trigger of the jobs calls, see db/migrations/0012_jobs.ts. */
export const CHANNEL = 'clearview_jobs';

/** Milliseconds between two signs of life: three may be lost before the lease is over. */
const BEAT = 5_000;

/** Milliseconds between two looks at the row, at least: while jobs run, the bell hardly rests. */
const GAP = 250;

/** Milliseconds until a write is tried again while the database is away. */
const RETRY = 500;

/** Why the work ends early. `lost`: cancelled, deleted, or another worker's by now. */
export type Cause = 'lost' | 'stopping' | 'deadline';

/** The job is not ours any more: whatever was under way for it ends without a word. */
export class Lost extends Error {
  constructor() {
    super('The job is not held any more.');
    this.name = 'Lost';
  }
}

/** Names one holder: made anew for each attempt. */
export const newLease = (): string => randomUUID();

export class Hold {
  private readonly over = new AbortController();
  /** Nothing is kept alive, or written, any more. */
  private readonly released = new AbortController();
  private readonly bell = new Bell();
  private lastSign = performance.now();
  /** Set once the signal has come. */
  cause: Cause | null = null;

  constructor(
    private readonly ctx: Ctx,
    readonly job: Held,
  ) {}

  /** Comes when the work has to end. */
  get signal(): AbortSignal {
    return this.over.signal;
  }

  readonly end = (cause: Cause): void => {
    this.cause ??= cause;
    // For any other cause the job is still ours, and has to be settled.
    if (cause === 'lost') this.released.abort();
    this.over.abort();
  };

  /** Gives signs of life for as long as the work takes. @returns what it returned, once that is so */
  async during<T>(stopping: AbortSignal, deadline: number, work: () => Promise<T>): Promise<T> {
    const onStop = (): void => this.end('stopping');
    const timer = setTimeout(() => this.end('deadline'), deadline);
    const unsubscribe = this.ctx.notifications.subscribe(CHANNEL, this.bell.ring);
    stopping.addEventListener('abort', onStop, { once: true });
    if (stopping.aborted) onStop();
    const keeping = this.keep();
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener('abort', onStop);
      unsubscribe();
      this.released.abort();
      await keeping;
    }
  }

  private async keep(): Promise<void> {
    const { signal } = this.released;
    for (let next = performance.now() + BEAT; !signal.aborted;) {
      await this.bell.wait(Math.max(0, next - performance.now()), signal);
      if (signal.aborted) return;
      const isDue = performance.now() >= next;
      if (!(await this.look(isDue))) return this.end('lost');
      if (isDue) next = performance.now() + BEAT;
      await sleep(GAP, undefined, { signal }).catch(() => undefined);
    }
  }

  /** @returns whether the job is still ours, as far as can be known */
  private async look(isDue: boolean): Promise<boolean> {
    try {
      const isOurs = await (isDue ? store.renew : store.isHeld)(this.ctx.db, this.job);
      if (isOurs && isDue) this.lastSign = performance.now();
      return isOurs;
    } catch (error) {
      const { id: job } = this.job;
      this.ctx.logger.warn({ err: error, job }, 'A job could not be kept alive; it is tried again.');
      // Somebody else may take it from now on.
      return performance.now() - this.lastSign < store.LEASE * 1000;
    }
  }

  /**
   * Writes something for the job, and tries again while the database is away.
   * @param write false: the job is not held any more
   * @throws Lost when it is not
   */
  async persist(write: () => Promise<boolean>): Promise<void> {
    while (!this.released.signal.aborted) {
      try {
        if (await write()) return;
        this.end('lost');
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        await sleep(RETRY, undefined, { signal: this.released.signal }).catch(() => undefined);
      }
    }
    throw new Lost();
  }
}
