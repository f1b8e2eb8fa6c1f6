/** Reads the tokens of everybody, with their owners. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import type { ApiTokenRow } from '../../db/tables.js';
import { ALIVE, TOKEN_COLUMNS } from './tokens-store.js';

/** A token and whose it is; never the hash. */
export type OwnedToken = Omit<ApiTokenRow, 'hash'> & {
  username: string;
  /** Whether it would open anything: not expired, and its owner may sign in. */
  alive: boolean;
};

const COLUMNS = [
  'user_id',
  'username',
  'alive',
  ...TOKEN_COLUMNS,
] as const satisfies readonly (keyof OwnedToken)[];

const SORT_KEYS = { id: { sql: 'id', type: 'int' } };

const owned: ListSource['from'] = (db) =>
  db.from<object, unknown>(
    db('api_tokens as k')
      .join('users as u', 'u.id', 'k.user_id')
      .select('k.*', 'u.username', db.raw(`(${ALIVE}) as alive`))
      .as('tokens'),
  );

/** A page of all tokens. Filters: `id`, `user_id`. */
export async function listAll(db: Knex, query: ListQuery): Promise<Page<OwnedToken>> {
  const { id, user_id } = query.filter as { id?: number[]; user_id?: number };
  const where: ListSource['where'] = (rows) => {
    if (id !== undefined) void rows.whereIn('id', id);
    if (user_id !== undefined) void rows.where({ user_id });
  };
  return listPage(db, { from: owned, columns: COLUMNS, sortKeys: SORT_KEYS, where }, query);
}
