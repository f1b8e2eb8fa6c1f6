/** The search for names, and what kind of text search this database offers. */
import type { Knex } from 'knex';
import { escapeLike } from './list-page.js';

/** A name as the index users_username_key has it: ASCII without regard to case, in any locale. */
export const FOLDED_NAME = `lower(username collate "C")`;

/** How a column of texts is compared with a LIKE pattern, `?`. */
export interface Searched {
  /** As the index that orders the column has it: by it beginnings are found. */
  ordered: string;
  /** As its trigram index has it. */
  trigram: string;
}

/** The search for usernames. */
export const USERNAMES: Searched = {
  ordered: `${FOLDED_NAME} like lower(? collate "C")`,
  trigram: 'username ilike ?',
};

const TENANT_NAMES: Searched = { ordered: 'name_key like ?', trigram: 'name_key like ?' };
const TENANT_DOMAINS: Searched = { ordered: 'domain like ?', trigram: 'domain like ?' };

/** What is looked for in tenants: the text as their names have it, and in each spelling that domains may have it. */
export interface TenantText {
  name: string;
  domains: string[];
}

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
 * The condition of rows that have the text in them; one or two characters have no trigram to look up, so they
 * find what begins with them.
 * @param indexed what hasTrigram says
 * @returns SQL and the value of its `?`
 */
export function hasText(searched: Searched, text: string, indexed: boolean): [sql: string, pattern: string] {
  const pattern = escapeLike(text);
  if ([...text].length < 3) return [searched.ordered, `${pattern}%`];
  return [indexed ? searched.trigram : searched.ordered, `%${pattern}%`];
}

/**
 * Keeps the rows whose `username` has the text in it, without regard to case.
 * @param indexed what hasTrigram says
 */
export function whereName(rows: Knex.QueryBuilder, text: string, indexed: boolean): void {
  const [sql, pattern] = hasText(USERNAMES, text, indexed);
  void rows.whereRaw(sql, [pattern]);
}

/**
 * Keeps the rows of tenants whose name, or one of whose domains, has the text in it.
 * @param rows of tenants, or of what belongs to tenants
 * @param indexed what hasTrigram says
 * @param column of the rows that holds the tenant's id
 */
export function whereTenant(
  rows: Knex.QueryBuilder,
  text: TenantText,
  indexed: boolean,
  column: 'id' | 'tenant_id' = 'id',
): void {
  const [name, pattern] = hasText(TENANT_NAMES, text.name, indexed);
  const domains = text.domains.map((domain) => hasText(TENANT_DOMAINS, domain, indexed));
  const either = domains.map(([sql]) => sql).join(' or ');
  // Two look-ups put together: as one condition with "or" neither index could be used.
  void rows.whereRaw(
    `${column} in (select id from tenants where ${name} union all select tenant_id from tenant_domains where ${either})`,
    [pattern, ...domains.map(([, like]) => like)],
  );
}

async function ask(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('users_username_trgm') is not null as found",
  );
  return rows[0]?.found === true;
}
