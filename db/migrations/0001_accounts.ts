/**
 * Accounts, sessions and the audit log. Starts from an empty database, from one that holds other tables of
 * Clearview, or from one of the earlier Python edition whose three tables are taken over in place.
 *
 * Down drops the tables that up made. Tables it took over stay, in their new form: they are not ours to drop,
 * and up takes them over again.
 */
import type { Knex } from 'knex';
import { takeOverAudit } from './takeover/audit.js';
import { takeOverSessions } from './takeover/sessions.js';
import { takeOverUsers } from './takeover/users.js';

const MARK = 'Clearview: made by 0001_accounts';
const TABLES = ['auth_audit', 'user_sessions', 'users'];

export async function up(db: Knex): Promise<void> {
  await createTable(db, 'users', [
    'id serial primary key',
    'username varchar(128) not null',
    'password_hash text not null',
    "role varchar(16) not null default 'user'",
    'is_active boolean not null default true',
    'created_at timestamptz not null default now()',
    'updated_at timestamptz not null default now()',
    'last_login_at timestamptz',
  ]);
  await createTable(db, 'user_sessions', [
    'id varchar(64) primary key',
    'user_id integer not null references users (id) on delete cascade',
    'created_at timestamptz not null default now()',
    'expires_at timestamptz not null',
    'last_seen_at timestamptz not null default now()',
    'ip varchar(64)',
    'user_agent text',
    'remember boolean not null default false',
  ]);
  await createTable(db, 'auth_audit', [
    'id bigserial primary key',
    'ts timestamptz not null default now()',
    'user_id integer',
    'username varchar(128)',
    'event varchar(32) not null',
    'ip varchar(64)',
    "detail jsonb not null default '{}'",
  ]);
  // Over fresh tables this only adds what create table left out.
  const changes = await takeOverUsers(db);
  await takeOverSessions(db);
  await takeOverAudit(db, changes);
}

export async function down(db: Knex): Promise<void> {
  for (const table of TABLES) {
    const { rows } = await db.raw<{ rows: { mark: string | null }[] }>(
      "select obj_description(to_regclass(?), 'pg_class') as mark",
      [table],
    );
    if (rows[0]?.mark === MARK) await db.raw('drop table ??', [table]);
  }
}

async function createTable(db: Knex, name: string, columns: string[]): Promise<void> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    'select to_regclass(?) is not null as found',
    [name],
  );
  if (rows[0]?.found === true) return;
  await db.raw(`create table ?? (${columns.join(', ')})`, [name]);
  await db.raw(`comment on table ?? is '${MARK}'`, [name]);
}
