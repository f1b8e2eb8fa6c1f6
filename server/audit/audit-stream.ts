/**
 * The log as it grows, for somebody who watches it.
 *
 * Ids are given when a row is written and rows are seen when their transaction is committed, so a row may come
 * to light after one with a higher id. So each pass over the log reads, besides what has higher ids than the end
 * that the pass before saw, once more the rows of around the moment of that pass, and leaves out what was sent.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListQuery } from '../../db/list-page.js';
import { isUnavailable } from '../../db/pg-errors.js';
import type { AuditRow } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { whyOver } from '../sessions/still-admin-service.js';
import * as store from './audit-tail-store.js';

/** What the trigger of the log calls, see db/migrations/0009_audit_notify.ts. */
const CHANNEL = 'clearview_audit';

/** Milliseconds between two passes over the log, at least: one change often comes with others. */
const GAP = 50;

/** Milliseconds until the database is tried again while it is away. */
const RETRY = 2_000;

/** Milliseconds between two signs of life; also the longest that an ended session goes unnoticed. */
const HEARTBEAT = 15_000;

/** The last word to somebody who watched. */
export interface Ending {
  code: string;
  detail: string;
}

/** For who stops the process. */
export const STOPPING: Ending = { code: 'stopping', detail: 'Clearview is stopping. Connect again soon.' };

/** Somebody who watches. */
export interface Watcher {
  /** Aborted when they have left. */
  signal: AbortSignal;
  /** Is waited for, so that nothing piles up before a slow reader. */
  row(row: AuditRow): Promise<void>;
  beat(): Promise<void>;
  end(ending: Ending): void;
}

interface Pass extends store.TailEnd {
  part: 'late' | 'new';
  cursor: number;
}

/** One watcher's place in the log. */
export class Tail {
  private pass: Pass | null = null;
  private sent = new Map<number, Date>();

  private constructor(
    private readonly filter: ListQuery['filter'],
    /** Everything up to here has been sent, but for rows that were not yet visible. */
    private last: number,
    /** When the log was looked at for that. */
    private moment: Date | null,
  ) {}

  /** @param after the last id that was seen by somebody who comes back; null: from now on */
  static async open(ctx: ActorCtx, filter: ListQuery['filter'], after: number | null): Promise<Tail> {
    const { now, newest, recent } = await store.readEndAndRecent(ctx.db);
    // An id that there is not yet comes from another database, before a restore perhaps: waiting for it helps nobody.
    if (after !== null && after <= newest) {
      return new Tail(filter, after, await store.readMoment(ctx.db, after));
    }
    const tail = new Tail(filter, newest, now);
    for (const id of recent) tail.sent.set(id, now);
    return tail;
  }

  /** The next rows, a bounded number. @returns whether there may be more; after a failure call it again */
  async read(ctx: ActorCtx): Promise<{ rows: AuditRow[]; more: boolean }> {
    this.pass ??= { ...(await store.readEnd(ctx.db)), part: 'late', cursor: 0 };
    const rows = await this.readPart(ctx, this.pass);
    const unsent = rows.filter(({ id }) => !this.sent.has(id));
    const more = rows.length === store.BATCH || this.pass.part === 'late';
    this.goOn(this.pass, rows);
    for (const { id, ts } of unsent) this.remember(id, ts);
    return { rows: unsent, more };
  }

  private readPart(ctx: ActorCtx, pass: Pass): Promise<AuditRow[]> {
    if (pass.part === 'new') {
      return store.readNew(ctx.db, this.filter, { after: pass.cursor, until: pass.newest });
    }
    if (this.moment === null) return Promise.resolve([]);
    return store.readLate(ctx.db, this.filter, this.moment, { after: pass.cursor, until: this.last });
  }

  private goOn(pass: Pass, rows: AuditRow[]): void {
    if (rows.length === store.BATCH) {
      pass.cursor = rows.at(-1)!.id;
    } else if (pass.part === 'late') {
      pass.part = 'new';
      pass.cursor = this.last;
    } else {
      this.pass = null;
      this.last = Math.max(this.last, pass.newest);
      this.moment = pass.now;
      for (const [id, ts] of this.sent) if (!store.isRecent(ts, pass.now)) this.sent.delete(id);
    }
  }

  /** Only what the next pass may meet again. Beyond its bound a row comes twice, which is allowed. */
  private remember(id: number, ts: Date): void {
    const moment = this.pass?.now ?? this.moment;
    if (moment !== null && !store.isRecent(ts, moment)) return;
    this.sent.set(id, ts);
    if (this.sent.size > store.MEMORY) this.sent.delete(this.sent.keys().next().value!);
  }
}

/** Rings at most once until it is waited for again. */
class Bell {
  private isRung = false;
  private answer: (() => void) | undefined;

  readonly ring = (): void => {
    this.isRung = true;
    this.answer?.();
  };

  /** @returns when it was rung, since the last wait too, when the time is over, or when the signal says so */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.answer, { once: true });
      });
      if (this.answer !== undefined) signal.removeEventListener('abort', this.answer);
    }
    this.answer = undefined;
    this.isRung = false;
  }
}

/** Sends what is new. @returns false when the watcher was told that it is over */
async function catchUp(ctx: ActorCtx, tail: Tail, watcher: Watcher): Promise<boolean> {
  for (;;) {
    const found = await ctx.streams.inTurn(async () => {
      // First, and before every batch: who was shut out meanwhile must not read on.
      const over = await whyOver(ctx);
      return over ?? tail.read(ctx);
    });
    if (found instanceof ApiError) {
      watcher.end({ code: found.code, detail: found.message });
      return false;
    }
    for (const row of found.rows) await watcher.row(row);
    if (watcher.signal.aborted || !found.more) return true;
  }
}

/** A database that is away must not end a stream: it goes on when it is back. @returns as catchUp, null: try again */
async function catchUpIfPossible(ctx: ActorCtx, tail: Tail, watcher: Watcher): Promise<boolean | null> {
  try {
    return await catchUp(ctx, tail, watcher);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    ctx.logger.debug({ err: error, requestId: ctx.requestId }, 'A stream waits for the database.');
    return null;
  }
}

/**
 * Tells a watcher what is added to the log, until they leave or may not watch any more.
 * @param heartbeat milliseconds between two signs of life
 */
export async function watchAudit(
  ctx: ActorCtx,
  tail: Tail,
  watcher: Watcher,
  heartbeat = HEARTBEAT,
): Promise<void> {
  const bell = new Bell();
  const unsubscribe = ctx.notifications.subscribe(CHANNEL, bell.ring);
  let nextBeat = Date.now() + heartbeat;
  try {
    while (!watcher.signal.aborted) {
      const begun = Date.now();
      const goesOn = await catchUpIfPossible(ctx, tail, watcher);
      if (goesOn === false) return;
      // Without notifications, behind a pooler for instance, the heartbeat alone brings what is new.
      const patience = Math.max(0, nextBeat - Date.now());
      await bell.wait(goesOn === null ? Math.min(RETRY, patience) : patience, watcher.signal);
      if (Date.now() >= nextBeat) {
        await watcher.beat();
        nextBeat = Date.now() + heartbeat;
      }
      await sleep(Math.max(0, begun + GAP - Date.now()));
    }
  } finally {
    unsubscribe();
  }
}
