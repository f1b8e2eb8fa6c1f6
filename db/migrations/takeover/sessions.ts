/** Brings a `user_sessions` table of the earlier Python edition to today's form. Sessions stay valid. */
import type { Knex } from 'knex';
import { bringColumn, bringTime, columnOf, dropForeignKeys, forbidNull } from './columns.js';

/** Changes the table in place. */
export async function takeOverSessions(db: Knex): Promise<void> {
  await bringColumns(db);
  await hashIds(db);
  // A session without its user was never good for anything, and the key below would refuse it.
  await db.raw('delete from user_sessions s where not exists (select 1 from users u where u.id = s.user_id)');
  await bringUserKey(db);
  await forbidNulls(db);
  // Room on each page, so that refreshing a session rewrites no index.
  await db.raw('alter table user_sessions set (fillfactor = 70)');
}

async function bringColumns(db: Knex): Promise<void> {
  await bringColumn(db, 'user_sessions', 'id', { type: 'character varying(64)', using: 'trim(id::text)' });
  await bringTime(db, 'user_sessions', 'created_at', 'now()');
  await bringTime(db, 'user_sessions', 'expires_at');
  await bringTime(db, 'user_sessions', 'last_seen_at', 'now()');
  await bringColumn(db, 'user_sessions', 'ip', await addressType(db, 'user_sessions'));
  await bringColumn(db, 'user_sessions', 'user_agent', { type: 'text' });
  await bringColumn(db, 'user_sessions', 'remember', { type: 'boolean', default: 'false' });
}

/** @returns what an `ip` column shall become; `inet` would otherwise print its mask. */
export async function addressType(db: Knex, table: string): Promise<{ type: string; using: string }> {
  const found = await columnOf(db, table, 'ip');
  const text = found?.udt_name === 'inet' ? 'host(ip)' : 'ip::text';
  return { type: 'character varying(64)', using: `left(${text}, 64)` };
}

/** The earlier edition kept the cookie's value itself; whoever read the table could use it. */
async function hashIds(db: Knex): Promise<void> {
  await db.raw(
    `update user_sessions set id = encode(sha256(convert_to(id, 'UTF8')), 'hex')
      where id !~ '^[0-9a-f]{64}$'`,
  );
}

async function bringUserKey(db: Knex): Promise<void> {
  await dropForeignKeys(db, 'user_sessions', 'user_id');
  await db.raw(
    `alter table user_sessions add constraint user_sessions_user_id_fkey
       foreign key (user_id) references users (id) on delete cascade`,
  );
}

async function forbidNulls(db: Knex): Promise<void> {
  await forbidNull(db, 'user_sessions', 'user_id');
  await forbidNull(db, 'user_sessions', 'created_at', 'now()');
  await forbidNull(db, 'user_sessions', 'expires_at', 'now()');
  await forbidNull(db, 'user_sessions', 'last_seen_at', 'created_at');
  await forbidNull(db, 'user_sessions', 'remember', 'false');
}
