import type { Identifier } from 'react-admin';

/** Ids go into the path of the URL, so they are encoded: a record's id never picks another route. */
export const at = (resource: string, id?: Identifier): string =>
  id === undefined ? `/api/${resource}` : `/api/${resource}/${encodeURIComponent(id)}`;
