/** The catalogue of checks: what each looks at, why that matters and how to mend it. */
import type { ListQuery, Page } from '../../db/list-source.js';
import type { Check, CheckText } from './check.js';
import { CHECKS } from './checks/index.js';

export const CHECK_SORTABLE = ['id', 'title'] as const;
export const CHECK_GROUPS = ['dns', 'mail', 'tls', 'web'] as const;
export const SEVERITIES = ['high', 'medium', 'low'] as const;

/** The check without what runs it. */
const textOf = ({ id, group, title, severity, looks_at, why, mend, link }: Check): CheckText => ({
  id,
  group,
  title,
  severity,
  looks_at,
  why,
  mend,
  link,
});

const TEXTS: readonly CheckText[] = CHECKS.map(textOf);

/** @param query its filter holds `group` and `severity`, when they were asked for */
export function listChecks({ sort, filter, offset, limit }: ListQuery): Page<CheckText> {
  const wanted = Object.entries(filter) as [keyof CheckText, string][];
  const field = sort.field as (typeof CHECK_SORTABLE)[number];
  const sign = sort.direction === 'asc' ? 1 : -1;
  const found = TEXTS.filter((text) => wanted.every(([name, value]) => text[name] === value)).sort(
    (one, other) => sign * one[field].localeCompare(other[field], 'en'),
  );
  const rows = found.slice(offset, offset + limit);
  const last = rows.at(-1);
  const isMore = last !== undefined && offset + rows.length < found.length;
  // The cursor counts the rows before it, and that is enough: the catalogue is the same until the next release.
  return { rows, total: found.length, next: isMore ? { key: last.id, id: 0 } : null };
}
