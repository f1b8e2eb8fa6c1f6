/** Onboarding as the API shows it: what is left to do, and what was seen last. */
import type { Knex } from 'knex';
import type { ListQuery, Page } from '../../db/list-source.js';
import type { TenantDomainRow } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { notFound, type ApiError } from '../core/errors.js';
import { unicodeOf } from '../domains/domain-name.js';
import { aliveJobs, lastJobs, type AliveJob, type LastJob } from '../jobs/jobs-service.js';
import * as store from './onboarding-store.js';
import type { StoredOnboarding } from './onboarding-store.js';
import { contentFor, fileUrl, recordName } from './proof-service.js';

export { ONBOARDING_SORTABLE } from './onboarding-store.js';

type Kept = Pick<
  TenantDomainRow,
  'domain' | 'token' | 'proof' | 'proved_at' | 'checked_at' | 'check_detail' | 'watch_until'
>;

/** A domain, and what shows that somebody controls it. */
export type OnboardingDomain = Kept & {
  unicode: string;
  record: { name: string; type: 'TXT'; value: string };
  file: { url: string; content: string };
};

export type Onboarding = StoredOnboarding & {
  next_step: 'prove_control' | 'first_scan';
  domains: OnboardingDomain[];
  job: AliveJob | null;
  last_job: LastJob | null;
};

/** Also for a tenant that is taken in to the end. */
export const notInOnboarding = (): ApiError => notFound('There is no such tenant in onboarding.');

function toDomain(row: TenantDomainRow): OnboardingDomain {
  const { domain, token, proof, proved_at, checked_at, check_detail, watch_until } = row;
  const content = contentFor(token);
  return {
    domain,
    unicode: unicodeOf(domain),
    token,
    record: { name: recordName(domain), type: 'TXT', value: content },
    file: { url: fileUrl(domain), content },
    ...{ proof, proved_at, checked_at, check_detail, watch_until },
  };
}

/** Adds what is read for shown tenants only, of all of them at once. */
async function toOnboardings(db: Knex, rows: StoredOnboarding[]): Promise<Onboarding[]> {
  const ids = rows.map(({ id }) => id);
  const domains = new Map(ids.map((id): [number, OnboardingDomain[]] => [id, []]));
  for (const row of await store.domainsOf(db, ids)) domains.get(row.tenant_id)?.push(toDomain(row));
  const alive = await aliveJobs(db, ids);
  const last = await lastJobs(db, ids);
  return rows.map((row) => {
    const own = domains.get(row.id) ?? [];
    return {
      ...row,
      next_step: own.some(({ proof }) => proof === null) ? 'prove_control' : 'first_scan',
      domains: own,
      job: alive.get(row.id) ?? null,
      last_job: last.get(row.id) ?? null,
    };
  });
}

/** A page of the tenants that are not taken in to the end. */
export async function listOnboarding(ctx: ActorCtx, query: ListQuery): Promise<Page<Onboarding>> {
  const page = await store.listOnboarding(ctx.db, query);
  return { ...page, rows: await toOnboardings(ctx.db, page.rows) };
}

/**
 * One of them.
 * @param isFinishedToo whether a tenant that is taken in to the end is answered as well
 * @throws ApiError `not_found`
 */
export async function getOnboarding(
  ctx: Pick<ActorCtx, 'db'>,
  id: number,
  isFinishedToo = false,
): Promise<Onboarding> {
  const row = await store.findOnboarding(ctx.db, id, isFinishedToo);
  const [onboarding] = await toOnboardings(ctx.db, row === undefined ? [] : [row]);
  if (onboarding === undefined) throw notInOnboarding();
  return onboarding;
}
