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

/** Adds sessions of the users `bulk...` (see addUsers), up to 20 each, a second apart by when they were seen. */
export async function addSessions(db: Knex, count: number): Promise<void> {
  await db.raw(
    `insert into user_sessions (id, user_id, created_at, last_seen_at, expires_at, ip, user_agent, remember)
     select encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), u.id,
            now() - make_interval(secs => n % 40000), now() - make_interval(secs => n % 100000 / 4.0),
            now() + make_interval(secs => 1 + n % 28000), '10.0.' || n % 200 || '.' || n % 250,
            'Mozilla/5.0 (X11; Linux x86_64; rv:' || 60 + n % 80 || '.0) Gecko/20100101 Firefox/' || 60 + n % 80 || '.0',
            n % 10 = 0
       from generate_series(1, ?::int) n
       join users u on u.username = 'bulk' || lpad((1 + n / 20)::text, 6, '0')`,
    [count],
  );
}
