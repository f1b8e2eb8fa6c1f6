/** Statements that every request runs: planned once a connection, instead of each time. */
import type { Knex } from 'knex';

/**
 * Runs a named prepared statement.
 * @param db the pool, or a transaction
 * @param name one for each text of a statement, for ever: PostgreSQL knows it by that
 * @param sql with `?` where the values go
 * @returns the rows
 */
export async function named<T>(
  db: Knex,
  name: string,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  const { rows } = await db.raw<{ rows: T[] }>(sql, values as Knex.RawBinding[]).options({ name });
  return rows;
}
