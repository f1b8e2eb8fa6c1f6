/**
 * One index for each question the API asks. Names are folded by `lower(username collate "C")`: ASCII only and
 * the same in every locale, so that a database restored elsewhere still finds and orders the same names.
 */
import type { Knex } from 'knex';

const INDEXES = {
  users_username_key: 'unique index users_username_key on users (lower(username collate "C"))',
  users_created_id: 'index users_created_id on users (created_at, id)',
  user_sessions_user_id: 'index user_sessions_user_id on user_sessions (user_id)',
  user_sessions_expires_at: 'index user_sessions_expires_at on user_sessions (expires_at)',
  auth_audit_event_id: 'index auth_audit_event_id on auth_audit (event, id)',
  auth_audit_user_id: 'index auth_audit_user_id on auth_audit (user_id, id) where user_id is not null',
  auth_audit_ts_id: 'index auth_audit_ts_id on auth_audit (ts, id)',
  auth_audit_ip_id: 'index auth_audit_ip_id on auth_audit (ip, id)',
  auth_audit_target_id:
    "index auth_audit_target_id on auth_audit ((detail ->> 'target'), id) where detail \\? 'target'",
};

/** What the earlier edition's tables may bring; each is the beginning of one of ours. */
const OLD = [
  'ix_user_sessions_user_id',
  'ix_user_sessions_expires_at',
  'ix_auth_audit_event',
  'ix_auth_audit_user_id',
  'ix_auth_audit_ts',
  'ix_users_username',
];

export async function up(db: Knex): Promise<void> {
  for (const name of [...Object.keys(INDEXES), ...OLD]) await db.raw('drop index if exists ??', [name]);
  for (const definition of Object.values(INDEXES)) await db.raw(`create ${definition}`);
}

export async function down(db: Knex): Promise<void> {
  for (const name of Object.keys(INDEXES)) await db.raw('drop index if exists ??', [name]);
}
