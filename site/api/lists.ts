import { request } from './client.js';

export interface List<Row> {
  rows: Row[];
  /** null when the server does not count so far (it answers `*` past 10,000). */
  total: number | null;
}

/** The total of `tenants 0-24/318`; null when it is not a number. */
export function totalOf(contentRange: string | null): number | null {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/** Asks a list endpoint: a JSON array with its total in `Content-Range`. */
export async function list<Row>(path: string, signal?: AbortSignal): Promise<List<Row>> {
  const { data, headers } = await request<Row[]>(path, { signal });
  return { rows: data, total: totalOf(headers.get('Content-Range')) };
}
