/** Tenants as the API shows them: with their domains and the job that is alive. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import type { TenantDomainRow } from '../../db/tables.js';
import type { ActorCtx, Ctx } from '../core/context.js';
import { unicodeOf } from '../domains/domain-name.js';
import { aliveJobs, type AliveJob } from '../jobs/jobs-service.js';
import { domainsOf, type ShownDomain } from './domains-store.js';
import * as scores from './scores-store.js';
import { noSuchTenant } from './tenants-service.js';
import * as store from './tenants-store.js';
import type { StoredTenant } from './tenants-store.js';

export { TENANT_SORTABLE } from './tenants-store.js';
export { SCORE_SORTABLE } from './scores-store.js';

/** A domain of a tenant: as it is stored, and as people write it. */
export type Domain = Pick<TenantDomainRow, 'domain' | 'proof' | 'proved_at'> & { unicode: string };

/** A tenant as the API shows one. */
export type Tenant = StoredTenant & { domains: Domain[]; job: AliveJob | null };

const toDomain = ({ domain, proof, proved_at }: ShownDomain): Domain => ({
  domain,
  unicode: unicodeOf(domain),
  proof,
  proved_at,
});

/** Adds what is read for shown tenants only, of all of them at once. */
export async function toTenants(db: Knex, rows: StoredTenant[]): Promise<Tenant[]> {
  const ids = rows.map(({ id }) => id);
  const domains = new Map(ids.map((id): [number, Domain[]] => [id, []]));
  for (const domain of await domainsOf(db, ids)) domains.get(domain.tenant_id)?.push(toDomain(domain));
  const jobs = await aliveJobs(db, ids);
  return rows.map((row) => ({
    ...row,
    domains: domains.get(row.id) ?? [],
    job: jobs.get(row.id) ?? null,
  }));
}

/** A page of tenants. */
export async function listTenants(ctx: ActorCtx, query: ListQuery): Promise<Page<Tenant>> {
  const page = await store.listTenants(ctx.db, query);
  return { ...page, rows: await toTenants(ctx.db, page.rows) };
}

/** @throws ApiError `not_found` */
export async function getTenant(ctx: Pick<Ctx, 'db'>, id: number): Promise<Tenant> {
  const row = await store.findTenant(ctx.db, id);
  const [tenant] = await toTenants(ctx.db, row === undefined ? [] : [row]);
  if (tenant === undefined) throw noSuchTenant();
  return tenant;
}

/**
 * A page of a tenant's scores.
 * @throws ApiError `not_found`
 */
export async function listScores(ctx: ActorCtx, id: number, query: ListQuery): Promise<Page<scores.Score>> {
  if ((await store.findTenant(ctx.db, id)) === undefined) throw noSuchTenant();
  return scores.listScores(ctx.db, id, query);
}
