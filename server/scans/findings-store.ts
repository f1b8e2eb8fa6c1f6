/** Queries on findings. A row is written once and never changed. */
import type { Knex } from 'knex';
import type { FindingRow } from '../../db/tables.js';

const COLUMNS = ['domain', 'check_id', 'status', 'summary', 'evidence', 'seen_at'] as const;

/** What is stored of a finding, but for the job it belongs to. */
export type StoredFinding = Pick<FindingRow, (typeof COLUMNS)[number]>;

export type NewFinding = Omit<FindingRow, 'seen_at'>;

/** Adds a finding; one that is there already stays as it is. */
export async function insertFinding(trx: Knex, finding: NewFinding): Promise<void> {
  await trx('findings')
    .insert({ ...finding, evidence: JSON.stringify(finding.evidence) as never })
    .onConflict(['job_id', 'domain', 'check_id'])
    .ignore();
}

/** What a job found so far, by domain and check. */
export async function readFindings(db: Knex, jobId: number): Promise<StoredFinding[]> {
  return db('findings')
    .where({ job_id: jobId })
    .orderBy(['domain', 'check_id'])
    .select(...COLUMNS);
}

/** Deletes what a job found; with `domains` only what it found of others. */
export async function deleteFindings(trx: Knex, jobId: number, domains: string[] = []): Promise<void> {
  await trx('findings').where({ job_id: jobId }).whereRaw('domain <> all(?::text[])', [domains]).delete();
}
