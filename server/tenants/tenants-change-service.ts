/** Changes of tenants. Every function is one use case: its rules, one transaction, its audit row. */
import type { Knex } from 'knex';
import { isUniqueViolation } from '../../db/pg-errors.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { ApiError, invalid } from '../core/errors.js';
import { cleanText } from '../core/text.js';
import { readDomain, unicodeOf } from '../domains/domain-name.js';
import { queueFirstScan } from '../onboarding/first-scan-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import * as domains from './domains-store.js';
import { setNextScan } from './scores-store.js';
import { assertExpected, type Expectation } from './tenants-stale-service.js';
import { changedFields, isEmpty, updateDetail, type TenantPatch } from './tenants-rules-service.js';
import { foldName } from './tenants-schema.js';
import { lockTenant, noSuchTenant, type StoredTenant } from './tenants-service.js';
import * as store from './tenants-store.js';
import { getTenant, type Tenant } from './tenants-view-service.js';

export interface NewTenant {
  name: string;
  domains: string[];
  notes?: string;
}

/**
 * The domains in the form in which they are stored.
 * @throws ApiError `invalid` naming the one that is wrong
 */
function readDomains(ctx: ActorCtx, texts: string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const read = readDomain(text, ctx.config.scan.allowPrivate);
    const shown = cleanText(text.trim(), 80);
    if (!read.ok) throw invalid({ domains: shown === '' ? read.problem : `${shown}: ${read.problem}` });
    if (found.has(read.domain)) throw invalid({ domains: `${shown} stands there twice.` });
    found.add(read.domain);
  }
  return [...found];
}

const conflict = (code: 'tenant_taken' | 'domain_taken', field: string, reason: string): ApiError =>
  new ApiError(code, reason, { errors: { [field]: reason } });

async function nameTaken(ctx: ActorCtx, name: string): Promise<ApiError> {
  const known = await store.nameOfKey(ctx.db, foldName(name));
  return conflict('tenant_taken', 'name', `There is a tenant named ${known ?? name.trim()} already.`);
}

async function domainTaken(ctx: ActorCtx, wanted: string[], except: number | null): Promise<ApiError> {
  const owner = await domains.ownerOf(ctx.db, wanted, except);
  const reason =
    owner === undefined
      ? 'One of these domains belonged to another tenant a moment ago. Try again.'
      : `${unicodeOf(owner.domain)} belongs to the tenant ${owner.name} already.`;
  return conflict('domain_taken', 'domains', reason);
}

/**
 * Runs a change whose name and domains the unique indexes judge, as a look beforehand could not see a rival's row.
 * Who has them is looked up afterwards: in a transaction that failed nothing can be asked any more.
 * @throws ApiError `tenant_taken`, `domain_taken`
 */
async function judged<T>(
  ctx: ActorCtx,
  wanted: { name?: string; domains?: string[] },
  except: number | null,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error, store.NAME_KEY)) throw await nameTaken(ctx, wanted.name ?? '');
    if (isUniqueViolation(error, domains.DOMAIN_KEY))
      throw await domainTaken(ctx, wanted.domains ?? [], except);
    throw error;
  }
}

/**
 * Takes a tenant in: it begins in onboarding, with domains that are not proved.
 * @throws ApiError `invalid`, `tenant_taken`, `domain_taken`
 */
export async function createTenant(ctx: ActorCtx, input: NewTenant): Promise<Tenant> {
  const wanted = { name: input.name.trim(), domains: readDomains(ctx, input.domains) };
  const work = change(ctx, async (trx, record) => {
    const { id } = await store.insertTenant(trx, {
      name: wanted.name,
      name_key: foldName(wanted.name),
      notes: input.notes ?? '',
      created_by: ctx.actor.id,
      created_by_name: ctx.actor.username,
    });
    await domains.setDomains(trx, id, wanted.domains);
    record('tenant_create', { target: id, ...wanted });
    return getTenant({ db: trx }, id);
  });
  return judged(ctx, wanted, null, work);
}

/** @throws ApiError `not_found`, `stale` */
async function lockExpected(
  trx: Knex.Transaction,
  id: number,
  isExpected: Expectation,
): Promise<StoredTenant> {
  const tenant = await lockTenant(trx, id);
  if (tenant === null) throw noSuchTenant();
  await assertExpected(trx, tenant, isExpected);
  return tenant;
}

async function writeChange(
  trx: Knex.Transaction,
  ctx: ActorCtx,
  id: number,
  changed: TenantPatch,
): Promise<void> {
  const { domains: wanted, name, ...fields } = changed;
  const named = name === undefined ? {} : { name, name_key: foldName(name) };
  await store.updateTenant(trx, id, { ...fields, ...named });
  if (wanted !== undefined) await domains.setDomains(trx, id, wanted);
  if (fields.state !== undefined) {
    await setNextScan(trx, id, fields.state === 'active' ? ctx.config.scan.hour : null);
  }
}

/**
 * Changes a tenant. A patch that changes nothing answers the tenant and leaves no trace. Domains that stay keep
 * their proofs; new ones have to be proved while the tenant stays what it is.
 * @param isExpected whether the tenant is still as the caller knows it
 * @throws ApiError `invalid`, `not_found`, `stale`, `nothing_to_scan`, `tenant_taken`, `domain_taken`
 */
export async function updateTenant(
  ctx: ActorCtx,
  id: number,
  input: TenantPatch,
  isExpected: Expectation,
): Promise<Tenant> {
  const { name, domains: texts, ...rest } = input;
  const patch: TenantPatch = {
    ...rest,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(texts === undefined ? {} : { domains: readDomains(ctx, texts) }),
  };
  const work = change(ctx, async (trx, record) => {
    const tenant = await lockExpected(trx, id, isExpected);
    const known = await domains.domainsOf(trx, [id]);
    const before = { ...tenant, domains: known.map(({ domain }) => domain) };
    const changed = changedFields(before, patch);
    if (!isEmpty(changed)) {
      await writeChange(trx, ctx, id, changed);
      record('tenant_update', updateDetail(before, changed));
      // What was missing may just have been taken away.
      if (known.some(({ proof }) => proof === null)) await queueFirstScan(trx, ctx, record, tenant);
    }
    return getTenant({ db: trx }, id);
  });
  return judged(ctx, patch, id, work);
}

/**
 * Deletes a tenant with its domains, jobs, findings and scores; the audit log keeps the name. A worker that scans
 * it finds its job gone and ends.
 * @param name what the caller takes the tenant's name to be
 * @param isExpected whether the tenant is still as the caller knows it
 * @throws ApiError `not_found`, `stale`, `name_mismatch`
 */
export async function deleteTenant(
  ctx: ActorCtx,
  id: number,
  name: string,
  isExpected: Expectation,
): Promise<void> {
  await change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const tenant = await lockExpected(trx, id, isExpected);
    if (foldName(name) !== foldName(tenant.name)) {
      const reason = `Write the name of the tenant, ${tenant.name}, to delete it.`;
      throw new ApiError('name_mismatch', reason, { errors: { name: reason } });
    }
    const jobs = await store.deleteTenant(trx, id);
    record('tenant_delete', { target: id, name: tenant.name, jobs });
  });
}
