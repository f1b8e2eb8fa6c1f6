/** How a tenant stands by its newest scan: what was found, what was found before, and what to mend first. */
import type { FindingStatus, Grade } from '../../db/tables.js';
import { change } from '../audit/audit-service.js';
import type { ActorCtx } from '../core/context.js';
import { findingsOf, type Finding } from '../scans/findings-service.js';
import { bestMends } from '../scans/score.js';
import { newestScores } from './scores-store.js';
import { getTenant, type Tenant } from './tenants-view-service.js';

/** A finding, and how the same check of the same domain ended in the scan before. */
export type ReportedFinding = Finding & { before: FindingStatus | null };

export interface Report {
  tenant: Tenant;
  /** The newest scan that succeeded; null before the first one. */
  job_id: number | null;
  scanned_at: Date | null;
  /** Of this scan; null when too little could be seen to judge. */
  score: number | null;
  grade: Grade | null;
  /** What would raise the score most. */
  mends: Finding[];
  findings: ReportedFinding[];
}

const keyOf = ({ domain, check_id }: Finding): string => `${domain} ${check_id}`;

/** @throws ApiError `not_found` */
export async function getReport(ctx: Pick<ActorCtx, 'db'>, id: number): Promise<Report> {
  const tenant = await getTenant(ctx, id);
  const [newest, previous] = await newestScores(ctx.db, id, 2);
  const findings = newest === undefined ? [] : await findingsOf(ctx.db, newest.job_id);
  const earlier = previous === undefined ? [] : await findingsOf(ctx.db, previous.job_id);
  const before = new Map(earlier.map((finding) => [keyOf(finding), finding.status]));
  return {
    tenant,
    job_id: newest?.job_id ?? null,
    scanned_at: newest?.at ?? null,
    score: newest?.score ?? null,
    grade: newest?.grade ?? null,
    mends: bestMends(findings),
    findings: findings.map((finding) => ({ ...finding, before: before.get(keyOf(finding)) ?? null })),
  };
}

/**
 * The report, to leave the house as a file: that is written down before it does.
 * @throws ApiError `not_found`
 */
export async function exportReport(ctx: ActorCtx, id: number, format: string): Promise<Report> {
  const report = await getReport(ctx, id);
  await change(ctx, async (_trx, record) => {
    record('data_export', { resource: 'report', format, target: id, name: report.tenant.name });
    return Promise.resolve();
  });
  return report;
}
