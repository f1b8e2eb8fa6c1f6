/** The search for names, and what kind of text search this database offers. */
import type { Knex } from 'knex';
import { escapeLike, MAX_TOTAL, type ListQuery, type ListSource } from './list-source.js';

/** A name as the index users_username_key has it: ASCII without regard to case, in any locale. */
export const FOLDED_NAME = `lower(username collate "C")`;

/** How a column of texts is compared with a LIKE pattern, `?`. */
interface Searched {
  /** As the index that orders the column has it: by it beginnings are found. */
  ordered: string;
  /** As its trigram index has it. */
  trigram: string;
}

/**
 * True of every row, of a column that the indexes of names do not hold. Without it PostgreSQL would rather walk such an
 * index by itself from A on, in hope of a hit soon, but those that have a text in them are often together.
 */
const IN_ROW = 'revision >= 0';

const USERNAMES: Searched = {
  ordered: `${FOLDED_NAME} like lower(? collate "C")`,
  trigram: `username ilike ? and ${IN_ROW}`,
};

const TENANT_NAMES: Searched = {
  ordered: 'name_key like ?',
  trigram: `name_key like ? and ${IN_ROW}`,
};
const TENANT_DOMAINS: Searched = { ordered: 'domain like ?', trigram: 'domain like ?' };

/** What is looked for in tenants: the text as their names have it, and in each spelling that domains may have it. */
export interface TenantText {
  name: string;
  domains: string[];
}

/** Whose name or domain has a text in it, looked for before a list is read. */
export interface FoundOwners {
  /** Of some when there are more than anybody counts, else of all. */
  ids: number[];
  /** More than 10,000: better told of each row that is met than listed. */
  isBroad: boolean;
  /** What makes somebody one of them, each by itself. */
  reasons: Reason[];
}

