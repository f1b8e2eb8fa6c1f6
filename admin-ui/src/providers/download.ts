import type { FilterPayload, SortPayload } from 'react-admin';
import { toWire } from './auditFilter';
import { request } from './httpClient';
import { at } from './paths';

export type ExportResource = 'users' | 'audit';
export type ExportFormat = 'csv' | 'jsonl';

interface Selection {
  filter?: FilterPayload | undefined;
  sort?: SortPayload | undefined;
}

/** Where the server streams all rows of a list, as filtered and ordered there. */
export function exportUrl(
  resource: ExportResource,
  format: ExportFormat,
  { filter = {}, sort }: Selection,
): string {
  const query = new URLSearchParams({ format, filter: JSON.stringify(toWire(resource, filter)) });
  if (sort) query.set('sort', JSON.stringify([sort.field, sort.order]));
  return `${at(resource)}/export?${query}`;
}

/**
 * Has the browser save all rows of a list as a file. It fetches them itself, so that a file of any size goes
 * straight to disk; an ended session is therefore asked for first, where the sign-in can meet it.
 */
export async function download(
  resource: ExportResource,
  format: ExportFormat,
  selection: Selection,
): Promise<void> {
  await request('GET', '/api/auth/me');
  const link = document.createElement('a');
  link.href = exportUrl(resource, format, selection);
  // The name is the server's (Content-Disposition).
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
