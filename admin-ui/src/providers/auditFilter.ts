import type { FilterPayload } from 'react-admin';

/**
 * A filter as the server understands it. To the console the target of an entry is a user, and a tenant is a
 * filter of its own: both are numbered from 1, so that a number alone would bring the entries of either.
 */
export function toWire(resource: string, filter: FilterPayload = {}): FilterPayload {
  if (resource !== 'audit' || !('target_id' in filter)) return filter;
  const { target_id, ...rest } = filter as Record<string, unknown>;
  return { ...rest, target_user_id: target_id };
}
