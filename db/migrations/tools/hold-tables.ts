/** Takes tables before any of them is changed, beside processes of the release before that still work. */
import type { Knex } from 'knex';

/** How often a deadlock is given way to, 50 milliseconds apart. */
const TRIES = 30;

/**
 * Locks tables for the transaction, all of them or none: in a deadlock it lets go of what it has taken and tries again.
 * @param tables in the order in which most of those who work with them come by
 * @throws a deadlock (40P01) when it was met every time
 */
export async function holdTables(db: Knex, tables: readonly string[]): Promise<void> {
  await db.raw(`
    do $$
    begin
      for tries in 1..${TRIES} loop
        begin
          lock table ${tables.join(', ')} in access exclusive mode;
          return;
        exception when deadlock_detected then
          -- What was taken has been let go.
          if tries = ${TRIES} then raise; end if;
          perform pg_sleep(0.05);
        end;
      end loop;
    end $$`);
}
