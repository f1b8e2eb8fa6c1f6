/** Queries on the domains of tenants. A domain belongs to one tenant; the first of a list has the position 0. */
import type { Knex } from 'knex';
import type { TenantDomainRow } from '../../db/tables.js';
import { newSecret } from '../core/secret.js';

/** The unique index that decides whether a domain is taken. */
export const DOMAIN_KEY = 'tenant_domains_domain_key';

/** What the API shows of a domain in its tenant. */
export type ShownDomain = Pick<TenantDomainRow, 'tenant_id' | 'domain' | 'proof' | 'proved_at'>;

const SHOWN = ['tenant_id', 'domain', 'proof', 'proved_at'] as const satisfies (keyof TenantDomainRow)[];

/** The domains of tenants, each tenant's in their order. */
export async function domainsOf(db: Knex, tenantIds: number[]): Promise<ShownDomain[]> {
  return db('tenant_domains')
    .whereRaw('tenant_id = any(?::int[])', [tenantIds])
    .orderBy(['tenant_id', 'position'])
    .select(...SHOWN);
}

/**
 * Adds domains without a proof.
 * @param positions each domain with its place
 * @throws a unique violation of DOMAIN_KEY when a domain belongs to a tenant
 */
async function insertDomains(trx: Knex, tenant_id: number, positions: [string, number][]): Promise<void> {
  // In one order whoever asks, so that two lists with the same domains wait for each other and do not cross.
  const rows = [...positions].sort(([a], [b]) => (a < b ? -1 : 1));
  await trx('tenant_domains').insert(
    rows.map(([domain, position]) => ({
      tenant_id,
      domain,
      position,
      token: newSecret(),
    })),
  );
}

/**
 * Makes these the domains of a tenant, in this order. Those that stay keep their tokens and proofs.
 * @param trx under the lock of the tenant's row
 * @throws a unique violation of DOMAIN_KEY when a domain belongs to another tenant
 */
export async function setDomains(trx: Knex, tenant_id: number, domains: string[]): Promise<void> {
  const kept = await trx('tenant_domains').where({ tenant_id }).pluck<string[]>('domain');
  await trx('tenant_domains').where({ tenant_id }).whereNotIn('domain', domains).delete();
  await trx.raw(
    `update tenant_domains set position = array_position(?::text[], domain::text) - 1
      where tenant_id = ?`,
    [domains, tenant_id],
  );
  const places = domains.map((domain, position): [string, number] => [domain, position]);
  const added = places.filter(([domain]) => !kept.includes(domain));
  if (added.length > 0) await insertDomains(trx, tenant_id, added);
}

/** The first of these domains that another tenant has, and that tenant's name. */
export async function ownerOf(
  db: Knex,
  domains: string[],
  exceptTenant: number | null,
): Promise<{ domain: string; name: string } | undefined> {
  return db('tenant_domains as d')
    .join('tenants as t', 't.id', 'd.tenant_id')
    .whereIn('d.domain', domains)
    .whereRaw('d.tenant_id is distinct from ?::int', [exceptTenant])
    .orderBy('d.domain')
    .first<{ domain: string; name: string } | undefined>('d.domain', 't.name');
}

/** How many domains of a tenant are without a proof. */
export async function countUnproved(db: Knex, tenant_id: number): Promise<number> {
  const [row] = await db('tenant_domains')
    .where({ tenant_id })
    .whereNull('proof')
    .count<{ count: number }[]>({ count: '*' });
  return Number(row?.count);
}
