/** The order of findings: by group; within it the worst first. */
import type { CheckGroup, ComparedFinding, Severity, Status } from '../../api/types.js';

export const GROUPS: readonly CheckGroup[] = ['dns', 'mail', 'tls', 'web'];
export const STATUSES: readonly Status[] = ['fail', 'warn', 'unknown', 'pass'];
const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

/** How bad something is; unknown is neither better nor worse than anything. */
const BADNESS: Readonly<Record<Status, number | null>> = { pass: 0, warn: 1, fail: 2, unknown: null };

export const isToMend = ({ status }: Pick<ComparedFinding, 'status'>): boolean =>
  status === 'fail' || status === 'warn';

function worstFirst(one: ComparedFinding, other: ComparedFinding): number {
  return (
    STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status) ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    other.gain - one.gain ||
    one.check_id.localeCompare(other.check_id) ||
    one.domain.localeCompare(other.domain)
  );
}

export interface FindingGroup {
  group: CheckGroup;
  findings: ComparedFinding[];
}

/** The groups that have findings, in their order. */
export function grouped(findings: readonly ComparedFinding[]): FindingGroup[] {
  return GROUPS.map((group) => ({
    group,
    findings: findings.filter((finding) => finding.group === group).sort(worstFirst),
  })).filter(({ findings: own }) => own.length > 0);
}

/** Whether it turned worse or better since the scan before; null when that cannot be said. */
export function turned({
  status,
  before,
}: Pick<ComparedFinding, 'status' | 'before'>): 'worse' | 'better' | null {
  const now = BADNESS[status];
  const then = before === null ? null : BADNESS[before];
  if (now === null || then === null || now === then) return null;
  return now > then ? 'worse' : 'better';
}

/** How many there are of each status. */
export function countsOf(findings: readonly Pick<ComparedFinding, 'status'>[]): [Status, number][] {
  return STATUSES.map((status): [Status, number] => [
    status,
    findings.filter((finding) => finding.status === status).length,
  ]).filter(([, number]) => number > 0);
}
