/** What the log says of one account. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import type { AuditRow } from '../../db/tables.js';
import type { Actor } from '../core/context.js';
import { ACTIVITY_EVENTS } from './activity-schema.js';

const COLUMNS = ['id', 'ts', 'user_id', 'username', 'event', 'ip', 'detail'] as const;

const SORT_KEYS = { id: { sql: 'id', type: 'bigint' } };

/** The columns that the list may be ordered by. */
export const ACTIVITY_SORTABLE = Object.keys(SORT_KEYS);

/** The list shows this many of the newest rows of each kind: a flood of failures must not slow it down. */
const WINDOW = 10_000;

/** Events with a name that was tried, told by the database's index on it. */
const TRIED = `event in ('login_fail', 'login_throttled')`;

/** By oneself, to oneself. */
const MINE = `user_id = :id and (not detail \\? 'target' or detail->>'target' = :target)`;

/** To oneself, by others; what oneself did is among the others already. */
const ABOUT_ME = `detail \\? 'target' and detail->>'target' = :target and user_id is distinct from :id`;

/** With one's name, by somebody who was not let in. Whoever bore the name before is somebody else. */
const AGAINST_ME = `${TRIED} and lower(detail->>'username') = lower(:username) and user_id is null
  and ts >= (select created_at from users where id = :id)`;

/** The rows, each of the three found by an index of its own. */
function rowsOf(db: Knex, { id, username }: Actor): Knex.QueryBuilder {
  const part = (condition: string): string => `(
    select ${COLUMNS.join(', ')} from auth_audit
     where ${condition} and event = any(:events)
     order by id desc limit ${WINDOW})`;
  const all = [MINE, ABOUT_ME, AGAINST_ME].map(part).join(' union all ');
  const values = { id, username, target: `${id}`, events: [...ACTIVITY_EVENTS] };
  return db.from<object, unknown>(db.raw(`(${all}) as activity`, values));
}

/** A page of what happened to an account. */
export async function listActivity(db: Knex, actor: Actor, query: ListQuery): Promise<Page<AuditRow>> {
  const { event, ts_gte, ts_lte } = query.filter;
  const where: ListSource['where'] = (rows) => {
    if (event !== undefined) void rows.whereIn('event', event as string[]);
    if (ts_gte !== undefined) void rows.where('ts', '>=', ts_gte as Date);
    if (ts_lte !== undefined) void rows.where('ts', '<=', ts_lte as Date);
  };
  const from: ListSource['from'] = (source) => rowsOf(source, actor);
  return listPage(db, { from, columns: COLUMNS, sortKeys: SORT_KEYS, where }, query);
}
