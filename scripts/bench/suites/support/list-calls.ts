/** The calls by which a list is measured: first page, every order, deep pages, every filter, searches. */
import { AUDIT_LIST } from '../../../../server/audit/audit-routes.js';
import type { ListSpec } from '../../../../server/http/list-query.js';
import { JOBS_LIST } from '../../../../server/jobs/jobs-routes.js';
import { SESSIONS_LIST } from '../../../../server/sessions/sessions-routes.js';
import { TENANTS_LIST } from '../../../../server/tenants/tenants-routes.js';
import { USERS_LIST } from '../../../../server/users/users-routes.js';
import type { Extent } from '../../suite.js';

/** The lists, as the routes themselves describe them: a column that is added to one is measured. */
export const LISTS: readonly ListSpec[] = [USERS_LIST, AUDIT_LIST, SESSIONS_LIST, TENANTS_LIST, JOBS_LIST];

export const KINDS = [
  'first page',
  'first page in another order',
  'deep page',
  'filter',
  'filter in another order',
  'search, 1 or 2 letters',
  'search, 3 letters or more',
] as const;

export type Kind = (typeof KINDS)[number];

/** What one size of a database has to offer. */
export interface ListFacts {
  /** Two neighbours in the middle of the list, by their ids. */
  middle: [number, number];
  /** Values of each filter, by a word such as `many` or `none`. */
  filters: Record<string, Record<string, unknown>>;
  /** Texts to look for, by a word that tells how long they are and how much they find. */
  searches: Record<string, string>;
}

/** A call, by the words by which it is found again in a database of another size. */
export interface Call {
  list: string;
  kind: Kind;
  name: string;
  path: string;
}

/** Rows of a page: as many as a screen of the console has. */
const PAGE = 25;

type Order = [field: string, direction: 'ASC' | 'DESC'];

const orderOf = ({ field, direction }: ListSpec['defaultSort']): Order => [
  field,
  direction === 'asc' ? 'ASC' : 'DESC',
];

/** Every column in both directions. */
const ordersOf = (spec: ListSpec): Order[] =>
  spec.sortable.flatMap((field): Order[] => [
    [field, 'ASC'],
    [field, 'DESC'],
  ]);

/** The path of a page. */
export function pagePath(
  resource: string,
  options: { sort?: Order; filter?: object; cursor?: string; limit?: number },
): string {
  const { sort, filter, cursor, limit = PAGE } = options;
  const query = new URLSearchParams({ limit: `${limit}` });
  if (sort !== undefined) query.set('sort', JSON.stringify(sort));
  if (filter !== undefined) query.set('filter', JSON.stringify(filter));
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/api/${resource}?${query.toString()}`;
}

/** The cursor in a Link header; null when there is no next page. */
export function cursorIn(link: string | undefined): string | null {
  const url = /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1];
  return url === undefined ? null : new URL(url, 'http://localhost').searchParams.get('cursor');
}

/**
 * Asks for the place in the middle of the list in an order: of the two rows there alone the first is a page, and the
 * cursor after it is one of the whole list as well.
 */
type AskCursor = (path: string) => Promise<string | null>;

async function deepCalls(spec: ListSpec, facts: ListFacts, orders: Order[], ask: AskCursor): Promise<Call[]> {
  const calls: Call[] = [];
  for (const sort of orders) {
    const neighbours = { sort, filter: { id: facts.middle }, limit: 1 };
    const cursor = await ask(pagePath(spec.resource, neighbours));
    if (cursor === null) throw new Error(`The list of ${spec.resource} has no middle by ${sort.join(' ')}.`);
    const path = pagePath(spec.resource, { sort, cursor });
    calls.push({ list: spec.resource, kind: 'deep page', name: `by ${sort.join(' ')}`, path });
  }
  return calls;
}

/** Each value of each filter but the search. @throws Error when a filter has no value here: then it is new */
function filterCalls(spec: ListSpec, facts: ListFacts, orders: Order[]): Call[] {
  const list = spec.resource;
  const names = Object.keys(spec.filters).filter((name) => name !== 'q');
  return names.flatMap((field) => {
    const values = facts.filters[field];
    if (values === undefined)
      throw new Error(`The filter ${field} of ${list} has no value to be measured with.`);
    return Object.entries(values).flatMap(([word, value]): Call[] => {
      const filter = { [field]: value };
      const name = `${field}: ${word}`;
      const plain: Call = { list, kind: 'filter', name, path: pagePath(list, { filter }) };
      const others = orders.map((sort): Call => {
        const path = pagePath(list, { filter, sort });
        return { list, kind: 'filter in another order', name: `${name}, by ${sort.join(' ')}`, path };
      });
      return [plain, ...others];
    });
  });
}

function searchCalls({ resource: list, filters }: ListSpec, facts: ListFacts): Call[] {
  if (!Object.hasOwn(filters, 'q')) return [];
  return Object.entries(facts.searches).map(([word, q]): Call => {
    const kind = [...q].length < 3 ? 'search, 1 or 2 letters' : 'search, 3 letters or more';
    return { list, kind, name: word, path: pagePath(list, { filter: { q } }) };
  });
}

/** The calls of a list. */
export async function callsOf(
  spec: ListSpec,
  facts: ListFacts,
  extent: Extent,
  ask: AskCursor,
): Promise<Call[]> {
  const list = spec.resource;
  const own = orderOf(spec.defaultSort);
  const others = ordersOf(spec).filter((sort) => sort.join() !== own.join());
  const first: Call = { list, kind: 'first page', name: 'as it opens', path: pagePath(list, {}) };
  if (extent === 'smoke') return [first, ...(await deepCalls(spec, facts, [own], ask))];
  const sorted = others.map((sort): Call => {
    const path = pagePath(list, { sort });
    return { list, kind: 'first page in another order', name: `by ${sort.join(' ')}`, path };
  });
  return [
    first,
    ...sorted,
    ...(await deepCalls(spec, facts, [own, ...others], ask)),
    // Every filter in every order only where there is time for it.
    ...filterCalls(spec, facts, extent === 'full' ? others : []),
    ...searchCalls(spec, facts),
  ];
}
