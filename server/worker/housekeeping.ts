/** What has to be tidied up now and then. Each part fails by itself. */
import { makeAuditMonths, purgeAudit } from '../audit/audit-months-service.js';
import { rollUpSignIns } from '../audit/sign-in-counts-service.js';
import type { Ctx, Deps } from '../core/context.js';
import { foldTallies } from '../figures/figures-service.js';
import { purgeJobs } from '../jobs/jobs-upkeep-service.js';
import { purgeCounters } from '../limits/limits-service.js';
import { purgeSteps } from '../second-factor/steps-service.js';
import { purgeLinks } from '../links/links-service.js';
import { recountWorse } from '../overview/overview-service.js';
import { purgeSessions, recountLive } from '../sessions/sessions-service.js';
import { purgeTokens } from '../tokens/tokens-service.js';
import { workerCtx } from './worker-ctx.js';

const PARTS: Record<string, (ctx: Ctx) => Promise<number>> = {
  sessions: purgeSessions,
  tokens: purgeTokens,
  counters: (ctx) => purgeCounters(ctx.db),
  sign_in_steps: (ctx) => purgeSteps(ctx.db),
  links: purgeLinks,
  audit_months: makeAuditMonths,
  // Before rows go that were not counted yet.
  sign_in_hours: rollUpSignIns,
  audit: purgeAudit,
  jobs: purgeJobs,
  tallies: foldTallies,
  live_sessions: recountLive,
  worse_tenants: recountWorse,
};

/**
 * Deletes expired sessions, tokens and links, ended counters, and audit rows and jobs past their retention, makes the
 * months of the log that come, counts the sign-ins of the hours that are over and what would take too long to count for
 * each who asks, and says how many of each.
 * @throws AggregateError when a part failed, after all have been tried
 */
export async function keepHouse(deps: Deps, runId: string): Promise<Record<string, number>> {
  const ctx = workerCtx(deps, runId);
  const counts: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const [name, tidy] of Object.entries(PARTS)) {
    try {
      counts[name] = await tidy(ctx);
    } catch (error) {
      failures.push(error);
    }
  }
  deps.logger.info({ done: counts }, 'Housekeeping is done.');
  if (failures.length > 0) throw new AggregateError(failures, 'A part of the housekeeping failed.');
  return counts;
}