/** A condition of one owner, by the column that holds its id (`:id:`). */
interface Reason {
  /** Of rows of anything. */
  sql: string;
  /** Of the owners' own rows. */
  own: string;
  values: Record<string, unknown>;
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
function hasText(searched: Searched, text: string, indexed: boolean): [sql: string, pattern: string] {
  const pattern = escapeLike(text);
  if ([...text].length < 3) return [searched.ordered, `${pattern}%`];
  return [indexed ? searched.trigram : searched.ordered, `%${pattern}%`];
}

/**
 * Those of its hits that begin with it: the index that orders the column knows them by itself, which tells soon of many.
 * @returns SQL and the value of its `?`; null where they are all hits
 */
function beginsWith(searched: Searched, text: string): [sql: string, pattern: string] | null {
  return [...text].length < 3 ? null : [searched.ordered, `${escapeLike(text)}%`];
}

/** The search for usernames with a text in them, without regard to case. @param indexed what hasTrigram says */
export const usernameHas = (text: string, indexed: boolean): [sql: string, pattern: string] =>
  hasText(USERNAMES, text, indexed);

/** Those that begin with it, where that is another question. */
export const usernameBegins = (text: string): [sql: string, pattern: string] | null =>
  beginsWith(USERNAMES, text);

/**
 * The ids of a table's rows whose name has a text in it, up to one more than anybody counts. Those that begin with it
 * are looked for first: when they are that many, the others need not be.
 */
async function idsByName(db: Knex, table: string, searched: Searched, text: string): Promise<number[]> {
  const asked = [beginsWith(searched, text), hasText(searched, text, await hasTrigram(db))];
  let ids: number[] = [];
  for (const [sql, pattern] of asked.filter((one) => one !== null)) {
    const { rows } = await db.raw<{ rows: { ids: number[] }[] }>(
      `select array(select id from ${table} where ${sql} limit ${MAX_TOTAL + 1}) as ids`,
      [pattern],
    );
    ids = rows[0]?.ids ?? [];
    if (ids.length > MAX_TOTAL) return ids;
  }
  return ids;
}

/** The ids of users whose name has the text in it, for lists of what belongs to users. */
export async function findUsers(db: Knex, text: string): Promise<FoundOwners> {
  const ids = await idsByName(db, 'users', USERNAMES, text);
  const [sql, pattern] = hasText(USERNAMES, text, await hasTrigram(db));
  const own = sql.replace('?', ':name');
  const test = `(select ${own} from users owner where owner.id = :id:)`;
  return { ids, isBroad: ids.length > MAX_TOTAL, reasons: [{ sql: test, own, values: { name: pattern } }] };
}

/** Of a tenant's many domains several may have the text in them. */
const MOST_DOMAINS = 2 * (MAX_TOTAL + 1);

/** Those whose ids are known, when they are few. */
const LISTED = ':id: = any(:ids::int[])';

/** The ids of tenants whose name, or one of whose domains, has the text in it. */
export async function findTenants(db: Knex, text: TenantText): Promise<FoundOwners> {
  const indexed = await hasTrigram(db);
  const [name, pattern] = hasText(TENANT_NAMES, text.name, indexed);
  const domains = text.domains.map((domain) => hasText(TENANT_DOMAINS, domain, indexed));
  const either = domains.map(([sql], n) => sql.replace('?', `:domain${n}`)).join(' or ');
  const nameHas = name.replace('?', ':name');
  const byName: Reason = {
    sql: `(select ${nameHas} from tenants owner where owner.id = :id:)`,
    // What begins with a text is together in the order of names; what has it inside is gathered by its own index.
    own: pattern.startsWith('%') ? `:id: = any(array(select id from tenants where ${nameHas}))` : nameHas,
    values: { name: pattern },
  };
  // With a limit it is looked up row by row; an "exists" might be made by reading all domains.
  const ofDomain = `coalesce((select true from tenant_domains d where d.tenant_id = :id: and (${either}) limit 1), false)`;
  const values = Object.fromEntries(domains.map(([, like], n) => [`domain${n}`, like]));
  // All of them at once: in the order of the list they may be far away.
  const ofDomains = `:id: = any(array(select tenant_id from tenant_domains where ${either}))`;
  const byDomain: Reason = { sql: ofDomain, own: ofDomains, values };
  const names = await idsByName(db, 'tenants', TENANT_NAMES, text.name);
  if (names.length > MAX_TOTAL) return { ids: names, isBroad: true, reasons: [byName, byDomain] };
  const ownersOf = async (most: number | null): Promise<number[]> => {
    const { rows } = await db.raw<{ rows: { ids: number[] }[] }>(
      `select array(select tenant_id from tenant_domains where ${either} limit :most) as ids`,
      { ...values, most } as Knex.ValueDict,
    );
    return rows[0]!.ids;
  };
  let owners = await ownersOf(MOST_DOMAINS);
  let ids = [...new Set([...names, ...owners])];
  if (ids.length <= MAX_TOTAL && owners.length === MOST_DOMAINS) {
    // So many domains of so few tenants: some may have been left out.
    owners = await ownersOf(null);
    ids = [...new Set([...names, ...owners])];
  }
  const reasons = [reasonOf(byName, names, MAX_TOTAL + 1), reasonOf(byDomain, owners, MOST_DOMAINS)].flat();
  return { ids, isBroad: ids.length > MAX_TOTAL, reasons };
}

/** The reason, or the ids of those to whom it applies, or nothing when there are none. */
function reasonOf(reason: Reason, ids: number[], limit: number): Reason[] {
  if (ids.length >= limit) return [reason];
  return ids.length === 0 ? [] : [{ sql: LISTED, own: LISTED, values: { ids: [...new Set(ids)] } }];
}

/** Adds a condition on the column that holds the owner's id. */
const addTest = (rows: Knex.QueryBuilder, sql: string, { values }: Reason, id: string): void =>
  void rows.orWhereRaw(sql, { ...values, id } as Knex.ValueDict);

/**
 * Keeps the rows of owners that were found.
 * @param column of the rows that holds the owner's id, with the name of their table; the owners themselves are joined
 *   by theirs, as PostgreSQL 18 would rather skip through an index that merely ends with it
 */
export function whereFound(rows: Knex.QueryBuilder, found: FoundOwners, column: string): void {
  const listed = column.endsWith('.id') ? '?? in (select unnest(?::int[]))' : '?? = any(?::int[])';
  if (!found.isBroad) void rows.whereRaw(listed, [column, found.ids]);
  else
    void rows.where((either) => {
      for (const reason of found.reasons) addTest(either, reason.sql, reason, column);
    });
}

/** The conditions of a search among tenants themselves, each of which finds some by itself. */
export const tenantParts = ({ q }: LookedUp): ListSource['parts'] =>
  q?.isBroad === true
    ? q.reasons.map((reason) => (rows) => {
        void rows.where((one) => addTest(one, reason.own, reason, 'tenants.id'));
      })
    : undefined;

/** What a list can be filtered by: adds the condition of each. */
export type Conditions = { [K in string]?: (rows: Knex.QueryBuilder, value: never) => void };

/** A filter whose search for owners has been made. */
export type LookedUp = Omit<ListQuery['filter'], 'q'> & { q?: FoundOwners };

/** Makes the search of a filter, if it has one. */
export async function lookUp(
  filter: ListQuery['filter'],
  find: (text: string) => Promise<FoundOwners>,
): Promise<LookedUp> {
  const { q, ...others } = filter;
  return q === undefined ? others : { ...others, q: await find(q as string) };
}

/** The conditions of a filter, and those of them that an index knows. */
export function wheresOf(
  conditions: Conditions,
  filter: LookedUp,
): Pick<ListSource, 'where' | 'whereIndexed'> {
  const where =
    (chosen: object): ListSource['where'] =>
    (rows) => {
      for (const [name, value] of Object.entries(chosen)) conditions[name]?.(rows, value as never);
    };
  const { q, ...others } = filter;
  return q?.isBroad === true
    ? { where: where(filter), whereIndexed: where(others) }
    : { where: where(filter) };
}

async function ask(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
    "select to_regclass('users_username_trgm') is not null as found",
  );
  return rows[0]?.found === true;
}
