/** Many rows at once, by SQL: what the API would take hours for. */
import type { Knex } from 'knex';

/** Adds users `bulk000001` and so on, a second apart; every fifth has never signed in. */
export async function addUsers(db: Knex, count: number): Promise<void> {
  await db.raw(
    `insert into users (username, password_hash, role, is_active, created_at, last_login_at)
     select 'bulk' || lpad(n::text, 6, '0'), 'no hash', 'user', n % 3 > 0,
            now() - make_interval(secs => ? - n),
            case when n % 5 > 0 then now() - make_interval(secs => n % 97) end
       from generate_series(1, ?::int) n`,
    [count, count],
  );
}

/** Adds audit rows by users 1 to 1000, a second apart. */
export async function addAuditRows(db: Knex, count: number): Promise<void> {
  await db.raw(
    `insert into auth_audit (ts, user_id, username, event, ip, detail)
     select now() - make_interval(secs => ? - n), 1 + n % 1000, 'bulk' || lpad((1 + n % 1000)::text, 6, '0'),
            (array['login_ok', 'login_ok', 'login_fail', 'logout', 'user_update'])[1 + n % 5],
            '10.0.' || n % 200 || '.' || n % 250, jsonb_build_object('target', n % 5000)
       from generate_series(1, ?::int) n`,
    [count, count],
  );
}
