/** How lists are asked for, and what their headers say. */

export interface Sort {
  field: string;
  order: 'ASC' | 'DESC';
}

/** The last row that a page may begin before; deeper ones are reached from their neighbour, by its cursor. */
export const DEEPEST_ROW = 10_000;

export interface ListQuery {
  sort?: readonly [field: string, order: 'ASC' | 'DESC'] | undefined;
  /** Rows counted from 0, both ends included. */
  range?: readonly [first: number, last: number] | undefined;
  filter?: Readonly<Record<string, unknown>> | undefined;
  /** In the place of `range`: where the page before left off. */
  after?: { cursor: string; limit: number } | undefined;
}

/** The total of `tenants 0-24/318`; null when it is not a number. */
export function totalOf(contentRange: string | null): number | null {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/** The cursor in `Link: </api/jobs?…&cursor=…>; rel="next"` (RFC 8288); null without one. */
export function cursorOf(link: string | null): string | null {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  const query = target?.split('?', 2)[1];
  return query === undefined ? null : new URLSearchParams(query).get('cursor');
}

/** The address of a list with its query in the contract's form; parts that are not given are left out. */
export function listUrl(path: string, { sort, range, filter, after }: ListQuery): string {
  const query = new URLSearchParams();
  if (sort) query.set('sort', JSON.stringify(sort));
  if (filter && Object.keys(filter).length > 0) query.set('filter', JSON.stringify(filter));
  if (after) {
    query.set('limit', String(after.limit));
    query.set('cursor', after.cursor);
  } else if (range) {
    query.set('range', JSON.stringify(range));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
