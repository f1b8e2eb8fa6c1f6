/** How all tenants stand, on one page. */
import type { Knex } from 'knex';
import { MAX_TOTAL } from '../../db/list-source.js';
import type { Grade, TenantState } from '../../db/tables.js';
import type { ActorCtx, Ctx } from '../core/context.js';
import { readFigure, refreshFigure, type Figure } from '../figures/figures-service.js';
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

/** Tenants that are looked at in one statement, which has to end in time. */
const STEP = 50_000;

/** The worst falls first; of two alike the one whose name comes first, as the statement has it. */
async function worstOfAll(db: Knex): Promise<store.Worse[]> {
  const last = await store.lastId(db);
  let worst: store.Worse[] = [];
  for (let from = 1; from <= last; from += STEP) {
    worst.push(...(await store.worse(db, MOST_WORSE, { from, to: from + STEP - 1 })));
    worst.sort((a, b) => b.from - b.to - (a.from - a.to));
    worst = worst.slice(0, MOST_WORSE);
  }
  return worst;
}

/** Whose score fell: in the past night each of very many tenants may have been scanned. */
const WORSE: Figure<store.Worse[]> = {
  name: 'worse_tenants',
  countFew: async (db) =>
    (await store.areManyRecent(db, MAX_TOTAL)) ? null : store.worse(db, MOST_WORSE, null),
  countAll: worstOfAll,
};

/** Looks for the falls for those who will ask. */
export const recountWorse = (ctx: Ctx): Promise<number> => refreshFigure(ctx, WORSE);

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
    worse: await readFigure(ctx, WORSE),
    lowest: await store.lowest(ctx.db, MOST_LOWEST),
    jobs: await aliveJobs(ctx),
    scanned_today: await store.scannedToday(ctx.db),
  };
}
