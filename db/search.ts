/** The search for names, and what kind of text search this database offers. */
import type { Knex } from 'knex';
import { escapeLike } from './list-page.js';

/** A name as the index users_username_key has it: ASCII without regard to case, in any locale. */
export const FOLDED_NAME = `lower(username collate "C")`;

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

/**
 * Keeps the rows whose `username` has the text in it, without regard to case.
 * @param indexed what hasTrigram says
 */
export function whereName(rows: Knex.QueryBuilder, text: string, indexed: boolean): void {
  const pattern = escapeLike(text);
  // One or two characters have no trigram to look up, so they find names that begin with them.
  if ([...text].length < 3) void rows.whereRaw(`${FOLDED_NAME} like lower(? collate "C")`, [`${pattern}%`]);
  else if (indexed) void rows.whereRaw('username ilike ?', [`%${pattern}%`]);
  else void rows.whereRaw(`${FOLDED_NAME} like lower(? collate "C")`, [`%${pattern}%`]);
}

async function ask(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('users_username_trgm') is not null as found",
  );
  return rows[0]?.found === true;
}
