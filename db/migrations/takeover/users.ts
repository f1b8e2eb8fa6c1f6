/** Brings a `users` table of the earlier Python edition to today's form. Hashes stay byte for byte. */
import type { Knex } from 'knex';
import { bringColumn, bringSequence, bringTime, forbidNull } from './columns.js';

const NAME_LENGTH = 128;

/** A change to an account that the takeover had to make, for the audit log. */
export interface Change {
  id: number;
  username: string;
  role?: string;
  from: { username?: string; role?: string | null };
}

/** @returns what could not stay as it was; nothing of it may go unsaid. */
export async function takeOverUsers(db: Knex): Promise<Change[]> {
  await bringSequence(db, 'users');
  await bringColumns(db);
  const roles = await bringRoles(db);
  await dropOldUniqueness(db);
  const names = await renameTwins(db);
  await bringColumn(db, 'users', 'username', { type: `character varying(${NAME_LENGTH})` });
  await forbidNulls(db);
  return [...roles, ...names];
}

async function bringColumns(db: Knex): Promise<void> {
  // Wide at first: names that are too long are renamed below, not cut by a cast.
  await bringColumn(db, 'users', 'username', { type: 'text' });
  await bringColumn(db, 'users', 'password_hash', { type: 'text' });
  await db.raw('alter table users drop constraint if exists users_role_check');
  await bringColumn(db, 'users', 'role', { type: 'text', default: "'user'" });
  await bringColumn(db, 'users', 'is_active', { type: 'boolean', default: 'true' });
  await bringTime(db, 'users', 'created_at', 'now()');
  await bringTime(db, 'users', 'updated_at', 'now()');
  await bringTime(db, 'users', 'last_login_at');
}

/** Roles that are none of ours become the weaker one. */
async function bringRoles(db: Knex): Promise<Change[]> {
  const { rows } = await db.raw<{
    rows: { id: number; username: string; role: string; was: string | null }[];
  }>(
    `update users u
        set role = case when lower(trim(u.role)) = 'admin' then 'admin' else 'user' end
       from users old
      where old.id = u.id and (u.role is null or u.role not in ('admin', 'user'))
      returning u.id, u.username, u.role, old.role as was`,
  );
  await bringColumn(db, 'users', 'role', { type: 'character varying(16)', default: "'user'" });
  await db.raw("alter table users add constraint users_role_check check (role in ('admin', 'user'))");
  return rows.map(({ id, username, role, was }) => ({ id, username, role, from: { role: was } }));
}

/** Uniqueness with regard to case, by constraint or index: one index without regard to case takes its place. */
async function dropOldUniqueness(db: Knex): Promise<void> {
  const { rows } = await db.raw<{ rows: { index: string; constraint: string | null }[] }>(
    `select i.indexrelid::regclass::text as index, quote_ident(c.conname) as constraint
       from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'username'
       left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'u'
      where i.indrelid = to_regclass('users') and i.indisunique and not i.indisprimary
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
        and not exists (select 1 from pg_constraint f where f.conindid = i.indexrelid and f.contype = 'f')`,
  );
  for (const { index, constraint } of rows) {
    await db.raw(
      constraint === null ? `drop index ${index}` : `alter table users drop constraint ${constraint}`,
    );
  }
}

/** Of names that differ only in case the oldest stays, the others get their id as a suffix. */
async function renameTwins(db: Knex): Promise<Change[]> {
  const { rows } = await db.raw<{ rows: { id: number; username: string }[] }>(
    `select id, username from (
       select id, username, row_number() over (
         partition by lower(username collate "C") order by created_at nulls last, id) as place
       from users) ranked
     where place > 1 or length(username) > ? order by id`,
    [NAME_LENGTH],
  );
  const changes: Change[] = [];
  for (const row of rows) {
    const username = await freeName(db, row);
    await db.raw('update users set username = ? where id = ?', [username, row.id]);
    changes.push({ id: row.id, username, from: { username: row.username } });
  }
  return changes;
}

async function freeName(db: Knex, row: { id: number; username: string }): Promise<string> {
  for (let round = 0; ; round++) {
    const suffix = round === 0 ? `.${row.id}` : `.${row.id}.${round}`;
    const name = [...row.username].slice(0, NAME_LENGTH - suffix.length).join('') + suffix;
    const { rows } = await db.raw<{ rows: unknown[] }>(
      'select 1 from users where lower(username collate "C") = lower(? collate "C")',
      [name],
    );
    if (rows.length === 0) return name;
  }
}

async function forbidNulls(db: Knex): Promise<void> {
  await forbidNull(db, 'users', 'username');
  await forbidNull(db, 'users', 'password_hash');
  await forbidNull(db, 'users', 'role', "'user'");
  // The earlier edition treated a missing value as "no".
  await forbidNull(db, 'users', 'is_active', 'false');
  await forbidNull(db, 'users', 'created_at', 'coalesce(updated_at, now())');
  await forbidNull(db, 'users', 'updated_at', 'created_at');
}
