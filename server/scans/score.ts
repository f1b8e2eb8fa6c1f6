/**
 * The score of a scan: 100 × Σ weight × value / Σ weight over every finding that could be seen.
 * The formula is explained in docs/checks.md, with an example.
 */
import type { FindingStatus, Grade } from '../../db/tables.js';
import { CHECKS } from './checks/index.js';
import type { Severity } from './check.js';

/** The part of a finding that counts. */
export interface Judged {
  check_id: string;
  status: FindingStatus;
}

export interface Score {
  /** 0 to 100; null when less than half of the weight could be seen. */
  score: number | null;
  grade: Grade | null;
}

export const WEIGHTS: Readonly<Record<Severity, number>> = { high: 10, medium: 5, low: 2 };
const VALUES: Readonly<Record<FindingStatus, number | null>> = { pass: 1, warn: 0.5, fail: 0, unknown: null };
const GRADES: readonly [number, Grade][] = [
  [90, 'A'],
  [80, 'B'],
  [70, 'C'],
  [60, 'D'],
  [40, 'E'],
  [0, 'F'],
];

const SEVERITIES = new Map(CHECKS.map(({ id, severity }) => [id, severity]));

/** A check that is no more, in an old scan, weighs nothing. */
function weightOf({ check_id: id }: Judged): number {
  const severity = SEVERITIES.get(id);
  return severity === undefined ? 0 : WEIGHTS[severity];
}

interface Sums {
  all: number;
  seen: number;
  earned: number;
}

function sumsOf(findings: readonly Judged[]): Sums {
  const sums: Sums = { all: 0, seen: 0, earned: 0 };
  for (const finding of findings) {
    const weight = weightOf(finding);
    const value = VALUES[finding.status];
    sums.all += weight;
    if (value === null) continue;
    sums.seen += weight;
    sums.earned += weight * value;
  }
  return sums;
}

/** The letter that a score of 0 to 100 has. */
export const gradeOf = (score: number): Grade => GRADES.find(([least]) => score >= least)?.[1] ?? 'F';

/** The score and grade of all findings of a scan; both null when less than half of the weight could be seen. */
export function scoreOf(findings: readonly Judged[]): Score {
  const { all, seen, earned } = sumsOf(findings);
  if (seen === 0 || seen * 2 < all) return { score: null, grade: null };
  const score = Math.round((100 * earned) / seen);
  return { score, grade: gradeOf(score) };
}

/** The points, to one decimal, that the score would rise if each finding passed; in the order of the findings. */
export function gainsOf(findings: readonly Judged[]): number[] {
  const { seen } = sumsOf(findings);
  return findings.map((finding) => {
    const value = VALUES[finding.status];
    if (value === null || seen === 0) return 0;
    return Math.round((1000 * weightOf(finding) * (1 - value)) / seen) / 10;
  });
}

/**
 * What to mend first: the findings of most gain; ties by severity, then by the id of the check.
 * @param n at most so many
 */
export function bestMends<F extends Judged>(findings: readonly F[], n = 3): F[] {
  const gains = gainsOf(findings);
  return findings
    .map((finding, index) => ({ finding, gain: gains[index] ?? 0 }))
    .filter(({ gain }) => gain > 0)
    .sort(
      (one, other) =>
        other.gain - one.gain ||
        weightOf(other.finding) - weightOf(one.finding) ||
        one.finding.check_id.localeCompare(other.finding.check_id),
    )
    .slice(0, n)
    .map(({ finding }) => finding);
}
