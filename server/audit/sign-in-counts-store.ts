/**
 * Counts of sign-ins: of hours that are over in sign_in_hours, of what came after from the log itself. What is
 * complete until when is one row, so that one statement sees the two fit together at any moment.
 */
import type { Knex } from 'knex';
import { SIGN_IN_EVENTS, type SignInEvent } from './audit-events.js';

/** Minutes after its end from which nothing is added to an hour any more: transactions take seconds at most. */
const SETTLED_AFTER = 10;

/** Hours that one transaction counts. */
const STEP = 6;

/** Rows of the log that are looked through at most for names under attack, the newest ones. */
const ATTACK_ROWS = 100_000;

export interface SignInCount {
  /** Number of the bucket, from 0. */
  bucket: number;
  event: SignInEvent;
  count: number;
}

export interface AttackedName {
  username: string;
  user_id: number | null;
  failures: number;
  addresses: number;
  throttled: number;
  /** Within the window: it may have begun before. */
  first_at: Date;
  last_at: Date;
}

const FIRST = `
  insert into sign_in_rollup (complete_until)
  select least(settled, coalesce(
           (select date_trunc('hour', ts, 'UTC') from auth_audit order by ts, id limit 1), settled))
    from (select date_trunc('hour', now() - make_interval(mins => ?), 'UTC') as settled) as s
  on conflict do nothing`;

/** Stretches without any row of the log are stepped over at once. */
const STRETCH = `
  select complete_until as "from", settled,
         least(settled, make_interval(hours => ?) + greatest(complete_until, coalesce(
           (select date_trunc('hour', ts, 'UTC') from auth_audit where ts >= complete_until order by ts, id limit 1),
           settled))) as until
    from sign_in_rollup, (select date_trunc('hour', now() - make_interval(mins => ?), 'UTC') as settled) as s
     for update of sign_in_rollup`;

/** Should hours be counted a second time (somebody set the row back), they are replaced, not added to. */
const COUNT = `
  insert into sign_in_hours (hour, event, count)
  select date_trunc('hour', ts, 'UTC'), event, count(*)
    from auth_audit where ts >= ? and ts < ? and event = any(?) group by 1, 2
  on conflict (hour, event) do update set count = excluded.count`;

/**
 * Counts the next few hours that are over. The row of sign_in_rollup is locked meanwhile, so several processes
 * take turns, and each goes on where the other stopped.
 * @returns whether there may be more to count
 */
export async function rollUpSome(trx: Knex.Transaction): Promise<{ hours: number; more: boolean }> {
  await trx.raw(FIRST, [SETTLED_AFTER]);
  const { rows } = await trx.raw<{ rows: { from: Date; until: Date; settled: Date }[] }>(STRETCH, [
    STEP,
    SETTLED_AFTER,
  ]);
  const stretch = rows[0];
  if (stretch === undefined || stretch.until <= stretch.from) return { hours: 0, more: false };
  await trx.raw(COUNT, [stretch.from, stretch.until, [...SIGN_IN_EVENTS]]);
  await trx('sign_in_rollup').update({ complete_until: stretch.until });
  const hours = Math.round((stretch.until.getTime() - stretch.from.getTime()) / 3_600_000);
  return { hours, more: stretch.until < stretch.settled };
}

/** Deletes counts of hours that are so many days over. */
export async function deleteOldCounts(trx: Knex.Transaction, days: number): Promise<void> {
  await trx('sign_in_hours').whereRaw('hour < now() - make_interval(days => ?)', [days]).delete();
}

/** The database's clock. */
export async function readNow(db: Knex): Promise<Date> {
  const { rows } = await db.raw<{ rows: { now: Date }[] }>('select now() as now');
  return rows[0]!.now;
}

const READ = `
  with complete as materialized (
    select coalesce((select complete_until from sign_in_rollup), '-infinity') as until)
  select width_bucket(hour, ?::timestamptz[]) - 1 as bucket, event, sum(count)::bigint as count
    from (select hour, event, count from sign_in_hours
           where hour >= ? and hour < least(?::timestamptz, (select until from complete)) and event = any(?)
          union all
          select ts, event, 1 from auth_audit
           where ts >= greatest(?::timestamptz, (select until from complete)) and ts < ? and event = any(?)) as counted
   group by 1, 2`;

/**
 * @param edges where buckets begin, and where the last one ends: full hours (UTC), ascending
 * @returns the counts that are not zero
 */
export async function readCounts(db: Knex, edges: Date[]): Promise<SignInCount[]> {
  const [first, last] = [edges[0], edges.at(-1)];
  const events = [...SIGN_IN_EVENTS];
  const { rows } = await db.raw<{ rows: SignInCount[] }>(READ, [
    edges.map((edge) => edge.toISOString()),
    first,
    last,
    events,
    first,
    last,
    events,
  ] as Knex.RawBinding[]);
  return rows;
}

const ATTACKED = `
  with recent as materialized (
    select id, ts, event, ip, detail ->> 'username' as name from auth_audit
     where ts > now() - make_interval(mins => ?) order by ts desc, id desc limit ?),
  tried as (
    select lower(name collate "C") as key, (array_agg(name order by id desc))[1] as name,
           count(*) filter (where event = 'login_fail')::int as failures,
           count(distinct ip)::int as addresses,
           count(*) filter (where event = 'login_throttled')::int as throttled,
           min(ts) as first_at, max(ts) as last_at
      from recent where event in ('login_fail', 'login_throttled') and name is not null
     group by 1 having count(*) filter (where event = 'login_fail') >= ?
     order by failures desc, last_at desc, key limit ?)
  select coalesce(u.username, t.name) as username, u.id as user_id, failures, addresses, throttled, first_at, last_at
    from tried t left join users u on lower(u.username collate "C") = t.key
   order by failures desc, last_at desc, key`;

/** Names with the most failed sign-ins of the last minutes, without regard to case. */
export async function readAttacked(
  db: Knex,
  rule: { minutes: number; failures: number; most: number },
): Promise<AttackedName[]> {
  const { rows } = await db.raw<{ rows: AttackedName[] }>(ATTACKED, [
    rule.minutes,
    ATTACK_ROWS,
    rule.failures,
    rule.most,
  ]);
  return rows;
}
