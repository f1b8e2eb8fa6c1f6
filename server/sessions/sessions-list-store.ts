/** The list of living sessions, and how many there are. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import {
  findUsers,
  lookUp,
  whereFound,
  wheresOf,
  type Conditions,
  type FoundOwners,
} from '../../db/search.js';
import type { SessionRow, UserRow } from '../../db/tables.js';
import type { Config } from '../config.js';
import { ALIVE } from './sessions-store.js';

/** A living session in the list, with its owner's name. */
export interface ListedSession
  extends Omit<SessionRow, 'public_id' | 'id' | 'authenticated_at'>, Pick<UserRow, 'username'> {
  /** The public one. */
  id: number;
}

/** The list's columns and where they come from. */
const LISTED = {
  id: 's.public_id',
  user_id: 's.user_id',
  username: 'u.username',
  created_at: 's.created_at',
  last_seen_at: 's.last_seen_at',
  expires_at: 's.expires_at',
  ip: 's.ip',
  user_agent: 's.user_agent',
  remember: 's.remember',
} as const satisfies Record<keyof ListedSession, string>;

const COLUMNS = Object.keys(LISTED);

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  last_seen_at: { sql: 'last_seen_at', type: 'timestamptz' },
  expires_at: { sql: 'expires_at', type: 'timestamptz' },
};

/** The columns that the list may be ordered by. */
export const SESSION_SORTABLE = Object.keys(SORT_KEYS);

/** The living sessions as `s`, with their owners as `u`. */
const living = (db: Knex, life: Config['session']): Knex.QueryBuilder =>
  db('user_sessions as s').join('users as u', 'u.id', 's.user_id').whereRaw(ALIVE, [life.absolute]);

/** What the list is made of: `id` is the public one from here on. */
const listed = (db: Knex, life: Config['session']): Knex.QueryBuilder =>
  db.from<object, unknown>(living(db, life).select(LISTED).as('sessions'));

const conditions: Conditions = {
  id: (rows, ids: number[]) => void rows.whereIn('id', ids),
  user_id: (rows, user_id: number) => void rows.where({ user_id }),
  ip: (rows, ip: string) => void rows.where({ ip }),
  q: (rows, found: FoundOwners) => whereFound(rows, found, 'sessions.user_id'),
};

/** A page of the living sessions. */
export async function listSessions(
  db: Knex,
  query: ListQuery,
  life: Config['session'],
): Promise<Page<ListedSession>> {
  const from: ListSource['from'] = (source) => listed(source, life);
  const found = await lookUp(query.filter, (text) => findUsers(db, text));
  return listPage(db, { from, columns: COLUMNS, sortKeys: SORT_KEYS, ...wheresOf(conditions, found) }, query);
}

/** How many sessions of each of these users are alive, for those who have one. */
export async function countLiveSessions(
  db: Knex,
  userIds: number[],
  life: Config['session'],
): Promise<{ user_id: number; count: number }[]> {
  return living(db, life)
    .whereIn('s.user_id', userIds)
    .groupBy('s.user_id')
    .select('s.user_id', db.raw('count(*) as count'));
}

/** How many sessions live, and of how many users. */
export interface LiveCounts {
  live: number;
  users: number;
}

/**
 * Counts them.
 * @param most null: all of them
 * @returns null when there are more than `most`
 */
export async function countLive(
  db: Knex,
  life: Config['session'],
  most: number | null,
): Promise<LiveCounts | null> {
  const { rows } = await db.raw<{ rows: LiveCounts[] }>(
    `select count(*)::int as live, count(distinct user_id)::int as users
       from (select s.user_id from user_sessions s join users u on u.id = s.user_id
              where ${ALIVE} limit ?) as living`,
    [life.absolute, most === null ? null : most + 1],
  );
  const counts = rows[0]!;
  return most !== null && counts.live > most ? null : counts;
}
