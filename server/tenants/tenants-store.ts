/** Queries on tenants. Names are compared and ordered by their folded form, see ./tenants-schema.ts. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import {
  findTenants,
  lookUp,
  tenantParts,
  whereFound,
  wheresOf,
  type Conditions,
  type FoundOwners,
} from '../../db/search.js';
import type { TenantRow } from '../../db/tables.js';
import { asStored, foldName, searchText } from './tenants-schema.js';

/** What is stored of a tenant and may be shown. */
export type StoredTenant = Omit<TenantRow, 'name_key'>;

const COLUMNS = [
  ...(['id', 'name', 'state', 'notes', 'created_by', 'created_by_name', 'created_at', 'updated_at'] as const),
  ...(['revision', 'score', 'grade', 'trend', 'last_job_id', 'last_scan_at', 'next_scan_at'] as const),
] satisfies readonly (keyof StoredTenant)[];

/** Expressions of the indexes; who has no score, grade or scan stands before all others, or behind the last grade. */
const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  name: { sql: 'name_key', type: 'text' },
  state: { sql: 'state', type: 'text' },
  score: { sql: 'coalesce(score, -1)', type: 'int' },
  grade: { sql: `coalesce(grade, 'Z')`, type: 'text' },
  last_scan_at: { sql: `coalesce(last_scan_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
  updated_at: { sql: 'updated_at', type: 'timestamptz' },
};

/** The columns that a list may be ordered by. */
export const TENANT_SORTABLE = Object.keys(SORT_KEYS);

/** The unique index that decides whether a name is taken. */
export const NAME_KEY = 'tenants_name_key';

const conditions: Conditions = {
  id: (rows, ids: number[]) => void rows.whereIn('id', ids),
  q: (rows, found: FoundOwners) => whereFound(rows, found, 'tenants.id'),
  state: (rows, state: string) => void rows.where({ state }),
  grade: (rows, grade: string) =>
    void rows.whereRaw(`coalesce(grade, 'Z') = ?`, [grade === 'none' ? 'Z' : grade]),
  domain: (rows, domain: string) =>
    void rows.whereRaw('id in (select tenant_id from tenant_domains where domain = ?)', [
      asStored(foldName(domain)),
    ]),
};

const all: ListSource['from'] = (db) => db('tenants') as Knex.QueryBuilder;

/** A page of tenants. */
export async function listTenants(db: Knex, query: ListQuery): Promise<Page<StoredTenant>> {
  const source = { from: all, table: 'tenants', columns: COLUMNS, sortKeys: SORT_KEYS };
  const found = await lookUp(query.filter, (text) => findTenants(db, searchText(text)));
  return listPage(db, { ...source, ...wheresOf(conditions, found), parts: tenantParts(found) }, query);
}

/** A tenant as it may be shown. */
export async function findTenant(db: Knex, id: number): Promise<StoredTenant | undefined> {
  return db('tenants')
    .where({ id })
    .first(...COLUMNS);
}

/**
 * Reads a tenant and holds its row to the end of the transaction. Those who merely refer to it may go on: a worker
 * that writes for a job does, and who deletes the tenant waits for that job's row.
 */
export async function lockTenant(trx: Knex, id: number): Promise<StoredTenant | undefined> {
  return trx('tenants')
    .where({ id })
    .forNoKeyUpdate()
    .first(...COLUMNS);
}

type NewTenant = Pick<TenantRow, 'name' | 'name_key' | 'notes' | 'created_by' | 'created_by_name'>;

/** @throws a unique violation of NAME_KEY when the name is taken */
export async function insertTenant(trx: Knex, tenant: NewTenant): Promise<StoredTenant> {
  const [row] = await trx('tenants').insert(tenant).returning(COLUMNS);
  return row as StoredTenant;
}

export type TenantChange = Partial<Pick<TenantRow, 'name' | 'name_key' | 'notes' | 'state'>>;

/**
 * Writes what a person changed; the revision rises.
 * @throws a unique violation of NAME_KEY when the name is taken
 */
export async function updateTenant(trx: Knex, id: number, fields: TenantChange): Promise<void> {
  await trx('tenants')
    .where({ id })
    .update({ ...fields, revision: trx.raw('revision + 1') as never, updated_at: trx.fn.now() as never });
}

/** Takes domains, jobs, findings and scores along. @returns how many jobs there were */
export async function deleteTenant(trx: Knex, id: number): Promise<number> {
  const jobs = await trx('jobs').where({ tenant_id: id }).delete();
  await trx('tenants').where({ id }).delete();
  return jobs;
}

/** The name of the tenant that has this name in another case. */
export async function nameOfKey(db: Knex, name_key: string): Promise<string | undefined> {
  return (await db('tenants').where({ name_key }).first('name'))?.name;
}
