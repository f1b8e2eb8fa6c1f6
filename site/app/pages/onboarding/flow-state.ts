import { ApiError } from '../../../api/client.js';
import { readOnboarding } from '../../../api/onboarding.js';
import { tenantReport } from '../../../api/tenants.js';
import type { Onboarding, Report } from '../../../api/types.js';

/** Where a tenant stands on its way, as the server knows it; so anybody finds it at the same step at any time. */
export type FlowState =
  | { at: 'prove' | 'scan'; onboarding: Onboarding }
  /** Onboarding is over: the server tells of it no more, but of how the tenant stands. */
  | { at: 'result'; report: Report }
  | { at: 'nowhere' };

const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
};

/** Asks where the tenant stands. @throws ApiError for all but 404, which is an answer */
export async function readFlow(id: number, signal: AbortSignal): Promise<FlowState> {
  const onboarding = await readOnboarding(id, signal);
  if (onboarding !== null) {
    return { at: onboarding.next_step === 'prove_control' ? 'prove' : 'scan', onboarding };
  }
  const report = await orNull(tenantReport(id, signal));
  return report === null ? { at: 'nowhere' } : { at: 'result', report };
}

/** Which domains of a finished tenant the last scan did not look at, as they were added after it. */
export function unscanned({ tenant, findings }: Report): string[] {
  const seen = new Set(findings.map(({ domain }) => domain));
  return tenant.domains.filter(({ domain }) => !seen.has(domain)).map(({ unicode }) => unicode);
}
