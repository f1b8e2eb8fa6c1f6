/** Tenants with a past, written straight into the tables: what would take nights of scanning. */
import type { FindingRow, JobRow, TenantState } from '../../db/tables.js';
import { gradeOf, scoreOf } from '../../server/scans/score.js';
import { foldName } from '../../server/tenants/tenants-schema.js';
import type { TestApp } from './app.js';

export type SeedFinding = Pick<FindingRow, 'check_id' | 'status'> &
  Partial<Pick<FindingRow, 'domain' | 'summary' | 'evidence'>>;

export interface SeedScan {
  /** 0 by default: just now. */
  daysAgo?: number;
  /** By default what the findings make of it; null for a scan that could not judge. */
  score?: number | null;
  /** Of the tenant's first domain unless they name another. */
  findings?: SeedFinding[];
}

export interface SeedTenant {
  name: string;
  /** Proved ones; one made of the name by default. */
  domains?: string[];
  /** Domains without a proof. */
  unproved?: string[];
  notes?: string;
  /** `active` by default. */
  state?: TenantState;
  /** The oldest first. */
  scans?: SeedScan[];
}

export interface SeededTenant {
  id: number;
  /** Ids of the scans, in their order. */
  jobs: number[];
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

function hostOf(name: string): string {
  return `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.example.org`;
}

async function addDomains(app: TestApp, tenantId: number, domains: string[], proved: boolean, from: number) {
  const rows = domains.map((domain, index) => ({
    tenant_id: tenantId,
    domain,
    position: from + index,
    token: '0123456789abcdef0123456789abcdef',
    proof: proved ? ('dns' as const) : null,
    proved_at: proved ? daysAgo(30) : null,
  }));
  if (rows.length > 0) await app.db('tenant_domains').insert(rows);
}

async function addScan(app: TestApp, tenantId: number, domain: string, scan: SeedScan): Promise<number> {
  const { findings = [] } = scan;
  const score = scan.score === undefined ? scoreOf(findings).score : scan.score;
  const grade = score === null ? null : gradeOf(score);
  const at = daysAgo(scan.daysAgo ?? 0);
  const id = await seedJob(app, tenantId, {
    state: 'succeeded',
    created_at: at,
    started_at: at,
    finished_at: new Date(at.getTime() + 42_000),
    attempts: 1,
    checks_done: findings.length,
    checks_total: findings.length,
    score,
    grade,
  });
  const rows = findings.map(({ evidence = [], summary = 'Seen in the test.', ...finding }) => ({
    job_id: id,
    domain,
    seen_at: at,
    summary,
    ...finding,
    evidence: JSON.stringify(evidence) as unknown as string[],
  }));
  if (rows.length > 0) await app.db('findings').insert(rows);
  await app.db('tenant_scores').insert({ job_id: id, tenant_id: tenantId, at, score, grade });
  return id;
}

/** A job of a tenant; one that a schedule asked for and that waits, unless told otherwise. @returns its id */
export async function seedJob(app: TestApp, tenantId: number, job: Partial<JobRow> = {}): Promise<number> {
  const row = { tenant_id: tenantId, trigger: 'schedule' as const, ...job };
  const [made] = await app.db('jobs').insert(row).returning('id');
  return made!.id;
}

/** A tenant with its domains and past scans, as if it had been here for long. */
export async function seedTenant(app: TestApp, seed: SeedTenant): Promise<SeededTenant> {
  const { name, notes = '', state = 'active', scans = [], unproved = [] } = seed;
  const domains = seed.domains ?? (unproved.length > 0 ? [] : [hostOf(name)]);
  const row = { name, name_key: foldName(name), notes, state, created_by_name: 'root' };
  const [made] = await app.db('tenants').insert(row).returning('id');
  const id = made!.id;
  await addDomains(app, id, domains, true, 0);
  await addDomains(app, id, unproved, false, domains.length);
  const jobs: number[] = [];
  for (const scan of scans) jobs.push(await addScan(app, id, domains[0] ?? '', scan));
  const scores = await app.db('tenant_scores').where('tenant_id', id).orderBy('at').orderBy('job_id');
  const last = scores.at(-1);
  if (last !== undefined) {
    await app
      .db('tenants')
      .where({ id })
      .update({
        score: last.score,
        grade: last.grade,
        trend: scores.flatMap(({ score }) => score ?? []).slice(-12),
        last_job_id: last.job_id,
        last_scan_at: last.at,
        next_scan_at: daysAgo(-1),
      });
  }
  return { id, jobs };
}
