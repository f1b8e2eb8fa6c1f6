export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const TRIGGERS = ['manual', 'schedule', 'onboarding', 'retry'] as const;
export type JobTrigger = (typeof TRIGGERS)[number];

/** One scan of one tenant. */
export interface Job {
  id: number;
  tenant_id: number;
  tenant_name: string;
  state: JobState;
  trigger: JobTrigger;
  requested_by: number | null;
  requested_by_name: string | null;
  created_at: string;
  /** Not before; later than `created_at` after an attempt that failed. */
  run_after: string;
  started_at: string | null;
  finished_at: string | null;
  attempts: number;
  max_attempts: number;
  checks_done: number;
  checks_total: number;
  /** What is being looked at. */
  current: string | null;
  error: string | null;
  /** The scan that this one repeats. */
  retry_of: number | null;
  score: number | null;
  grade: 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | null;
}

export const FINDING_STATUSES = ['fail', 'warn', 'unknown', 'pass'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What one check saw of one domain. */
export interface Finding {
  domain: string;
  check_id: string;
  group: 'dns' | 'mail' | 'tls' | 'web';
  title: string;
  severity: 'high' | 'medium' | 'low';
  status: FindingStatus;
  summary: string;
  evidence: string[];
  looks_at: string;
  why: string;
  mend: string;
  link: { title: string; url: string };
  seen_at: string;
  /** Points that the score would rise by if it were mended. */
  gain: number;
}

export const jobPage = (id: number): string => `/jobs/${id}/show`;

export const jobsWhere = (filter: Record<string, unknown>): string =>
  `/jobs?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' })}`;

/** Whether it is queued or running. */
export const isAlive = ({ state }: Pick<Job, 'state'>): boolean => state === 'queued' || state === 'running';

/** Worst first; among equals what weighs most. */
export function byUrgency(one: Finding, other: Finding): number {
  const rank = (finding: Finding): number => FINDING_STATUSES.indexOf(finding.status);
  return rank(one) - rank(other) || other.gain - one.gain || one.title.localeCompare(other.title);
}

/** What of a scan is to be mended, or to be looked at. */
export const isOpen = ({ status }: Pick<Finding, 'status'>): boolean =>
  status === 'fail' || status === 'warn';
