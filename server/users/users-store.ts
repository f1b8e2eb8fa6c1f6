/** Queries on users. Names are compared and ordered as ASCII without regard to case, in any locale. */
import type { Knex } from 'knex';
import { listPage, type ListQuery, type ListSource, type Page } from '../../db/list-page.js';
import { FOLDED_NAME, hasTrigram, whereName } from '../../db/search.js';
import type { Role, UserRow } from '../../db/tables.js';

/** A user as the API shows one: never with the hash. */
export type User = Omit<UserRow, 'password_hash'>;

const COLUMNS = [
  'id',
  'username',
  'role',
  'is_active',
  'created_at',
  'updated_at',
  'last_login_at',
] as const satisfies readonly (keyof User)[];

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  username: { sql: FOLDED_NAME, type: 'text' },
  role: { sql: 'role', type: 'text' },
  is_active: { sql: 'is_active', type: 'boolean' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  updated_at: { sql: 'updated_at', type: 'timestamptz' },
  last_login_at: { sql: `coalesce(last_login_at, '-infinity')`, type: 'timestamptz' },
};

/** The columns that a list may be ordered by. */
export const USER_SORTABLE = Object.keys(SORT_KEYS);

/** The unique index that decides whether a name is taken. */
export const USERNAME_KEY = 'users_username_key';

function addFilter(rows: Knex.QueryBuilder, filter: ListQuery['filter'], indexed: boolean): void {
  if (filter.id !== undefined) void rows.whereIn('id', filter.id as number[]);
  if (filter.role !== undefined) void rows.where({ role: filter.role });
  if (filter.is_active !== undefined) void rows.where({ is_active: filter.is_active });
  if (filter.q !== undefined) whereName(rows, filter.q as string, indexed);
}

const table: ListSource['from'] = (db) => db('users') as Knex.QueryBuilder;

/** A page of users. */
export async function listUsers(db: Knex, query: ListQuery): Promise<Page<User>> {
  const indexed = await hasTrigram(db);
  const where: ListSource['where'] = (rows) => addFilter(rows, query.filter, indexed);
  return listPage(db, { from: table, columns: COLUMNS, sortKeys: SORT_KEYS, where }, query);
}

export async function findUser(db: Knex, id: number): Promise<User | undefined> {
  return db('users')
    .where({ id })
    .first(...COLUMNS);
}

/** Reads a user and holds the row to the end of the transaction. */
export async function lockUser(trx: Knex, id: number): Promise<User | undefined> {
  return trx('users')
    .where({ id })
    .forUpdate()
    .first(...COLUMNS);
}

/** @throws a unique violation of USERNAME_KEY when the name is taken */
export async function insertUser(
  trx: Knex,
  user: Pick<UserRow, 'username' | 'password_hash' | 'role'>,
): Promise<User> {
  const [row] = await trx('users').insert(user).returning(COLUMNS);
  return row as User;
}

export async function updateUser(
  trx: Knex,
  id: number,
  patch: Partial<Pick<UserRow, 'role' | 'is_active' | 'password_hash'>>,
): Promise<User | undefined> {
  const [row] = await trx('users')
    .where({ id })
    .update({ ...patch, updated_at: trx.fn.now() as never })
    .returning(COLUMNS);
  return row;
}

/** @returns the user that is gone, or undefined when there was none */
export async function deleteUser(trx: Knex, id: number): Promise<User | undefined> {
  const rows: User[] = await trx('users')
    .where({ id })
    .delete([...COLUMNS]);
  return rows[0];
}

export async function countActiveAdmins(trx: Knex): Promise<number> {
  const [row] = await trx('users')
    .where({ role: 'admin' satisfies Role, is_active: true })
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}
