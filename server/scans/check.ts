/** What a check is. To add one: a file in ./checks, its line in ./checks/index.ts, and its test. */
import type { FindingStatus } from '../../db/tables.js';
import type { Look } from './look.js';

export type Severity = 'high' | 'medium' | 'low';
export type CheckGroup = 'dns' | 'mail' | 'tls' | 'web';

/** What a check says of a domain. */
export interface Outcome {
  status: FindingStatus;
  /** One sentence: what was seen. */
  summary: string;
  /** Records, headers and the like, word for word; bounded by whoever stores them. */
  evidence: string[];
}

/** The part of a check that is words: the catalogue. */
export interface CheckText {
  /** Such as `dns.caa`; it stands in the database, so it never changes. */
  id: string;
  group: CheckGroup;
  title: string;
  severity: Severity;
  /** What it looks at, why that matters, and how to mend it. */
  looks_at: string;
  why: string;
  mend: string;
  /** The standard behind it. */
  link: { title: string; url: string };
}

export interface Check extends CheckText {
  /** @throws Unseen when it could not look; that is told as "unknown" */
  run(look: Look): Promise<Outcome>;
}

const outcome =
  (status: FindingStatus) =>
  (summary: string, evidence: string[] = []): Outcome => ({ status, summary, evidence });

export const pass = outcome('pass');
export const warn = outcome('warn');
export const fail = outcome('fail');
export const unknown = outcome('unknown');
