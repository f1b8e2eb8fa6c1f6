/** What happened to one's own account, read from the log. */
import type { ListQuery, Page } from '../../db/list-source.js';
import type { SessionCtx } from '../core/context.js';
import * as store from './activity-store.js';

export { ACTIVITY_SORTABLE } from './activity-store.js';

export interface Activity {
  id: number;
  ts: Date;
  event: string;
  /** Who did it; null when nobody was signed in. */
  username: string | null;
  by_me: boolean;
  /** Where one's own acts and failed sign-ins came from. Where an administrator sits is their own affair. */
  ip: string | null;
  detail: Record<string, unknown>;
}

/** A page of what happened to the account of whoever asks. */
export async function listActivity(ctx: SessionCtx, query: ListQuery): Promise<Page<Activity>> {
  const page = await store.listActivity(ctx.db, ctx.actor, query);
  const rows = page.rows.map(({ user_id, ip, ...row }) => {
    const isOthers = user_id === null ? row.username !== null : user_id !== ctx.actor.id;
    return { ...row, ip: isOthers ? null : ip, by_me: user_id === ctx.actor.id };
  });
  return { ...page, rows };
}
