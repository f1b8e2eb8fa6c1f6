/** Every change is one transaction with its audit row: this is the one way to make a change. */
import type { Knex } from 'knex';
import type { ListQuery, Page, Selection } from '../../db/list-source.js';
import type { AuditRow } from '../../db/tables.js';
import { inTransaction, type TransactionOptions } from '../../db/transaction.js';
import type { ActorCtx, Ctx } from '../core/context.js';
import { assertSessionAlive } from '../sessions/session-alive-service.js';
import { holdToken } from '../tokens/token-alive-service.js';
import type { AuditDetail, AuditEvent } from './audit-events.js';
import * as store from './audit-store.js';

export { AUDIT_SORTABLE } from './audit-store.js';

/** Who did it: the actor of the context unless told otherwise (at sign-in there is none yet). */
type Who = { id: number; username: string } | null;

export type RecordEvent = (event: AuditEvent, detail: AuditDetail, who?: Who) => void;

function toRow(ctx: Ctx, event: AuditEvent, detail: AuditDetail, who: Who): store.NewAuditRow {
  const by = { user_id: who?.id ?? null, username: who?.username ?? null, ip: ctx.ip };
  if (ctx.operator !== null)
    return { ...by, user_id: null, event, detail: { ...detail, os_user: ctx.operator } };
  if (ctx.token === null) return { ...by, event, detail };
  // Its name as well: it may be gone when somebody reads this.
  return { ...by, event, detail: { ...detail, token: ctx.token.id, by_token: ctx.token.name } };
}

export interface ChangeOptions extends TransactionOptions {
  /**
   * Takes the lock that `work` needs. The session is looked at after it: what was waited for may have ended it.
   * It changes nothing.
   */
  before?: (trx: Knex.Transaction) => Promise<void>;
}

/**
 * Runs a change in one transaction; what it notes with `record` is written in that transaction, and told on
 * stdout once it has been committed.
 * @param work may be run again after a deadlock, so it must have no effect outside the database
 * @param options for what takes longer than a request may
 * @throws ApiError `unauthenticated` when the token or the session that asks was ended meanwhile
 * @throws DatabaseUnavailable when it takes too long or the database is away
 */
export async function change<T>(
  ctx: Ctx,
  work: (trx: Knex.Transaction, record: RecordEvent) => Promise<T>,
  { before, ...options }: ChangeOptions = {},
): Promise<T> {
  let rows: store.NewAuditRow[] = [];
  const result = await inTransaction(
    ctx.db,
    async (trx) => {
      rows = [];
      await holdToken(trx, ctx);
      await before?.(trx);
      await assertSessionAlive(trx, ctx);
      const value = await work(trx, (event, detail, who = ctx.actor) => {
        rows.push(toRow(ctx, event, detail, who));
      });
      if (rows.length > 0) await store.insertAudit(trx, rows);
      return value;
    },
    options,
  );
  for (const row of rows) ctx.logger.info({ requestId: ctx.requestId, audit: row }, row.event);
  return result;
}

/** A page of the log. */
export async function listAudit(ctx: ActorCtx, query: ListQuery): Promise<Page<AuditRow>> {
  return store.listAudit(ctx.db, query);
}

export interface ExportRequest extends Selection {
  format: string;
}

/** Writes down that a list leaves the house as a file: before its first row does. */
export async function noteExport(ctx: ActorCtx, resource: string, request: ExportRequest): Promise<void> {
  const { format, filter } = request;
  const asked = Object.keys(filter).length > 0 ? { filter: JSON.stringify(filter) } : {};
  await change(ctx, async (_trx, record) => {
    record('data_export', { resource, format, ...asked });
    return Promise.resolve();
  });
}

/** Begins an export of the log. @returns its rows in batches */
export async function exportAudit(
  ctx: ActorCtx,
  request: ExportRequest,
): Promise<AsyncGenerator<AuditRow[], void, undefined>> {
  await noteExport(ctx, 'audit', request);
  return store.batchAudit(ctx.db, request);
}

/** The oldest row there is. */
export const firstEvent = (db: Knex): Promise<AuditRow | undefined> => store.first(db);

/** The last event of a kind about a user: who did it, and what. */
export async function lastEventAbout(
  db: Knex,
  target: number,
  event: AuditEvent,
): Promise<AuditRow | undefined> {
  return store.lastAbout(db, target, event);
}

/** The last event of a kind that has no target: who did it, and what. */
export async function lastEvent(db: Knex, event: AuditEvent): Promise<AuditRow | undefined> {
  return store.lastOf(db, event);
}
