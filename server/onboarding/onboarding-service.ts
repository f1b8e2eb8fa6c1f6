/**
 * The way from a name to a tenant that is looked after. The network is asked outside of any transaction; what it
 * said is then written under the locks of the tenant and its domain, in this order, by whoever comes first.
 */
import PQueue from 'p-queue';
import type { TenantDomainRow } from '../../db/tables.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx, Ctx } from '../core/context.js';
import { ApiError, invalid } from '../core/errors.js';
import { readDomain } from '../domains/domain-name.js';
import { lockTenant } from '../tenants/tenants-service.js';
import { assertStillAdmin } from '../users/actor-service.js';
import { queueFirstScan } from './first-scan-service.js';
import * as store from './onboarding-store.js';
import type { Wanted } from './onboarding-store.js';
import { getOnboarding, notInOnboarding, type Onboarding } from './onboarding-view-service.js';
import { lookFor, type Looked } from './proof-service.js';

/** Domains that are looked at together. */
const TOGETHER = 5;
/** Domains that a run of the worker looks for. */
const A_RUN = 20;
/** Seconds for which the answer to a look stands when somebody asks again. */
const FRESH = 2;
/** Milliseconds after which a request begins no further look. */
const PATIENCE = 10_000;

/** Writes a proof, and queues the first scan when it was the last one missing. @returns false: others were first */
async function writeProof(ctx: Ctx, wanted: Wanted, proof: 'dns' | 'file', detail: string): Promise<boolean> {
  return change(ctx, async (trx, record) => {
    const tenant = await lockTenant(trx, wanted.tenant_id);
    const row = tenant === null ? undefined : await store.lockDomain(trx, wanted.id);
    // Deleted, taken out, or proved by somebody else while the network was asked.
    if (tenant === null || row === undefined || row.proof !== null) return false;
    await store.prove(trx, [row.id], { proof, by: ctx.actor, detail });
    record('domain_proved', { target: tenant.id, name: tenant.name, domain: row.domain, proof });
    await queueFirstScan(trx, ctx, record, tenant);
    return true;
  });
}

/** Looks for the proof of one domain and writes down what was seen. @returns whether it is proved by that */
async function lookAt(ctx: Ctx, wanted: Wanted): Promise<boolean> {
  let looked: Looked;
  try {
    looked = await lookFor(ctx.openWire, wanted.domain, wanted.token);
  } catch (error) {
    ctx.logger.error({ err: error, requestId: ctx.requestId }, 'A look for a proof met a defect.');
    looked = { proof: null, detail: 'The look met an error of ours. It has been written to the log.' };
  }
  const { proof, detail } = looked;
  if (proof !== null) return writeProof(ctx, wanted, proof, detail);
  await change(ctx, (trx) => store.noteLook(trx, wanted.id, detail, ctx.actor !== null));
  return false;
}

/** Looks that are under way in this process, by its database; those of people and of the worker apart. */
const underWay = new WeakMap<object, Map<string, Promise<boolean>>>();

/** Of many who ask at once one looks, and all get what that saw: the domain's servers hear of one. */
function lookOnce(ctx: Ctx, wanted: Wanted): Promise<boolean> {
  const looks = underWay.get(ctx.db) ?? new Map<string, Promise<boolean>>();
  underWay.set(ctx.db, looks);
  const key = `${wanted.id} ${ctx.actor === null ? 'worker' : 'person'}`;
  const known = looks.get(key);
  if (known !== undefined) return known;
  const look = lookAt(ctx, wanted).finally(() => looks.delete(key));
  looks.set(key, look);
  return look;
}

/** Looks at several domains, a few together. @returns how many are proved by that */
async function lookAtAll(ctx: Ctx, wanted: Wanted[], patience = Infinity): Promise<number> {
  const queue = new PQueue({ concurrency: TOGETHER });
  const begun = Date.now();
  const looks = wanted.map((one) => async () => Date.now() - begun < patience && (await lookOnce(ctx, one)));
  const found = await queue.addAll(looks);
  return found.filter(Boolean).length;
}

/**
 * The domain of a request as it is stored.
 * @throws ApiError `invalid` when the tenant has none such
 */
function pick<T extends { domain: string }>(ctx: Ctx, all: T[], text: string): T {
  const read = readDomain(text, ctx.config.scan.allowPrivate);
  const one = read.ok ? all.find(({ domain }) => domain === read.domain) : undefined;
  if (one === undefined) throw invalid({ domain: 'This tenant has no such domain.' });
  return one;
}

/**
 * Looks now for the proofs of a tenant's unproved domains. Asked again within seconds it answers what was seen.
 * @param domain one of them; all by default
 * @returns the tenant's onboarding as it is now, also when that has just ended
 * @throws ApiError `not_found`, `invalid`
 */
export async function checkNow(ctx: ActorCtx, id: number, domain?: string): Promise<Onboarding> {
  const before = await getOnboarding(ctx, id);
  const chosen = domain === undefined ? null : pick(ctx, before.domains, domain).domain;
  const unproved = await store.unprovedOf(ctx.db, id, FRESH);
  const wanted = unproved.filter((row) => chosen === null || row.domain === chosen);
  await lookAtAll(ctx, wanted, PATIENCE);
  return getOnboarding(ctx, id, true);
}

/**
 * The worker's part: looks for the proofs whose turn it is. Two that run at once look for different ones.
 * @returns how many were found
 */
export async function lookForProofs(ctx: Ctx): Promise<number> {
  const wanted = await change(ctx, (trx) => store.takeWatched(trx, A_RUN));
  return lookAtAll(ctx, wanted);
}

export interface Waiver {
  reason: string;
  domain?: string;
}

/** @throws ApiError `already_proved`, `invalid` */
function toWaive(ctx: Ctx, all: TenantDomainRow[], domain: string | undefined): TenantDomainRow[] {
  const asked = domain === undefined ? all : [pick(ctx, all, domain)];
  const open = asked.filter(({ proof }) => proof === null);
  if (open.length > 0) return open;
  throw new ApiError('already_proved', 'There is nothing to waive: control is proved or waived already.');
}

/**
 * Lets domains pass without a proof, on an administrator's word.
 * @returns the tenant's onboarding as it is now, also when that has just ended
 * @throws ApiError `not_found`, `invalid`, `already_proved`
 */
export async function waive(ctx: ActorCtx, id: number, { reason, domain }: Waiver): Promise<Onboarding> {
  const why = reason.trim();
  return change(ctx, async (trx, record) => {
    await assertStillAdmin(trx, ctx);
    const tenant = await lockTenant(trx, id);
    if (tenant === null) throw notInOnboarding();
    const open = toWaive(ctx, await store.lockDomains(trx, id), domain);
    const ids = open.map((row) => row.id);
    await store.prove(trx, ids, { proof: 'waiver', by: ctx.actor, reason: why });
    for (const row of open) {
      record('domain_waived', { target: id, name: tenant.name, domain: row.domain, reason: why });
    }
    await queueFirstScan(trx, ctx, record, tenant);
    return getOnboarding({ db: trx }, id, true);
  });
}
