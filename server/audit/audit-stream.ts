/**
 * The log as it grows, for somebody who watches it.
 *
 * Ids are given when a row is written and rows are seen when their transaction is committed, so a row may come
 * to light after one with a higher id. So each pass over the log reads, besides what has higher ids than the end
 * that the pass before saw, once more the rows of around the moment of that pass, and leaves out what was sent.
 */
import type { ListQuery } from '../../db/list-source.js';
import type { AuditRow } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { watch, type Listener, type View } from '../sessions/watch-service.js';
import * as store from './audit-tail-store.js';

export { STOPPING, type Ending } from '../sessions/watch-service.js';

/** What the trigger of the log calls, see db/migrations/0009_audit_notify.ts. */
const CHANNEL = 'clearview_audit';

/** Somebody who watches. */
export interface Watcher extends Listener {
  /** Is waited for, so that nothing piles up before a slow reader. */
  row(row: AuditRow): Promise<void>;
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

/**
 * Tells a watcher what is added to the log, until they leave or may not watch any more.
 * @param heartbeat milliseconds between two signs of life
 */
export async function watchAudit(
  ctx: ActorCtx,
  tail: Tail,
  watcher: Watcher,
  heartbeat?: number,
): Promise<void> {
  const view: View<AuditRow> = {
    channel: CHANNEL,
    gate: 'admin',
    async read() {
      const { rows, more } = await tail.read(ctx);
      return { items: rows, more };
    },
    tell: (row) => watcher.row(row),
  };
  await watch(ctx, view, watcher, heartbeat);
}
