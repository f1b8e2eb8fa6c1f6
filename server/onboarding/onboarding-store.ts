/** Queries on tenants that are being taken in, and on what shows that somebody controls their domains. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import {
  findTenants,
  lookUp,
  whereFound,
  wheresOf,
  type Conditions,
  type FoundOwners,
} from '../../db/search.js';
import type { Proof, TenantDomainRow, TenantRow } from '../../db/tables.js';
import { searchText } from '../tenants/tenants-schema.js';

/** What onboarding shows of a tenant. */
export type StoredOnboarding = Pick<TenantRow, 'id' | 'name' | 'state' | 'created_at' | 'created_by_name'>;

const COLUMNS = ['id', 'name', 'state', 'created_at', 'created_by_name'] as const;

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  name: { sql: 'name_key', type: 'text' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
};

/** The columns that a list may be ordered by. */
export const ONBOARDING_SORTABLE = Object.keys(SORT_KEYS);

/** Two look-ups by index: tenants that were never scanned in full, and those with a domain that is not proved. */
const UNFINISHED = `id in (
  select id from tenants where state = 'onboarding'
  union all select tenant_id from tenant_domains where proof is null)`;

const conditions: Conditions = {
  id: (rows, ids: number[]) => void rows.whereIn('id', ids),
  q: (rows, found: FoundOwners) => whereFound(rows, found, 'tenants.id'),
};

const all: ListSource['from'] = (db) => db('tenants') as Knex.QueryBuilder;
const unfinished: ListSource['from'] = (db) => all(db).whereRaw(UNFINISHED);

/** A page of the tenants that are not taken in to the end. */
export async function listOnboarding(db: Knex, query: ListQuery): Promise<Page<StoredOnboarding>> {
  const source = { from: unfinished, table: 'tenants', columns: COLUMNS, sortKeys: SORT_KEYS };
  const found = await lookUp(query.filter, (text) => findTenants(db, searchText(text)));
  return listPage(db, { ...source, ...wheresOf(conditions, found) }, query);
}

/** @param isFinishedToo whether a tenant that is taken in to the end counts as well */
export async function findOnboarding(
  db: Knex,
  id: number,
  isFinishedToo: boolean,
): Promise<StoredOnboarding | undefined> {
  const row = db('tenants').where({ id });
  return (isFinishedToo ? row : row.whereRaw(UNFINISHED)).first(...COLUMNS);
}

/** The domains of tenants, each tenant's in their order. */
export async function domainsOf(db: Knex, tenantIds: number[]): Promise<TenantDomainRow[]> {
  return db('tenant_domains')
    .whereRaw('tenant_id = any(?::int[])', [tenantIds])
    .orderBy(['tenant_id', 'position'])
    .select('*');
}

/** What a look for a proof has to know. */
export type Wanted = Pick<TenantDomainRow, 'id' | 'tenant_id' | 'domain' | 'token'>;

const WANTED = ['id', 'tenant_id', 'domain', 'token'] as const satisfies (keyof Wanted)[];

/** Unproved domains of a tenant, but for those that were looked for so recently. */
export async function unprovedOf(db: Knex, tenant_id: number, seconds: number): Promise<Wanted[]> {
  return db('tenant_domains')
    .where({ tenant_id })
    .whereNull('proof')
    .whereRaw(`coalesce(checked_at, '-infinity') < now() - make_interval(secs => ?)`, [seconds])
    .orderBy('position')
    .select(...WANTED);
}

/**
 * Takes domains whose turn it is: each minute for the first hour, then every ten, for a day. They count as looked
 * for from now on, so that another worker takes others.
 */
export async function takeWatched(trx: Knex, limit: number): Promise<Wanted[]> {
  const { rows } = await trx.raw<{ rows: Wanted[] }>(
    `update tenant_domains set checked_at = now()
      where id in (
        select id from tenant_domains
         where proof is null and watch_until > now()
           and (checked_at is null or checked_at < now() - case
             when watch_until > now() + interval '23 hours' then interval '50 seconds'
             else interval '10 minutes' end)
         order by checked_at nulls first limit ? for update skip locked)
      returning ${WANTED.join(', ')}`,
    [limit],
  );
  return rows;
}

/** Reads a domain and holds its row to the end of the transaction. */
export async function lockDomain(trx: Knex, id: number): Promise<TenantDomainRow | undefined> {
  return trx('tenant_domains').where({ id }).forUpdate().first('*');
}

/** Reads the domains of a tenant and holds their rows to the end of the transaction. */
export async function lockDomains(trx: Knex, tenant_id: number): Promise<TenantDomainRow[]> {
  return trx('tenant_domains').where({ tenant_id }).orderBy('position').forUpdate().select('*');
}

/**
 * Notes what a look saw that found no proof.
 * @param isAsked whether a person asked for it: then the worker goes on for another day
 */
export async function noteLook(trx: Knex, id: number, detail: string, isAsked: boolean): Promise<void> {
  const watch = isAsked ? { watch_until: trx.raw(`now() + interval '1 day'`) as never } : {};
  await trx('tenant_domains')
    .where({ id })
    .whereNull('proof')
    .update({ checked_at: trx.fn.now() as never, check_detail: detail, ...watch });
}

/** How control of a domain was shown, and who asked; `detail` when something was looked at. */
export interface Proved {
  proof: Proof;
  by: { id: number; username: string } | null;
  detail?: string;
  reason?: string;
}

/** Writes a proof. */
export async function prove(trx: Knex, ids: number[], proved: Proved): Promise<void> {
  const now = trx.fn.now() as never;
  const { proof, by, detail, reason } = proved;
  await trx('tenant_domains')
    .whereIn('id', ids)
    .update({
      ...{ proof, proved_at: now, proved_by: by?.id ?? null, proved_by_name: by?.username ?? null },
      ...(detail === undefined ? {} : { checked_at: now, check_detail: detail }),
      ...(reason === undefined ? {} : { waiver_reason: reason }),
    });
}
