/** The months of the audit log in a backup: what comes back gets the partitions that it had. */
import type { Knex } from 'knex';

/** Older ones come back together: rows of so long ago are few, or past the retention. */
const MOST = 36;

/** The months that the log has, and those of the rows from before it had any; none of a log without months. */
export async function readMonths(db: Knex): Promise<string[]> {
  const made = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regprocedure('clearview_audit_parts()') is not null as found",
  );
  if (made.rows[0]?.found !== true) return [];
  const { rows } = await db.raw<{ rows: { month: string }[] }>(
    `select to_char(month, 'YYYY-MM') as month
       from (select greatest("from", (select ts from auth_audit order by ts limit 1)) as start, until
               from clearview_audit_parts()) as parts,
            generate_series(date_trunc('month', start at time zone 'UTC'),
                            until at time zone 'UTC' - interval '1 day', '1 month') as month
      where start > '-infinity' order by 1 desc limit ?`,
    [MOST],
  );
  return rows.map(({ month }) => month).reverse();
}

/** Prepares an empty log for rows of these months. */
export async function bringMonths(trx: Knex, months: readonly string[]): Promise<void> {
  // Without rows it only stands in the way of its months.
  await trx.raw('drop table if exists auth_audit_earlier');
  for (const month of months)
    await trx.raw('select clearview_audit_month(?::timestamptz)', [`${month}-01 00:00Z`]);
}
