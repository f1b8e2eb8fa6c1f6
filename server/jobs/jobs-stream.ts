/**
 * Jobs as they change, for somebody who watches.
 *
 * Every change takes the next number (`version`) when it is made, and is seen when its transaction is committed: so a
 * change may come to light after one with a higher number. Each pass therefore reads again whatever changed since the
 * newest change of half a minute ago, when every transaction of that time has ended, and leaves out what was told.
 * A job that changes faster than it is looked at is told as it is then.
 */
import { performance } from 'node:perf_hooks';
import type { ActorCtx } from '../core/context.js';
import { watch, type Listener, type View } from '../sessions/watch-service.js';
import { CHANNEL } from './job-hold-service.js';
import { withNames, type Job } from './jobs-service.js';
import * as store from './jobs-tail-store.js';

export { STOPPING } from '../sessions/watch-service.js';
export type { JobFilter } from './jobs-tail-store.js';

/** Milliseconds within which every transaction has ended: the longest may take 8 s, an abandoned one 15. */
const LONGEST = 30_000;

/** Milliseconds between two moments that are remembered, at least. */
const MOMENT = 1_000;

/** Jobs that were told, and are watched for vanishing; one that waits or runs is told again and again. */
const WATCHED = 500;

/** What a watcher is told, by the name of the event. */
export type JobNews = { event: 'job'; data: Job } | { event: 'job_gone'; data: { id: number } };

/** Somebody who watches. */
export interface Watcher extends Listener {
  news(news: JobNews): Promise<void>;
}

/** One watcher's place in the changes. */
export class JobTail {
  /** The change of each job that was told last, or needs no telling. */
  private readonly told = new Map<number, number>();
  private readonly watched = new Set<number>();
  private readonly moments: { at: number; newest: number }[] = [];

  private constructor(
    private readonly filter: store.JobFilter,
    /** Up to here everything has been told. */
    private floor: number,
  ) {}

  /** @returns the tail, and the jobs that wait or run: the first thing to be told */
  static async open(ctx: ActorCtx, filter: store.JobFilter): Promise<{ tail: JobTail; alive: Job[] }> {
    const { newest, floor, seen, alive } = await store.readBeginning(ctx.db, filter);
    const tail = new JobTail(filter, floor);
    for (const { id, version } of seen) tail.told.set(id, version);
    for (const job of alive) tail.note(job);
    tail.moments.push({ at: performance.now(), newest });
    return { tail, alive: await shown(ctx, alive) };
  }

  /** The next news, a bounded number. @returns whether there may be more; after a failure call it again */
  async read(ctx: ActorCtx): Promise<{ items: JobNews[]; more: boolean }> {
    const at = performance.now();
    // Before the changes are read: what it leaves behind has then been read for certain.
    const newest = await store.readNewest(ctx.db);
    const marks = await store.readMarks(ctx.db, this.filter, this.floor);
    const untold = marks.filter(({ id, version }) => (this.told.get(id) ?? 0) < version);
    const next = untold.slice(0, store.BATCH).map(({ id }) => id);
    const changed = next.length === 0 ? [] : await store.readJobs(ctx.db, next);
    const gone = await this.takeGone(ctx);
    const jobs = await shown(ctx, changed);
    for (const job of changed) this.note(job);
    const more = untold.length > next.length;
    if (!more) this.moveFloor(at, newest);
    const news: JobNews[] = jobs.map((data) => ({ event: 'job', data }));
    const losses: JobNews[] = gone.map((id) => ({ event: 'job_gone', data: { id } }));
    return { items: [...news, ...losses], more };
  }

  private note({ id, version }: store.Mark): void {
    this.told.set(id, version);
    this.watched.delete(id);
    this.watched.add(id);
    if (this.watched.size > WATCHED) this.watched.delete(this.watched.values().next().value!);
  }

  private async takeGone(ctx: ActorCtx): Promise<number[]> {
    if (this.watched.size === 0) return [];
    const gone = await store.readGone(ctx.db, [...this.watched]);
    for (const id of gone) this.watched.delete(id);
    return gone;
  }

  private moveFloor(at: number, newest: number): void {
    const last = this.moments.at(-1)?.at ?? -Infinity;
    if (at - last >= MOMENT) this.moments.push({ at, newest });
    let passed = this.floor;
    while (this.moments[0] !== undefined && this.moments[0].at < at - LONGEST) {
      passed = Math.max(passed, this.moments.shift()?.newest ?? 0);
    }
    if (passed === this.floor) return;
    this.floor = passed;
    for (const [id, version] of this.told) if (version <= passed) this.told.delete(id);
  }
}

async function shown(ctx: ActorCtx, jobs: store.ChangedJob[]): Promise<Job[]> {
  return withNames(
    ctx.db,
    jobs.map(({ version: _, ...job }) => job),
  );
}

/**
 * Tells a watcher how jobs change, until they leave or may not watch any more.
 * @param heartbeat milliseconds between two signs of life
 */
export async function watchJobs(
  ctx: ActorCtx,
  tail: JobTail,
  watcher: Watcher,
  heartbeat?: number,
): Promise<void> {
  const view: View<JobNews> = {
    channel: CHANNEL,
    gate: 'user',
    read: () => tail.read(ctx),
    tell: (news) => watcher.news(news),
  };
  await watch(ctx, view, watcher, heartbeat);
}
