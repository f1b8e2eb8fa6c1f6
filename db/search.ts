/** What kind of text search this database offers. */
import type { Knex } from 'knex';

const answers = new WeakMap<object, Promise<boolean>>();

/**
 * @param db the pool.
 * @returns whether the trigram indexes exist (extension pg_trgm could be created), so that a search for three
 *   and more characters inside a text is an index look-up. Asked once per pool; a failure is not remembered.
 */
export function hasTrigram(db: Knex): Promise<boolean> {
  const known = answers.get(db);
  if (known !== undefined) return known;
  const answer = ask(db);
  answers.set(db, answer);
  answer.catch(() => answers.delete(db));
  return answer;
}

async function ask(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('users_username_trgm') is not null as found",
  );
  return rows[0]?.found === true;
}
