/** What the filters of the log mean, each told so that an index answers it; see db/migrations/0014_audit_months.ts. */
import type { Knex } from 'knex';
import { escapeLike, type ListQuery, type ListSource } from '../../db/list-source.js';
import { hasTrigram } from '../../db/search.js';
import { AUDIT_EVENTS, TENANT_EVENTS } from './audit-events.js';

/** The very expression of the index auth_audit_search. */
const SEARCHED = `(coalesce(username,'') || ' ' || event || ' ' || coalesce(ip,'') || ' ' || detail::text)`;

/** Where no index can help, free text looks through this many of the newest rows. */
const SEARCH_WINDOW = 50_000;

/** Within a text it is what few rows have; the letters around it, as in user12345, may be in most of them. */
const NUMBER = /[0-9]{5,}/;

/** ids rise with time, but for transactions that overlap: far fewer than this many are under way at once. */
const ID_SLACK = 10_000;

/** The backslash makes it the operator: to Knex a bare question mark is a value's place. */
export const ABOUT = `detail \\? 'target' and detail->>'target' = ?`;

/** Users and tenants are numbered from 1, each for themselves: only the event tells whose number it is. */
export const ofTenant = (rows: Knex.QueryBuilder): void => void rows.whereIn('event', TENANT_EVENTS);
export const isOfTenant = (event: string): boolean => TENANT_EVENTS.some((one) => one === event);
export const ofUser = (rows: Knex.QueryBuilder): void => void rows.whereNotIn('event', TENANT_EVENTS);

type Condition = (rows: Knex.QueryBuilder) => void;
type Conditions = { [K in string]?: (rows: Knex.QueryBuilder, value: never) => void };

/** One or two characters have no trigram to look up: they find what begins with them. */
export const isShort = (text: string): boolean => [...text].length < 3;

/** A text in every spelling that differs by the case of ASCII letters only. */
function spellings(text: string): string[] {
  return [...text].reduce(
    (found, letter) => {
      const isLetter = /^[a-z]$/i.test(letter);
      const cases = isLetter ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];
      return found.flatMap((start) => cases.map((one) => start + one));
    },
    [''],
  );
}

const eventsWith = (isMeant: (event: string) => boolean): string[] => AUDIT_EVENTS.filter(isMeant);

/** Conditions that an index answers each, of rows that begin with a text in a name, an address or an event. */
function beginnings(names: string[], address: string, events: string[]): [sql: string, value: unknown][] {
  return [
    ...names.map((name): [string, unknown] => ['username collate "C" like ?', `${escapeLike(name)}%`]),
    ['ip collate "C" like ?', `${escapeLike(address)}%`],
    ...(events.length > 0 ? [['event = any(?)', events] as [string, unknown]] : []),
  ];
}

function shortBeginnings(text: string): [sql: string, value: unknown][] {
  const start = text.toLowerCase();
  // Addresses are stored in lower case.
  return beginnings(
    spellings(text),
    start,
    eventsWith((event) => event.startsWith(start)),
  );
}

/**
 * Conditions of which each leaves hits of a search only, and which an index counts by itself: should one of them have
 * many, so has the search.
 */
export function certainHits(text: string): Condition[] {
  const part = text.toLowerCase();
  const found = isShort(text)
    ? shortBeginnings(text)
    : beginnings(
        [...new Set([text, part])],
        part,
        eventsWith((event) => event.includes(part)),
      );
  return found.map(
    ([sql, value]) =>
      (rows) =>
        void rows.whereRaw(sql, [value as Knex.Value]),
  );
}

/**
 * The list goes by id, so a time range is also told as a range of ids: the walk from the newest row then
 * starts where the range does, and not a month's million rows later.
 */
function boundById(rows: Knex.QueryBuilder, db: Knex, value: Date, sign: '<=' | '>='): void {
  const order = sign === '<=' ? 'desc' : 'asc';
  const edge = db('auth_audit').select('id').where('ts', sign, value);
  void edge.orderBy([
    { column: 'ts', order },
    { column: 'id', order },
  ]);
  const slack = sign === '<=' ? ID_SLACK : -ID_SLACK;
  void rows.where('ts', sign, value).where('id', sign, db.raw('(?) + ?', [edge.limit(1), slack]));
}

function search(rows: Knex.QueryBuilder, db: Knex, text: string, indexed: boolean): void {
  if (isShort(text)) {
    const found = shortBeginnings(text);
    const either = found.map(([sql]) => sql).join(' or ');
    void rows.whereRaw(
      `(${either})`,
      found.map(([, value]) => value as Knex.Value),
    );
    return;
  }
  const number = NUMBER.exec(text)?.[0];
  if (indexed && number !== undefined && number !== text) {
    // The second expression is none that the index knows: it is compared with the few rows that have the number.
    void rows.whereRaw(`${SEARCHED} ilike ? and (${SEARCHED} || '') ilike ?`, [
      `%${number}%`,
      `%${escapeLike(text)}%`,
    ]);
    return;
  }
  void rows.whereRaw(`${SEARCHED} ilike ?`, [`%${escapeLike(text)}%`]);
  if (indexed) return;
  void rows.where('id', '>', db.raw('coalesce((select max(id) from auth_audit), 0) - ?', [SEARCH_WINDOW]));
}

function conditions(db: Knex, indexed: boolean): Conditions {
  return {
    id: (rows, ids: number[]) => void rows.whereIn('id', ids),
    event: (rows, event: string) => void rows.where({ event }),
    user_id: (rows, user_id: number) => void rows.where({ user_id }),
    target_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]),
    target_user_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]).where(ofUser),
    tenant_id: (rows, id: number) => void rows.whereRaw(ABOUT, [`${id}`]).where(ofTenant),
    ip: (rows, ip: string) => void rows.whereRaw('ip collate "C" = ?', [ip]),
    ts_gte: (rows, ts: Date) => boundById(rows, db, ts, '>='),
    ts_lte: (rows, ts: Date) => boundById(rows, db, ts, '<='),
    q: (rows, text: string) => search(rows, db, text, indexed),
  };
}

/** The conditions of a filter of the list. */
export async function auditWhere(db: Knex, filter: ListQuery['filter']): Promise<ListSource['where']> {
  const known = conditions(db, await hasTrigram(db));
  return (rows) => {
    for (const [name, value] of Object.entries(filter)) known[name]?.(rows, value as never);
  };
}

/** Filters whose index has the rows of a value in the order of their ids. */
const ORDERED_BY_ID = ['id', 'event', 'user_id', 'target_id', 'target_user_id', 'tenant_id', 'ip'];

/** Whether the rows are met in the order of their ids without a look at others. */
export const isOrderedById = (filter: ListQuery['filter']): boolean =>
  Object.keys(filter).every((name) => ORDERED_BY_ID.includes(name));
