/**
 * The months of the audit log in a backup: what comes back gets partitions again, and none of it goes to the partition
 * of the rest. Whenever a month is attached later that one is read to its end, while everybody waits.
 */
import type { Knex } from 'knex';

/** Older rows come back into one partition: each more is ten locks of the restore, and most are past a retention. */
const MOST = 36;

/** The months from that of the oldest row to this one, but the newest ones only; none of a log without months. */
export async function readMonths(db: Knex): Promise<string[]> {
  const made = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regprocedure('clearview_audit_parts()') is not null as found",
  );
  if (made.rows[0]?.found !== true) return [];
  const { rows } = await db.raw<{ rows: { month: string }[] }>(
    `select to_char(month, 'YYYY-MM') as month
       from (select date_trunc('month', now() at time zone 'UTC') as newest,
                    date_trunc('month', (select ts from auth_audit order by ts limit 1) at time zone 'UTC') as oldest)
              as log,
            generate_series(greatest(least(oldest, newest), newest - make_interval(months => ? - 1)),
                            newest, '1 month') as month
      order by 1`,
    [MOST],
  );
  return rows.map(({ month }) => month);
}

/** Drops the partitions of an empty log that begin before a month. */
async function dropBefore(trx: Knex, month: string): Promise<void> {
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    'select name from clearview_audit_parts() where "from" < ?::timestamptz',
    [`${month}-01 00:00Z`],
  );
  for (const { name } of rows) await trx.raw('drop table ??', [name]);
}

/**
 * Prepares an empty log for rows of these months, for all older ones together, and for what is written now.
 * @param months at least one, such as `2026-03`
 */
export async function bringMonths(trx: Knex, months: readonly string[]): Promise<void> {
  const { rows } = await trx.raw<{ rows: { month: string }[] }>(
    "select to_char(now() at time zone 'UTC', 'YYYY-MM') as month",
  );
  // A backup by a clock that was ahead names none of the months that there are by now.
  const wanted = [...new Set([...months, rows[0]!.month])].sort();
  const first = wanted[0]!;
  await dropBefore(trx, first);
  await trx.raw(`
    create table auth_audit_earlier partition of auth_audit for values from (minvalue) to ('${first}-01 00:00Z')`);
  await trx.raw("select clearview_guard_audit('auth_audit_earlier')");
  for (const month of wanted)
    await trx.raw('select clearview_audit_month(?::timestamptz)', [`${month}-01 00:00Z`]);
}
