/** What other features ask of tenants. It knows nothing of jobs, so that jobs may know it. */
import type { Knex } from 'knex';
import type { TenantState } from '../../db/tables.js';
import type { Ctx } from '../core/context.js';
import { notFound, type ApiError } from '../core/errors.js';
import * as domains from './domains-store.js';
import * as scores from './scores-store.js';
import type { ScanNote } from './scores-store.js';
import * as store from './tenants-store.js';
import type { StoredTenant } from './tenants-store.js';

export type { ScanNote } from './scores-store.js';
export type { StoredTenant } from './tenants-store.js';

/** For whatever is asked of a tenant that is not there (any more). */
export const noSuchTenant = (): ApiError => notFound('There is no such tenant.');

/** What a scan of a tenant would look at: its proved domains, in their order. @returns null: no such tenant */
export async function provedDomains(
  db: Knex,
  tenantId: number,
): Promise<{ name: string; state: TenantState; domains: string[] } | null> {
  const tenant = await store.findTenant(db, tenantId);
  if (tenant === undefined) return null;
  const all = await domains.domainsOf(db, [tenantId]);
  const proved = all.filter(({ proof }) => proof !== null);
  return { name: tenant.name, state: tenant.state, domains: proved.map(({ domain }) => domain) };
}

/**
 * Reads a tenant and holds its row to the end of the transaction. Whoever changes a tenant and its jobs or domains
 * takes this lock first; then no two wait for each other.
 * @returns null: no such tenant
 */
export async function lockTenant(trx: Knex.Transaction, id: number): Promise<StoredTenant | null> {
  return (await store.lockTenant(trx, id)) ?? null;
}

/** How many domains of a tenant still lack a proof. */
export const countUnproved = (db: Knex, tenantId: number): Promise<number> =>
  domains.countUnproved(db, tenantId);

/**
 * Notes what a scan that succeeded says of its tenant: score, grade, trend, the next night, and that onboarding is
 * over when every domain is proved. Said twice of one job it counts once; of a tenant that is gone, nothing happens.
 * @param trx the transaction in which the job ends
 */
export async function noteScan(
  trx: Knex.Transaction,
  ctx: Pick<Ctx, 'config'>,
  note: ScanNote,
): Promise<void> {
  if ((await store.lockTenant(trx, note.tenantId)) === undefined) return;
  if (await scores.insertScore(trx, note)) await scores.applyScore(trx, note, ctx.config.scan.hour);
}

/**
 * Active tenants whose nightly scan is due; they are due again in the next night, whatever comes of this one.
 * @param limit how many at most
 * @returns their ids; two workers that ask at once get different ones
 */
export async function dueTenants(
  trx: Knex.Transaction,
  limit: number,
  ctx: Pick<Ctx, 'config'>,
): Promise<number[]> {
  return scores.takeDue(trx, limit, ctx.config.scan.hour);
}
