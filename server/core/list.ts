/** A page of a list, between the door (http/list-query) and the query (db/list-page). */

export interface ListQuery {
  sort: { field: string; direction: 'asc' | 'desc' };
  /** Position of the first row, from 0. */
  offset: number;
  limit: number;
  /** Where the page before ended; with it `offset` only numbers the rows. */
  after: { key: string; id: number } | null;
  filter: Record<string, unknown>;
}
