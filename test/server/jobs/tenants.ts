/** Tenants for tests of jobs, made by SQL: how they are taken in is told elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { JobRow, JobState, TenantState } from '../../../db/tables.js';

export interface Made {
  name: string;
  state?: TenantState;
  /** Proved ones, by waiver. */
  domains?: string[];
}

/** @returns the id of a tenant with proved domains, one named after it by default */
export async function addTenant(
  db: Knex,
  { name, state = 'active', domains = [`${name}.test`] }: Made,
): Promise<number> {
  const [tenant] = await db('tenants').insert({ name, name_key: name.toLowerCase(), state }).returning('id');
  const id = tenant?.id ?? 0;
  for (const [position, domain] of domains.entries()) {
    await db('tenant_domains').insert({
      tenant_id: id,
      domain,
      position,
      token: 'a'.repeat(32),
      proof: 'waiver',
      proved_at: new Date(),
    });
  }
  return id;
}

/** Adds a job that is over, or whatever the patch makes of it. */
export async function addJob(db: Knex, tenantId: number, patch: Partial<JobRow> = {}): Promise<number> {
  const over = { state: 'succeeded', trigger: 'manual', finished_at: new Date() } as const;
  const [job] = await db('jobs')
    .insert({ tenant_id: tenantId, ...over, ...patch })
    .returning('id');
  return job?.id ?? 0;
}

/** Waits until a job is as it should be. @throws Error when it is not within the time */
export async function untilJob(
  db: Knex,
  id: number,
  question: (job: JobRow) => boolean,
  patience = 30_000,
): Promise<JobRow> {
  const end = Date.now() + patience;
  for (;;) {
    const job = await db('jobs').where({ id }).first();
    if (job !== undefined && question(job)) return job;
    if (Date.now() > end) throw new Error(`The job is not as it should be: ${JSON.stringify(job)}`);
    await sleep(25);
  }
}

export const isIn =
  (...states: JobState[]) =>
  (job: JobRow): boolean =>
    states.includes(job.state);
