/** Queries on users. Names are compared and ordered as ASCII without regard to case, in any locale. */
import type { Knex } from 'knex';
import { listBatches } from '../../db/list-batches.js';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page, Selection } from '../../db/list-source.js';
import { FOLDED_NAME, hasTrigram, usernameBegins, usernameHas } from '../../db/search.js';
import type { Role, UserRow } from '../../db/tables.js';

/** What is stored of a user and may be shown: never the hash. */
export type StoredUser = Omit<UserRow, 'password_hash'>;

const COLUMNS = [
  'id',
  'username',
  'role',
  'is_active',
  'created_at',
  'updated_at',
  'last_login_at',
  'revision',
  'must_change_password',
  'second_factor',
] as const satisfies readonly (keyof StoredUser)[];

/** When a user signed in last; before all time for one who never did. */
const LAST_LOGIN = `coalesce(last_login_at, '-infinity')`;

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  username: { sql: FOLDED_NAME, type: 'text' },
  role: { sql: 'role', type: 'text' },
  is_active: { sql: 'is_active', type: 'boolean' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  updated_at: { sql: 'updated_at', type: 'timestamptz' },
  last_login_at: { sql: LAST_LOGIN, type: 'timestamptz' },
};

/** The columns that a list may be ordered by. */
export const USER_SORTABLE = Object.keys(SORT_KEYS);

/** The unique index that decides whether a name is taken. */
export const USERNAME_KEY = 'users_username_key';

type Conditions = { [K in string]?: (rows: Knex.QueryBuilder, value: never) => void };

const conditions = (indexed: boolean): Conditions => ({
  id: (rows, ids: number[]) => void rows.whereIn('id', ids),
  q: (rows, text: string) => void rows.whereRaw(...usernameHas(text, indexed)),
  role: (rows, role: Role) => void rows.where({ role }),
  is_active: (rows, is_active: boolean) => void rows.where({ is_active }),
  second_factor: (rows, second_factor: boolean) => void rows.where({ second_factor }),
  never_signed_in: (rows, never: boolean) =>
    void rows.whereRaw(`${LAST_LOGIN} ${never ? '=' : '>'} '-infinity'`),
  created_gte: (rows, moment: Date) => void rows.where('created_at', '>=', moment),
  created_lte: (rows, moment: Date) => void rows.where('created_at', '<=', moment),
  dormant_since: (rows, moment: Date) =>
    // The second follows from the first: by it a walk in the order of sign-ins starts where the dormant do.
    void rows.whereRaw(`coalesce(last_login_at, created_at) < ? and ${LAST_LOGIN} < ?`, [moment, moment]),
});

const all: ListSource['from'] = (db) => db('users') as Knex.QueryBuilder;

async function filtered(db: Knex, filter: ListQuery['filter']): Promise<ListSource> {
  const known = conditions(await hasTrigram(db));
  const whereOf =
    (chosen: ListQuery['filter']): ListSource['where'] =>
    (rows) => {
      for (const [name, value] of Object.entries(chosen)) known[name]?.(rows, value as never);
    };
  const source = { from: all, table: 'users', columns: COLUMNS, sortKeys: SORT_KEYS, where: whereOf(filter) };
  const { q, ...others } = filter;
  const begins = typeof q === 'string' ? usernameBegins(q) : null;
  if (begins === null) return source;
  const whereCertain: ListSource['where'] = (rows) => whereOf(others)(rows.whereRaw(...begins));
  return { ...source, whereCertain };
}

/** A page of users. */
export async function listUsers(db: Knex, query: ListQuery): Promise<Page<StoredUser>> {
  return listPage(db, await filtered(db, query.filter), query);
}

/** All users of a selection, in batches. */
export async function* batchUsers(
  db: Knex,
  selection: Selection,
): AsyncGenerator<StoredUser[], void, undefined> {
  yield* listBatches<StoredUser>(db, await filtered(db, selection.filter), selection);
}

export async function findUser(db: Knex, id: number): Promise<StoredUser | undefined> {
  return db('users')
    .where({ id })
    .first(...COLUMNS);
}

/** Reads users and holds their rows to the end of the transaction; in the order of ids, so that no two cross. */
export async function lockUsers(trx: Knex, ids: number[]): Promise<StoredUser[]> {
  return trx('users')
    .whereRaw('id = any(?::int[])', [ids])
    .orderBy('id')
    .forUpdate()
    .select(...COLUMNS);
}

/** @throws a unique violation of USERNAME_KEY when the name is taken */
export async function insertUser(
  trx: Knex,
  user: Pick<UserRow, 'username' | 'password_hash' | 'role'> & Partial<Pick<UserRow, 'must_change_password'>>,
): Promise<StoredUser> {
  const [row] = await trx('users').insert(user).returning(COLUMNS);
  return row as StoredUser;
}

/** Changes users alike. @returns them as they are now */
export async function updateUsers(
  trx: Knex,
  ids: number[],
  patch: Partial<Pick<UserRow, 'role' | 'is_active' | 'password_hash' | 'must_change_password'>>,
): Promise<StoredUser[]> {
  return trx('users')
    .whereRaw('id = any(?::int[])', [ids])
    .update({ ...patch, updated_at: trx.fn.now() as never })
    .returning(COLUMNS);
}

export async function deleteUsers(trx: Knex, ids: number[]): Promise<void> {
  await trx('users').whereRaw('id = any(?::int[])', [ids]).delete();
}

export async function countActiveAdmins(trx: Knex): Promise<number> {
  const [row] = await trx('users')
    .where({ role: 'admin' satisfies Role, is_active: true })
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}
