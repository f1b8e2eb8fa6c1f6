import type { Identifier } from 'react-admin';

/** There is one of these, and its address has no number. */
const SINGLE = ['settings'];

/** Ids go into the path of the URL, so they are encoded: a record's id never picks another route. */
export const at = (resource: string, id?: Identifier): string =>
  id === undefined || SINGLE.includes(resource)
    ? `/api/${resource}`
    : `/api/${resource}/${encodeURIComponent(id)}`;
