/**
 * The list form of the contract: `sort=["field","ASC"]`, `range=[0,24]`, `filter={...}`, the aliases `limit`
 * and `offset`, and `cursor` as `Link: rel="next"` hands it out.
 */
import type { Request, Response } from 'express';
import { invalid } from '../core/errors.js';
import type { ListQuery, Page, Selection } from '../../db/list-source.js';
import { isPlainObject } from '../core/text.js';
import { sendJson } from './send-json.js';

export const MAX_ROWS = 1000;
/** Beyond this row only the cursor goes on: an offset has to walk over everything before it. */
export const MAX_OFFSET = 10_000;

/** Turns a filter's value into what the query uses; undefined means that it is of the wrong shape. */
export type FilterParser = (value: unknown) => unknown;

export interface ListSpec {
  /** The name in Content-Range. */
  resource: string;
  sortable: readonly string[];
  defaultSort: ListQuery['sort'];
  filters: Record<string, FilterParser>;
  /** Filters that may also stand in the query by themselves, such as `?event=login_ok`. */
  aliases?: readonly string[];
  defaultLimit: number;
}

const WINDOW = ['range', 'limit', 'offset', 'cursor'];

/**
 * A parameter of the query as it was sent; undefined when it was not.
 * @throws ApiError `invalid` (422) when it was sent twice
 */
export function single(req: Request, name: string): string | undefined {
  const value: unknown = req.query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw invalid({ [name]: `Give ${name} once.` });
}

function parseJson(name: string, text: string, shape: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid({ [name]: `${name} must be JSON such as ${shape}.` });
  }
}

function readSort(spec: ListSpec, text: string | undefined): ListQuery['sort'] {
  if (text === undefined) return spec.defaultSort;
  const value = parseJson('sort', text, '["id","ASC"]');
  const [field, order] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
  if (typeof field !== 'string' || !spec.sortable.includes(field)) {
    throw invalid({ sort: `Sort by one of: ${spec.sortable.join(', ')}.` });
  }
  if (order !== 'ASC' && order !== 'DESC') throw invalid({ sort: 'The order must be "ASC" or "DESC".' });
  return { field, direction: order === 'ASC' ? 'asc' : 'desc' };
}

/**
 * A parameter that must be a whole number within these bounds, both included.
 * @throws ApiError `invalid` (422) naming it
 */
export function wholeNumber(
  name: string,
  text: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw invalid({ [name]: `${name} must be a whole number from ${min} to ${max}.` });
}

function readRange(text: string): { offset: number; limit: number } {
  const value = parseJson('range', text, '[0,24]');
  const isPair = Array.isArray(value) && value.length === 2 && value.every((n) => Number.isSafeInteger(n));
  const [first, last] = isPair ? (value as [number, number]) : [-1, -1];
  if (first < 0 || last < first) throw invalid({ range: 'range must be [first,last], counted from 0.' });
  if (last - first >= MAX_ROWS) throw invalid({ range: `range may span at most ${MAX_ROWS} rows.` });
  return { offset: first, limit: last - first + 1 };
}

function readWindow(spec: ListSpec, req: Request): { offset: number; limit: number } {
  const range = single(req, 'range');
  const limit = wholeNumber('limit', single(req, 'limit'), 1, MAX_ROWS);
  const offset = wholeNumber('offset', single(req, 'offset'), 0, Number.MAX_SAFE_INTEGER);
  const window =
    range === undefined ? { offset: offset ?? 0, limit: limit ?? spec.defaultLimit } : readRange(range);
  if (window.offset >= MAX_OFFSET) {
    const name = range === undefined ? 'offset' : 'range';
    throw invalid({
      [name]: `Rows past ${MAX_OFFSET} are reached by the cursor in the Link header of the page before.`,
    });
  }
  return window;
}

/**
 * The filter of a request, with the aliases in it.
 * @throws ApiError `invalid` (422) naming what is wrong with it
 */
