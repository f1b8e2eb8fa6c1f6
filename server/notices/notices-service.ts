/** What the owner of an account should know of it, until they have read it. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import { change } from '../audit/audit-service.js';
import type { SessionCtx } from '../core/context.js';
import { notFound } from '../core/errors.js';
import * as store from './notices-store.js';

export { NOTICE_SORTABLE } from './notices-store.js';

export type NoticeKind = 'new_browser';

/** Notices that a user has at most: the oldest go. */
const MAX_NOTICES = 50;

/** Leaves a notice, in the transaction of what it tells of. */
export async function addNotice(
  trx: Knex,
  userId: number,
  kind: NoticeKind,
  detail: Record<string, unknown>,
): Promise<void> {
  await store.insertNotice(trx, { user_id: userId, kind, detail }, MAX_NOTICES);
}

/** A page of one's own notices. */
export async function listNotices(ctx: SessionCtx, query: ListQuery): Promise<Page<store.StoredNotice>> {
  return store.listNotices(ctx.db, ctx.actor.id, query);
}

/**
 * Puts one of one's own notices away. It is noted: whoever came in by theft must not be able to do it unseen.
 * @throws ApiError `not_found`
 */
export async function dismissNotice(ctx: SessionCtx, id: number): Promise<void> {
  await change(ctx, async (trx, record) => {
    const count = await store.deleteNotices(trx, ctx.actor.id, id);
    if (count === 0) throw notFound('There is no such notice.');
    record('notice_dismiss', { notices: count });
  });
}

/** Puts all of one's own notices away. */
export async function dismissAllNotices(ctx: SessionCtx): Promise<void> {
  await change(ctx, async (trx, record) => {
    const count = await store.deleteNotices(trx, ctx.actor.id, null);
    if (count > 0) record('notice_dismiss', { notices: count });
  });
}
