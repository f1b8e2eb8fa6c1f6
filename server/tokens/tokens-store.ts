/** Queries on api_tokens. Time is the database's, in every one of them. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import { escapeLike, type ListQuery, type ListSource, type Page } from '../../db/list-source.js';
import { named } from '../../db/named.js';
import { STANDING, type FoundStanding } from '../../db/standing.js';
import type { ApiTokenRow, Role, UserRow } from '../../db/tables.js';

/** What is stored of a token and may be shown: never the hash. */
export type StoredToken = Omit<ApiTokenRow, 'hash' | 'user_id'>;

/** What is read of a token that is shown. */
export const TOKEN_COLUMNS = [
  'id',
  'name',
  'hint',
  'scopes',
  'networks',
  'created_at',
  'expires_at',
  'last_used_at',
  'last_used_ip',
] as const satisfies readonly (keyof StoredToken)[];

/** Seconds between two notes of when a token was used. */
const NOTE_AFTER = 60;

const SECONDS_A_DAY = 86_400;

/** Which tokens are alive: the one definition, of `api_tokens k` and `users u`. */
export const ALIVE = 'k.expires_at > now() and u.is_active';

export interface FoundToken
  extends FoundStanding, Pick<ApiTokenRow, 'id' | 'name' | 'scopes' | 'networks' | 'expires_at'> {
  user_id: number;
  username: string;
  role: Role;
  /** Its last use was noted a while ago. */
  stale: boolean;
}

/** One named prepared statement: planned once a connection, as every request of a script runs it. */
const READ = `
  select k.id, k.name, k.scopes, k.networks, k.expires_at, u.id as user_id, u.username, u.role,
         coalesce(k.last_used_at < now() - make_interval(secs => ${NOTE_AFTER}), true) as stale,
         ${STANDING}
    from api_tokens k join users u on u.id = k.user_id cross join settings t
   where k.hash = ? and ${ALIVE}`;

/** The living token of an active user, or undefined. */
export async function readToken(db: Knex, hash: string): Promise<FoundToken | undefined> {
  const [token] = await named<FoundToken>(db, 'token_read', READ, [hash]);
  return token;
}

/** Whose a living token is. */
export async function readOwner(
  db: Knex,
  id: number,
): Promise<Pick<UserRow, 'id' | 'username' | 'role'> | undefined> {
  return db('api_tokens as k')
    .join('users as u', 'u.id', 'k.user_id')
    .where({ 'k.id': id })
    .whereRaw(ALIVE)
    .first('u.id', 'u.username', 'u.role');
}

/**
 * Keeps a living token from being revoked until the transaction ends.
 * @returns whether it is one
 */
export async function holdToken(trx: Knex, id: number): Promise<boolean> {
  // The weakest lock that a deletion waits for: the note of its last use does not.
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `select 1 from api_tokens k join users u on u.id = k.user_id where k.id = ? and ${ALIVE} for key share of k`,
    [id],
  );
  return rows.length > 0;
}

/** Notes a use, at most once a minute: the condition makes parallel requests harmless. */
export async function noteUse(db: Knex, id: number, ip: string): Promise<void> {
  await db.raw(
    `update api_tokens set last_used_at = now(), last_used_ip = ?
      where id = ? and coalesce(last_used_at < now() - make_interval(secs => ${NOTE_AFTER}), true)`,
    [ip, id],
  );
}

/** Reads the owner of tokens and holds the row, so that no two changes of one owner's tokens cross. */
export async function lockOwner(
  trx: Knex,
  id: number,
): Promise<Pick<UserRow, 'id' | 'username' | 'role' | 'is_active'> | undefined> {
  return trx('users').where({ id }).forUpdate().first('id', 'username', 'role', 'is_active');
}

/** Whether there is such a user. */
export async function hasUser(db: Knex, id: number): Promise<boolean> {
  return (await db('users').where({ id }).first('id')) !== undefined;
}

