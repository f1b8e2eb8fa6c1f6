/** Figures of the accounts, in one pass over them. */
import type { Knex } from 'knex';

export interface AccountCounts {
  users: number;
  active: number;
  inactive: number;
  /** Active ones. */
  admins: number;
  never_signed_in: number;
  /** Active, older than the limit and not signed in since. */
  dormant: number;
}

/** @param days without a sign-in after which an account counts as dormant */
export async function readAccounts(db: Knex, days: number): Promise<AccountCounts> {
  const { rows } = await db.raw<{ rows: AccountCounts[] }>(
    `select count(*)::int as users,
            count(*) filter (where is_active)::int as active,
            count(*) filter (where not is_active)::int as inactive,
            count(*) filter (where is_active and role = 'admin')::int as admins,
            count(*) filter (where last_login_at is null)::int as never_signed_in,
            count(*) filter (where is_active
              and coalesce(last_login_at, created_at) < now() - make_interval(days => ?))::int as dormant
       from users`,
    [days],
  );
  return rows[0]!;
}
