/** What scans found, as it is written down while they run and as it is shown afterwards. */
import type { Knex } from 'knex';
import type { FindingRow } from '../../db/tables.js';
import type { CheckText } from './check.js';
import { CHECKS } from './checks/index.js';
import * as store from './findings-store.js';
import { gainsOf } from './score.js';

export { deleteFindings, insertFinding, readFindings } from './findings-store.js';
export type { StoredFinding } from './findings-store.js';

/** A finding with the words of its check. */
export interface Finding extends Omit<CheckText, 'id'>, Omit<FindingRow, 'job_id'> {
  /** Points that the score would rise if it passed; 0 for what passed or could not be seen. */
  gain: number;
}

const PLACES = new Map(CHECKS.map(({ id }, place) => [id, place]));

const placeOf = (checkId: string): number => PLACES.get(checkId) ?? CHECKS.length;

function textOf(checkId: string): Omit<CheckText, 'id'> | undefined {
  const check = CHECKS[placeOf(checkId)];
  if (check === undefined) return undefined;
  const { group, title, severity, looks_at, why, mend, link } = check;
  return { group, title, severity, looks_at, why, mend, link };
}

/**
 * What a job found, by domain and in the order of the catalogue. Checks that have been taken out of the catalogue
 * since then have no words any more, count nothing in a score, and are left out.
 */
export async function findingsOf(db: Knex, jobId: number): Promise<Finding[]> {
  const rows = await store.readFindings(db, jobId);
  const known = rows.filter(({ check_id }) => PLACES.has(check_id));
  known.sort((a, b) => (a.domain === b.domain ? placeOf(a.check_id) - placeOf(b.check_id) : 0));
  const gains = gainsOf(known);
  return known.flatMap((row, at) => {
    const text = textOf(row.check_id);
    return text === undefined ? [] : [{ ...row, ...text, gain: gains[at] ?? 0 }];
  });
}
