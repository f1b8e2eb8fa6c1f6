import { request } from './client.js';
import { cursorOf, listUrl, totalOf, type ListQuery } from './list-query.js';

export type { ListQuery } from './list-query.js';

export interface List<Row> {
  rows: Row[];
  /** null when the server does not count so far (it answers `*` past 10,000). */
  total: number | null;
  /** Leads to the page after this one; null when this is the last. */
  next: string | null;
}

/** Asks a list endpoint: a JSON array with its total in `Content-Range`. */
export async function list<Row>(
  path: string,
  query: ListQuery = {},
  signal?: AbortSignal,
): Promise<List<Row>> {
  const { data, headers } = await request<Row[]>(listUrl(path, query), { signal });
  return {
    rows: data,
    total: totalOf(headers.get('Content-Range')),
    next: cursorOf(headers.get('Link')),
  };
}
