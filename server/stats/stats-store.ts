/** Figures of the accounts: sums of what the triggers on users tallied, and the one day that has to be looked at. */
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

/** The accounts of the day in which the limit falls are counted one by one: some of them are past it, some are not. */
const READ = `
  with edge as (select now() - make_interval(days => ?) as moment),
  day as (select (moment at time zone 'UTC')::date as day, date_trunc('day', moment, 'UTC') as start from edge),
  asleep as (
    select count(*)::bigint as count from users, edge, day
     where is_active and coalesce(last_login_at, created_at) >= start and coalesce(last_login_at, created_at) < moment)
  select coalesce(sum(count), 0)::int as users,
         coalesce(sum(count) filter (where is_active), 0)::int as active,
         coalesce(sum(count) filter (where not is_active), 0)::int as inactive,
         coalesce(sum(count) filter (where is_active and role = 'admin'), 0)::int as admins,
         coalesce(sum(count) filter (where never), 0)::int as never_signed_in,
         (coalesce(sum(count) filter (where is_active and seen_on < (select day from day)), 0)
           + (select count from asleep))::int as dormant
    from account_tallies`;

/** @param days without a sign-in after which an account counts as dormant */
export async function readAccounts(db: Knex, days: number): Promise<AccountCounts> {
  const { rows } = await db.raw<{ rows: AccountCounts[] }>(READ, [days]);
  return rows[0]!;
}
