/** A list's search, filters, order and page, as they stand in the address: `?q=acme&grade=F&sort=-score&page=3`. */
import { DEEPEST_ROW, type ListQuery, type Sort } from '../api/list-query.js';

export const PAGE_SIZE = 25;

export interface ListSpec {
  sortable: readonly string[];
  sort: Sort;
  /** Each filter with the values that it may have. */
  filters: Readonly<Record<string, readonly string[]>>;
}

export interface ListState {
  q: string;
  sort: Sort;
  /** From 1. */
  page: number;
  /** Leads to a page so deep that its number alone does not. */
  cursor: string | null;
  filters: Readonly<Record<string, string>>;
}

function readSort(text: string | null, spec: ListSpec): Sort {
  const [, minus, field = ''] = /^(-?)(\w+)$/.exec(text ?? '') ?? [];
  return spec.sortable.includes(field) ? { field, order: minus === '-' ? 'DESC' : 'ASC' } : spec.sort;
}

const sortText = ({ field, order }: Sort): string => (order === 'DESC' ? `-${field}` : field);

/** What an address asks for; what it cannot ask for is passed over. */
export function readListState(query: URLSearchParams, spec: ListSpec): ListState {
  const page = /^[1-9]\d{0,7}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1;
  const cursor = query.get('cursor');
  const chosen = Object.entries(spec.filters).flatMap(([name, values]) => {
    const value = query.get(name);
    return value !== null && values.includes(value) ? [[name, value] as const] : [];
  });
  const state = { q: (query.get('q') ?? '').trim(), sort: readSort(query.get('sort'), spec) };
  const filters = Object.fromEntries(chosen);
  // A page that deep without its cursor cannot be found again: the list begins anew.
  if (isDeep(page) && cursor === null) return { ...state, page: 1, cursor: null, filters };
  return { ...state, page, cursor: isDeep(page) ? cursor : null, filters };
}

/** The query of the address for a state, with its question mark; '' for the list as it is at first. */
export function listStateText({ q, sort, page, cursor, filters }: ListState, spec: ListSpec): string {
  const query = new URLSearchParams();
  if (q !== '') query.set('q', q);
  for (const [name, value] of Object.entries(filters)) if (value !== '') query.set(name, value);
  if (sortText(sort) !== sortText(spec.sort)) query.set('sort', sortText(sort));
  if (page > 1) query.set('page', String(page));
  if (cursor !== null) query.set('cursor', cursor);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** How many rows stand on the pages before this one. */
export const rowsBefore = (page: number): number => (page - 1) * PAGE_SIZE;

/** Whether a page can only be reached from its neighbour. */
export const isDeep = (page: number): boolean => rowsBefore(page) >= DEEPEST_ROW;

/** Whether something is searched for or filtered by. */
export const isNarrowed = ({ q, filters }: ListState): boolean =>
  q !== '' || Object.values(filters).some((value) => value !== '');

/** The state in the words of the API. */
export function toListQuery({ q, sort, page, cursor, filters }: ListState): ListQuery {
  const chosen = Object.entries(filters).filter(([, value]) => value !== '');
  const first = rowsBefore(page);
  return {
    sort: [sort.field, sort.order],
    filter: { ...(q === '' ? {} : { q }), ...Object.fromEntries(chosen) },
    ...(cursor === null
      ? { range: [first, first + PAGE_SIZE - 1] as const }
      : { after: { cursor, limit: PAGE_SIZE } }),
  };
}
