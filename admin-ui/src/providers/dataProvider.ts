import {
  HttpError,
  type DeleteParams,
  type UpdateParams,
  type DataProvider,
  type FilterPayload,
  type GetListParams,
  type Identifier,
  type QueryFunctionContext,
  type RaRecord,
} from 'react-admin';
import { toWire } from './auditFilter';
import { download } from './download';
import { request } from './httpClient';
import { i18nProvider } from './i18n';
import { followerOf, rememberFollower, totalOf } from './paging';
import { at } from './paths';
import { jobs } from './jobs';
import { tenants } from './tenants';
import * as users from './users';
import { bulk, type BulkChange } from './users';

const refused = (key: string): Promise<never> =>
  Promise.reject(new HttpError(i18nProvider.translate(`clearview.error.${key}`), 422, {}));

/** Only what was changed: the API refuses unknown fields, and nobody's newer edit is overwritten. */
function changes(data: Partial<RaRecord>, before: Partial<RaRecord>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([key, value]) => value !== undefined && value !== before[key]),
  );
}

async function getList(resource: string, params: GetListParams & QueryFunctionContext) {
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const first = (page - 1) * perPage;
  const query = new URLSearchParams({
    sort: JSON.stringify([params.sort?.field ?? 'id', params.sort?.order ?? 'ASC']),
    range: JSON.stringify([first, first + perPage - 1]),
    filter: JSON.stringify(toWire(resource, params.filter as FilterPayload)),
  });
  const url = followerOf(`${at(resource)}?${query}`, first + perPage);
  if (url === null) return refused('too_deep');
  const { data, headers } = await request<never[]>('GET', url, { signal: params.signal });
  query.set('range', JSON.stringify([first + perPage, first + 2 * perPage - 1]));
  const hasNextPage = rememberFollower(`${at(resource)}?${query}`, headers);
  const total = totalOf(headers);
  return total === null ? { data, pageInfo: { hasNextPage, hasPreviousPage: page > 1 } } : { data, total };
}

async function getMany(resource: string, ids: Identifier[], signal?: AbortSignal) {
  const query = new URLSearchParams({ filter: JSON.stringify({ id: ids }) });
  return { data: (await request<never[]>('GET', `${at(resource)}?${query}`, { signal })).data };
}

/** Of the version that the editor began with, as the server named it; it refuses to overwrite a later one. */
const ifMatch = (before: Partial<RaRecord>): Record<string, string> =>
  typeof before['revision'] === 'number' ? { 'If-Match': `"${before['revision']}"` } : {};

/** React-admin knows only all or nothing: told as done is all that is as it was asked for. */
async function many(resource: string, ids: Identifier[], change: BulkChange) {
  if (resource !== 'users') return refused('no_bulk');
  const { changed, unchanged } = await bulk(ids, change);
  return { data: [...changed, ...unchanged] };
}

/** The contract as react-admin speaks it. What the API cannot do is refused in words. */
export const dataProvider = {
  supportAbortSignal: true,
  getList,
  getOne: (resource, { id, signal }) => request<never>('GET', at(resource, id), { signal }),
  getMany: (resource, { ids, signal }) => getMany(resource, ids, signal),
  getManyReference: (resource, { target, id, filter, ...rest }) =>
    getList(resource, { ...rest, filter: { ...(filter as object), [target]: id } }),
  create: (resource, { data }) => request('POST', at(resource), { body: data }) as Promise<never>,
  async update(resource, { id, data, previousData }: UpdateParams<RaRecord>) {
    const body = changes(data, previousData);
    if (Object.keys(body).length === 0) return { data: previousData as never };
    return request<never>('PATCH', at(resource, id), { body, headers: ifMatch(previousData) });
  },
  async delete(resource, { id, previousData, meta }: DeleteParams<RaRecord>) {
    // Some deletions want to be sure of what is meant.
    const { body } = (meta ?? {}) as { body?: object };
    await request('DELETE', at(resource, id), body && { body });
    return { data: (previousData ?? { id }) as never };
  },
  updateMany: (resource, { ids, data }) => many(resource, ids, { action: 'update', data }),
  deleteMany: (resource, { ids }) => many(resource, ids, { action: 'delete' }),
  ...users,
  download,
  ...tenants,
  ...jobs,
} satisfies DataProvider;

export type ConsoleDataProvider = typeof dataProvider;
