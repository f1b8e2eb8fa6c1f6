/** The partitions of the log, one for each month; see db/migrations/0014_audit_months.ts for what makes them. */
import type { Knex } from 'knex';

/** Months that there are beyond this one, so that a server that was away for long finds its month. */
const AHEAD = 3;

/** Whoever writes to the log meanwhile waits behind us, so we wait for no longer. */
const WAIT = '250ms';

/** A month with more rows than this is not counted to the last one: that would take longer than dropping it. */
const COUNTED = 100_000;

export interface DroppedMonth {
  /** `2026-03`, or `up to 2026-03` for what there was before the log had months. */
  month: string;
  count: number;
  /** Whether the count is PostgreSQL's estimate. */
  isEstimate: boolean;
}

const OLD = 'ts < now() - make_interval(days => ?)';

/** Days by the present clock that the log must have had rows for before it loses any by it. */
const PROVED_AFTER = 7;

/** Days that nobody need have written to the log. */
const IDLE = 60;

/**
 * Whether the database's clock may have jumped ahead, so that what looks old is not: something is past the retention,
 * and there is no row of between a week and sixty days ago (or the retention, if it is shorter). What is younger was
 * perhaps written since the jump.
 * @param days age from which rows go
 */
export async function isClockInDoubt(db: Knex, days: number): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { doubt: boolean }[] }>(
    `select exists (select from auth_audit where ${OLD}) and not exists (
       select from auth_audit where ts >= now() - make_interval(days => ?)
          and ts < now() - make_interval(days => ?)) as doubt`,
    [days, Math.min(days, IDLE), PROVED_AFTER],
  );
  return rows[0]!.doubt;
}

const MISSING = `
  select at from generate_series(0, ?::int) n, lateral (select now() + make_interval(months => n) as at) as month
   where not exists (select from clearview_audit_parts() p where p.from <= at and p.until > at)`;

/** Makes this month and those that come. @returns how many there were not yet */
export async function makeMonths(trx: Knex.Transaction): Promise<number> {
  const { rows } = await trx.raw<{ rows: { at: Date }[] }>(MISSING, [AHEAD]);
  let made = 0;
  for (const { at } of rows) {
    await trx.raw(`set local lock_timeout = '${WAIT}'`);
    const answer = await trx.raw<{ rows: { made: boolean }[] }>('select clearview_audit_month(?) as made', [
      at,
    ]);
    if (answer.rows[0]?.made === true) made += 1;
  }
  return made;
}

async function countRows(trx: Knex.Transaction, name: string): Promise<Omit<DroppedMonth, 'month'>> {
  const { rows } = await trx.raw<{ rows: { count: number; estimate: number }[] }>(
    `select (select count(*) from (select from ?? limit ?) as counted) as count,
            (select reltuples::bigint from pg_class where oid = ?::regclass) as estimate`,
    [name, COUNTED + 1, name],
  );
  const { count, estimate } = rows[0]!;
  return count > COUNTED
    ? { count: Math.max(count, estimate), isEstimate: true }
    : { count, isEstimate: false };
}

/**
 * Drops the oldest month of which every moment is past the retention.
 * @param days age from which rows go
 * @returns null when there is none
 * @throws the time-out of a lock when somebody reads or writes the log all the while
 */
export async function dropOldMonth(trx: Knex.Transaction, days: number): Promise<DroppedMonth | null> {
  await trx.raw(`set local lock_timeout = '${WAIT}'`);
  // Two who drop take turns; whoever reads or writes goes on.
  await trx.raw('lock table only auth_audit in share update exclusive mode');
  const { rows } = await trx.raw<{ rows: { name: string; month: string }[] }>(
    `select name, case when "from" = '-infinity' then 'up to ' else '' end
                  || to_char((until - interval '1 day') at time zone 'UTC', 'YYYY-MM') as month
       from clearview_audit_parts() where until <= now() - make_interval(days => ?) order by until limit 1`,
    [days],
  );
  const part = rows[0];
  if (part === undefined) return null;
  const counted = await countRows(trx, part.name);
  await trx.raw('drop table ??', [part.name]);
  return { month: part.month, ...counted };
}

/**
 * Deletes up to a thousand rows older than the retention, the one deletion that the database allows.
 * @param days age from which rows go
 * @returns how many went
 */
export async function deleteOldAudit(trx: Knex.Transaction, days: number): Promise<number> {
  await trx.raw("set local clearview.audit_retention = 'on'");
  const old = trx('auth_audit').select('id').whereRaw(OLD, [days]).orderBy('ts').limit(1000);
  // Once more by time: months that are not so old are not even looked at.
  return trx('auth_audit').whereIn('id', old).whereRaw(OLD, [days]).delete();
}
