import { listJobs } from '../../api/jobs.js';
import { tenantReport, tenantScores } from '../../api/tenants.js';
import type { Domain, Job, Report, Score, Tenant } from '../../api/types.js';

/** All that the page of a tenant shows. */
export interface TenantData {
  tenant: Tenant;
  report: Report;
  /** The oldest first. */
  scores: Score[];
  /** The newest first. */
  jobs: Job[];
}

const HISTORY = 10;

/** Reads everything at once. @throws ApiError 404 when there is no such tenant */
export async function readTenantData(id: number, signal: AbortSignal): Promise<TenantData> {
  const newest = { sort: ['id', 'DESC'], range: [0, HISTORY - 1], filter: { tenant_id: id } } as const;
  const [report, scores, jobs] = await Promise.all([
    tenantReport(id, signal),
    tenantScores(id, signal),
    listJobs(newest, signal),
  ]);
  return { tenant: report.tenant, report, scores: scores.reverse(), jobs: jobs.rows };
}

/** The domains that nobody has proved, as people read them. */
export function unproved({ domains }: Tenant): Domain[] {
  return domains.filter(({ proof }) => proof === null);
}

/** Whether a scan has anything to look at. */
export function isScannable({ domains }: Tenant): boolean {
  return domains.some(({ proof }) => proof !== null);
}
