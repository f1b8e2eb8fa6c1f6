import {
  HttpError,
  type DeleteParams,
  type UpdateParams,
  type DataProvider,
  type GetListParams,
  type Identifier,
  type QueryFunctionContext,
  type RaRecord,
} from 'react-admin';
import { request } from './httpClient';
import { i18nProvider } from './i18n';
import { followerOf, rememberFollower, totalOf } from './paging';

/** Ids go into the path of the URL, so they are encoded: a record's id never picks another route. */
const at = (resource: string, id?: Identifier): string =>
  id === undefined ? `/api/${resource}` : `/api/${resource}/${encodeURIComponent(id)}`;

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
    filter: JSON.stringify(params.filter ?? {}),
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

/** The contract as react-admin speaks it. What the API cannot do yet is refused in words. */
export const dataProvider = {
  // In development React mounts everything twice, and a cancelled request would be sent again each time.
  supportAbortSignal: import.meta.env.PROD,
  getList,
  getOne: (resource, { id, signal }) => request<never>('GET', at(resource, id), { signal }),
  getMany: (resource, { ids, signal }) => getMany(resource, ids, signal),
  getManyReference: (resource, { target, id, filter, ...rest }) =>
    getList(resource, { ...rest, filter: { ...(filter as object), [target]: id } }),
  create: (resource, { data }) => request('POST', at(resource), { body: data }) as Promise<never>,
  async update(resource, { id, data, previousData }: UpdateParams<RaRecord>) {
    const body = changes(data, previousData);
    if (Object.keys(body).length === 0) return { data: previousData as never };
    return request<never>('PATCH', at(resource, id), { body });
  },
  async delete(resource, { id, previousData }: DeleteParams<RaRecord>) {
    await request('DELETE', at(resource, id));
    return { data: (previousData ?? { id }) as never };
  },
  updateMany: () => refused('no_bulk'),
  deleteMany: () => refused('no_bulk'),
  /** Sets a new password; the user's sessions end. */
  async resetPassword(id: Identifier, password: string): Promise<void> {
    await request('POST', `${at('users', id)}/reset-password`, { body: { password } });
  },
} satisfies DataProvider;

export type ConsoleDataProvider = typeof dataProvider;