/** How many tokens of a user have not expired. */
export async function countLiving(trx: Knex, userId: number): Promise<number> {
  const [row] = await trx('api_tokens')
    .where({ user_id: userId })
    .whereRaw('expires_at > now()')
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}

export interface NewToken extends Pick<
  ApiTokenRow,
  'user_id' | 'name' | 'hash' | 'hint' | 'scopes' | 'networks'
> {
  days: number;
}

/** Adds a token that lives for `days` from now. */
export async function insertToken(trx: Knex, { days, ...token }: NewToken): Promise<StoredToken> {
  const expires_at = trx.raw('now() + make_interval(secs => ?::float8)', [days * SECONDS_A_DAY]) as never;
  const [row] = await trx('api_tokens')
    .insert({ ...token, expires_at })
    .returning(TOKEN_COLUMNS);
  return row as StoredToken;
}

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  name: { sql: 'name', type: 'text' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  expires_at: { sql: 'expires_at', type: 'timestamptz' },
  last_used_at: { sql: `coalesce(last_used_at, '-infinity')`, type: 'timestamptz' },
};

/** The columns that a list may be ordered by. */
export const TOKEN_SORTABLE = Object.keys(SORT_KEYS);

/** A page of a user's tokens, the expired ones among them. */
export async function listTokens(db: Knex, userId: number, query: ListQuery): Promise<Page<StoredToken>> {
  const { id, q } = query.filter as { id?: number[]; q?: string };
  const from: ListSource['from'] = (source) =>
    source('api_tokens').where({ user_id: userId }) as Knex.QueryBuilder;
  const where: ListSource['where'] = (rows) => {
    if (id !== undefined) void rows.whereIn('id', id);
    if (q !== undefined) void rows.whereRaw('name ilike ?', [`%${escapeLike(q)}%`]);
  };
  return listPage(db, { from, columns: TOKEN_COLUMNS, sortKeys: SORT_KEYS, where }, query);
}

/** What is told of a token that is gone. */
export type GoneToken = Pick<ApiTokenRow, 'id' | 'name' | 'user_id'> & { username: string };

async function deleteWhere(trx: Knex, condition: string, values: unknown[]): Promise<GoneToken | undefined> {
  const { rows } = await trx.raw<{ rows: GoneToken[] }>(
    `delete from api_tokens k using users u where u.id = k.user_id and ${condition}
     returning k.id, k.name, k.user_id, u.username`,
    values as never,
  );
  return rows[0];
}

/** Ends one token of a user. @returns undefined when they have none of this id */
export const deleteToken = (trx: Knex, userId: number, id: number): Promise<GoneToken | undefined> =>
  deleteWhere(trx, 'k.user_id = ? and k.id = ?', [userId, id]);

/** Ends the token of a hash. @returns undefined when there is none */
export const deleteByHash = (trx: Knex, hash: string): Promise<GoneToken | undefined> =>
  deleteWhere(trx, 'k.hash = ?', [hash]);

/** Ends all tokens of users. @returns whose were not over anyway, and how many */
export async function deleteUserTokens(
  trx: Knex,
  userIds: number[],
): Promise<{ id: number; username: string; count: number }[]> {
  const { rows } = await trx.raw<{ rows: { id: number; username: string; count: number }[] }>(
    `with gone as (delete from api_tokens where user_id = any(?::int[]) returning user_id, expires_at)
     select u.id, u.username, count(*)::int as count
       from gone join users u on u.id = gone.user_id
      where gone.expires_at > now() group by u.id order by u.id`,
    [userIds],
  );
  return rows;
}

/** Deletes up to a thousand tokens that expired that many days ago. @returns how many */
export async function deleteExpired(trx: Knex, days: number): Promise<number> {
  const expired = trx('api_tokens')
    .select('id')
    .whereRaw('expires_at < now() - make_interval(secs => ?::float8)', [days * SECONDS_A_DAY])
    .limit(1000)
    .forUpdate()
    .skipLocked();
  return trx('api_tokens').whereIn('id', expired).delete();
}