export function readFilter(
  spec: Pick<ListSpec, 'filters' | 'aliases'>,
  req: Request,
): Record<string, unknown> {
  const text = single(req, 'filter');
  const given = text === undefined ? {} : parseJson('filter', text, '{"q":"jo"}');
  if (!isPlainObject(given)) throw invalid({ filter: 'filter must be a JSON object.' });
  const filter: Record<string, unknown> = { ...given };
  for (const alias of spec.aliases ?? []) {
    const value = single(req, alias);
    if (value !== undefined) filter[alias] = value;
  }
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, parseOne(spec, name, value)]),
  );
}

function parseOne(spec: Pick<ListSpec, 'filters'>, name: string, value: unknown): unknown {
  if (!Object.hasOwn(spec.filters, name)) {
    throw invalid({ filter: `Filter by: ${Object.keys(spec.filters).join(', ')}.` });
  }
  const parsed = spec.filters[name]?.(value);
  if (parsed === undefined) throw invalid({ filter: `The filter ${name} has a value of the wrong kind.` });
  return parsed;
}

/** A cursor names its order, so that it cannot be used with another, and counts the rows before it. */
function readCursor(
  sort: ListQuery['sort'],
  text: string | undefined,
): Pick<ListQuery, 'after' | 'offset'> | null {
  if (text === undefined) return null;
  let parts: unknown = null;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Told below, like every other cursor that we did not make.
  }
  const [field, direction, key, id, offset] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const isOurs =
    field === sort.field &&
    direction === sort.direction &&
    typeof key === 'string' &&
    key.length <= 256 &&
    !key.includes('\0') &&
    Number.isSafeInteger(id) &&
    Number.isSafeInteger(offset) &&
    (offset as number) >= 0;
  if (!isOurs) throw invalid({ cursor: 'This cursor does not belong to this list in this order.' });
  return { after: { key, id: id as number }, offset: offset as number };
}

/** @throws ApiError `invalid` (422) for a parameter that is none of these: a slip must not pass for an answer */
export function assertKnownParameters(req: Request, known: readonly string[]): void {
  const unknown = Object.keys(req.query).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalid({ query: `Unknown parameter "${unknown.slice(0, 64)}".` });
}

/**
 * The order and the filter of a request.
 * @param others parameters that it may have besides
 * @throws ApiError `invalid` (422) naming the parameter
 */
export function readSelection(req: Request, spec: ListSpec, others: readonly string[]): Selection {
  assertKnownParameters(req, ['sort', 'filter', ...others, ...(spec.aliases ?? [])]);
  return { sort: readSort(spec, single(req, 'sort')), filter: readFilter(spec, req) };
}

/**
 * The list query of a request.
 * @throws ApiError `invalid` (422) naming the parameter
 */
export function readListQuery(req: Request, spec: ListSpec): ListQuery {
  const selection = readSelection(req, spec, WINDOW);
  const window = readWindow(spec, req);
  const cursor = readCursor(selection.sort, single(req, 'cursor'));
  return { ...selection, after: null, ...window, ...cursor };
}

function nextLink(req: Request, query: ListQuery, next: { key: string; id: number }): string {
  const { field, direction } = query.sort;
  const cursor = JSON.stringify([field, direction, next.key, next.id, query.offset + query.limit]);
  const params = new URLSearchParams(req.query as Record<string, string>);
  for (const name of ['range', 'offset']) params.delete(name);
  params.set('limit', String(query.limit));
  params.set('cursor', Buffer.from(cursor).toString('base64url'));
  const path = req.path === '/' ? req.baseUrl : req.baseUrl + req.path;
  return `<${path}?${params.toString()}>; rel="next"`;
}

/** Answers a page as a plain array with `Content-Range` (RFC 9110, 14.4) and `Link` (RFC 8288). */
export function sendPage(
  req: Request,
  res: Response,
  spec: ListSpec,
  query: ListQuery,
  page: Page<unknown>,
): void {
  const count = page.rows.length;
  const span = count === 0 ? '*' : `${query.offset}-${query.offset + count - 1}`;
  res.setHeader('Content-Range', `${spec.resource} ${span}/${page.total ?? '*'}`);
  if (page.next !== null) res.setHeader('Link', nextLink(req, query, page.next));
  sendJson(res, page.rows);
}
