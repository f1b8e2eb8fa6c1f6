/** How all tenants stand, on one page. */
import type { Grade, TenantState } from '../../db/tables.js';
import type { ActorCtx } from '../core/context.js';
import { ALIVE } from '../jobs/jobs-schema.js';
import { listJobs, type Job } from '../jobs/jobs-service.js';
import * as store from './overview-store.js';
import type { Tally } from './overview-store.js';

const MOST_WORSE = 10;
const MOST_LOWEST = 5;
const MOST_JOBS = 20;

export interface Overview {
  tenants: Record<TenantState | 'total', number>;
  grades: Record<Grade | 'none', number>;
  /** Of the scores, rounded; null when nobody has one. */
  average: number | null;
  worse: store.Worse[];
  lowest: Awaited<ReturnType<typeof store.lowest>>;
  /** Queued and running. */
  jobs: Job[];
  /** Tenants that were scanned since midnight (UTC). */
  scanned_today: number;
}

function sums(rows: Tally[]): Pick<Overview, 'tenants' | 'grades' | 'average'> {
  const tenants = { total: 0, onboarding: 0, active: 0, paused: 0 };
  const grades = { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0, none: 0 };
  let points = 0;
  let judged = 0;
  for (const row of rows) {
    tenants.total += row.count;
    tenants[row.state] += row.count;
    grades[row.grade ?? 'none'] += row.count;
    points += row.points;
    judged += row.judged;
  }
  return { tenants, grades, average: judged === 0 ? null : Math.round(points / judged) };
}

/** The jobs that are queued or running, the oldest first. */
async function aliveJobs(ctx: ActorCtx): Promise<Job[]> {
  const page = await listJobs(ctx, {
    sort: { field: 'id', direction: 'asc' },
    ...{ offset: 0, limit: MOST_JOBS, after: null },
    filter: { state: ALIVE },
  });
  return page.rows;
}

/** The figures, what got worse, and what runs now. */
export async function getOverview(ctx: ActorCtx): Promise<Overview> {
  return {
    ...sums(await store.tally(ctx.db)),
    worse: await store.worse(ctx.db, MOST_WORSE),
    lowest: await store.lowest(ctx.db, MOST_LOWEST),
    jobs: await aliveJobs(ctx),
    scanned_today: await store.scannedToday(ctx.db),
  };
}
