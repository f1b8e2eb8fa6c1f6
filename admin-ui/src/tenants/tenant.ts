import { auditWhere } from '../audit/entry';
import type { Finding, FindingStatus, JobState } from '../jobs/job';
import { jobsWhere } from '../jobs/job';

export const STATES = ['onboarding', 'active', 'paused'] as const;
export type TenantState = (typeof STATES)[number];

export const GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Grade = (typeof GRADES)[number];

export interface Domain {
  /** As it is stored. */
  domain: string;
  /** As people write it. */
  unicode: string;
  /** How control was shown; null: not yet. */
  proof: 'dns' | 'file' | 'waiver' | null;
  proved_at: string | null;
}

/** A scan that is queued or running, in short. */
export interface AliveJob {
  id: number;
  state: JobState;
  checks_done: number;
  checks_total: number;
}

/** An organisation that is looked after. */
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
  /** Raised by each change that a person makes: what tells that somebody else was faster. */
  revision: number;
  score: number | null;
  grade: Grade | null;
  /** The newest scores, the oldest first. */
  trend: number[];
  last_job_id: number | null;
  last_scan_at: string | null;
  next_scan_at: string | null;
  job: AliveJob | null;
}

/** How a tenant stands, by its newest scan. */
export interface Report {
  job_id: number | null;
  scanned_at: string | null;
  score: number | null;
  grade: Grade | null;
  /** The ones that would raise the score most; at most three. */
  mends: Finding[];
  findings: (Finding & { before: FindingStatus | null })[];
}

/** A domain on its way to be proved. */
export interface OnboardingDomain {
  domain: string;
  unicode: string;
  record: { name: string; type: 'TXT'; value: string };
  file: { url: string; content: string };
  proof: Domain['proof'];
  checked_at: string | null;
  /** What the last look saw, in a sentence. */
  check_detail: string | null;
}

export interface Onboarding {
  id: number;
  domains: OnboardingDomain[];
}

export const tenantPage = (id: number): string => `/tenants/${id}/show`;
export const tenantForm = (id: number): string => `/tenants/${id}`;

export const tenantsWhere = (filter: Record<string, unknown>): string =>
  `/tenants?${new URLSearchParams({ filter: JSON.stringify(filter), page: '1' })}`;

/** The audit log of what was done to a tenant. */
export const auditAbout = (id: number): string => auditWhere({ tenant_id: id });
/** All its scans. */
export const jobsOf = (id: number): string => jobsWhere({ tenant_id: id });

export const isProved = ({ proof }: Pick<Domain, 'proof'>): boolean => proof !== null;
