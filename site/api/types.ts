/** What the API sends. Times are ISO 8601 in UTC. */

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
export type TenantState = 'onboarding' | 'active' | 'paused';
export type Proof = 'dns' | 'file' | 'waiver';
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type JobTrigger = 'manual' | 'schedule' | 'onboarding' | 'retry';
export type Status = 'pass' | 'warn' | 'fail' | 'unknown';
export type Severity = 'high' | 'medium' | 'low';
export type CheckGroup = 'dns' | 'mail' | 'tls' | 'web';

export interface Domain {
  /** A-labels, as DNS has it. */
  domain: string;
  /** As people read it. */
  unicode: string;
  proof: Proof | null;
  proved_at: string | null;
}

/** The job of a tenant that waits or runs. */
export interface JobBrief {
  id: number;
  state: JobState;
  checks_done: number;
  checks_total: number;
}

export interface Tenant {
  id: number;
  name: string;
  domains: Domain[];
  notes: string;
  state: TenantState;
  created_by: number | null;
  created_by_name: string | null;
  created_at: string;
  updated_at: string;
  revision: number;
  score: number | null;
  grade: Grade | null;
  /** The newest scores, at most 12, the oldest first. */
  trend: number[];
  last_job_id: number | null;
  last_scan_at: string | null;
  next_scan_at: string | null;
  job: JobBrief | null;
}

export interface Job {
  id: number;
  tenant_id: number;
  tenant_name: string;
  state: JobState;
  trigger: JobTrigger;
  requested_by: number | null;
  requested_by_name: string | null;
  created_at: string;
  run_after: string;
  started_at: string | null;
  finished_at: string | null;
  attempts: number;
  max_attempts: number;
  checks_done: number;
  checks_total: number;
  /** What is being looked at, for a person. */
  current: string | null;
  error: string | null;
  retry_of: number | null;
  score: number | null;
  grade: Grade | null;
}

export interface Finding {
  domain: string;
  check_id: string;
  group: CheckGroup;
  title: string;
  severity: Severity;
  status: Status;
  summary: string;
  evidence: string[];
  looks_at: string;
  why: string;
  mend: string;
  link: { title: string; url: string };
  seen_at: string;
  /** Points by which the score would rise if this were mended. */
  gain: number;
}

/** A finding beside what the scan before said; null where that had no such finding. */
export type ComparedFinding = Finding & { before: Status | null };

export interface Report {
  tenant: Tenant;
  job_id: number | null;
  scanned_at: string | null;
  score: number | null;
  grade: Grade | null;
  /** The three that would raise the score most, the best first. */
  mends: Finding[];
  findings: ComparedFinding[];
}

export interface Score {
  job_id: number;
  at: string;
  score: number | null;
  grade: Grade | null;
}

export interface OnboardingDomain {
  domain: string;
  unicode: string;
  token: string;
  record: { name: string; type: string; value: string };
  file: { url: string; content: string };
  proof: Proof | null;
  proved_at: string | null;
  checked_at: string | null;
  /** What the last look for a proof saw. */
  check_detail: string | null;
  watch_until: string;
}

/** A tenant on its way from a name to the first scan. `id` is the tenant's. */
export interface Onboarding {
  id: number;
  name: string;
  state: TenantState;
  created_at: string;
  created_by_name: string | null;
  next_step: 'prove_control' | 'first_scan';
  domains: OnboardingDomain[];
  job: JobBrief | null;
  last_job: { id: number; state: JobState; error: string | null } | null;
}

export interface Overview {
  tenants: { total: number; onboarding: number; active: number; paused: number };
  grades: Record<Grade | 'none', number>;
  average: number | null;
  worse: { id: number; name: string; from: number; to: number; grade: Grade | null }[];
  lowest: { id: number; name: string; score: number | null; grade: Grade | null }[];
  /** Waiting and running. */
  jobs: Job[];
  scanned_today: number;
}
