/** Runs one job: takes it, looks at every domain, writes down what each check saw, and ends it. */
import type { JobRow } from '../../db/tables.js';
import { inTransaction } from '../../db/transaction.js';
import type { Ctx } from '../core/context.js';
import { cleanText } from '../core/text.js';
import { unicodeOf } from '../domains/domain-name.js';
import type { CheckText, Outcome } from '../scans/check.js';
import { CHECKS } from '../scans/checks/index.js';
import {
  deleteFindings,
  insertFinding,
  readFindings,
  type StoredFinding,
} from '../scans/findings-service.js';
import { scanDomain } from '../scans/scan-domain.js';
import { provedDomains } from '../tenants/tenants-service.js';
import { Hold, Lost, newLease } from './job-hold-service.js';
import { failAttempt, finishJob, handOver } from './job-outcome-service.js';
import * as store from './job-run-store.js';
import type { Held } from './job-run-store.js';
import { wakeWorkers } from './jobs-store.js';

/** Milliseconds that one domain may take, and a whole scan at most. */
const PER_DOMAIN = 5 * 60_000;
const LONGEST = 30 * 60_000;

const MAX_CURRENT = 300;

interface Task {
  ctx: Ctx;
  job: JobRow;
  hold: Hold;
  domains: string[];
}

/** Writes down one result, and how far the job is with it. @returns false when the job is not held any more */
async function writeResult(
  ctx: Ctx,
  held: Held,
  domain: string,
  check: CheckText,
  { status, summary, evidence }: Outcome,
): Promise<boolean> {
  return inTransaction(ctx.db, async (trx) => {
    // First of all, which holds the row: from here on nobody can take the job away.
    if (!(await store.renew(trx, held))) return false;
    await insertFinding(trx, { job_id: held.id, domain, check_id: check.id, status, summary, evidence });
    return store.countFindings(trx, held);
  });
}

/** Begins, or goes on after another worker. @returns by domain what has been found already */
async function begin({ ctx, job, hold, domains }: Task): Promise<Map<string, Set<string>>> {
  const checks_total = domains.length * CHECKS.length;
  let found: StoredFinding[] = [];
  await hold.persist(() =>
    inTransaction(ctx.db, async (trx) => {
      if (!(await store.noteProgress(trx, hold.job, { checks_total }))) return false;
      // The tenant may have lost a domain since the worker before.
      await deleteFindings(trx, job.id, domains);
      found = await readFindings(trx, job.id);
      return store.countFindings(trx, hold.job);
    }),
  );
  const done = new Map(domains.map((domain) => [domain, new Set<string>()]));
  for (const { domain, check_id } of found) done.get(domain)?.add(check_id);
  return done;
}

async function scanAll(task: Task): Promise<void> {
  const { ctx, job, hold, domains } = task;
  const done = await begin(task);
  const wire = ctx.openWire(hold.signal);
  for (const domain of domains) {
    if (hold.signal.aborted) return;
    const onStart = async (check: CheckText): Promise<void> => {
      const current = cleanText(`${unicodeOf(domain)}: ${check.title}`, MAX_CURRENT);
      await hold.persist(() => store.noteProgress(ctx.db, hold.job, { current }));
    };
    const onResult = async (check: CheckText, outcome: Outcome): Promise<void> => {
      // What a check says after the end was cut short: it says nothing.
      if (hold.signal.aborted) return;
      await hold.persist(() => writeResult(ctx, hold.job, domain, check, outcome));
    };
    const onDefect = (check: CheckText, error: unknown): void => {
      ctx.logger.error({ err: error, job: job.id, check: check.id, domain }, 'A check met an error of ours.');
    };
    await scanDomain(wire, domain, done.get(domain) ?? new Set(), onStart, onResult, onDefect);
  }
}

/** Does not wait for checks that are slow to hear that it is over. @returns why the attempt failed, null: it did not */
async function attempt(task: Task): Promise<string | null> {
  const { ctx, job, hold } = task;
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => (leave = resolve));
  hold.signal.addEventListener('abort', leave, { once: true });
  const scan = scanAll(task);
  scan.catch(() => undefined);
  try {
    await Promise.race([scan, left]);
  } catch (error) {
    if (error instanceof Lost) throw error;
    ctx.logger.error({ err: error, job: job.id }, 'A scan met an error of ours.');
    return 'The scan met an error of ours. What it was stands in the log of the worker.';
  }
  return null;
}

/** What speaks against a scan that came to its end; null when nothing does. */
async function objection({ ctx, job }: Task): Promise<string | null> {
  const found = await readFindings(ctx.db, job.id);
  if (found.some(({ status }) => status !== 'unknown')) return null;
  const reason = found[0]?.summary ?? 'No check gave a result.';
  return `Nothing could be seen: ${reason}`;
}

/** @throws Lost when the job is not held any more */
async function settle(task: Task, failure: string | null, deadline: number): Promise<void> {
  const { ctx, job, hold } = task;
  if (hold.cause === 'lost') throw new Lost();
  // Tried once: a process that ends waits for no database. The job is taken up when its lease is over.
  if (hold.cause === 'stopping') return void (await handOver(ctx, hold.job));
  await hold.persist(async () => {
    const late = `The scan was not done within ${Math.round(deadline / 60_000)} minutes.`;
    const error = hold.cause === 'deadline' ? late : (failure ?? (await objection(task)));
    return error === null
      ? finishJob(ctx, job, hold.job)
      : failAttempt(ctx, job, hold.job, cleanText(error, 600));
  });
}

async function run(ctx: Ctx, job: JobRow, hold: Hold, stopping: AbortSignal): Promise<void> {
  const tenant = await provedDomains(ctx.db, job.tenant_id);
  if (tenant === null) throw new Lost();
  const { domains } = tenant;
  const deadline = Math.min(PER_DOMAIN * Math.max(1, domains.length), LONGEST);
  const task: Task = { ctx, job, hold, domains };
  await hold.during(stopping, deadline, async () => {
    const failure = domains.length === 0 ? 'No domain is proved any more.' : await attempt(task);
    await settle(task, failure, deadline);
  });
}

/**
 * Runs a job if it waits and is due; else does nothing, as another worker has it or somebody cancelled it.
 * @param ctx nobody's: the worker's
 * @param stopping when it comes the job is given back at once
 */
export async function runJob(ctx: Ctx, id: number, stopping: AbortSignal): Promise<void> {
  // The bell has rung for us; somebody else has to hear of it.
  if (stopping.aborted) return wakeWorkers(ctx.db, [id]);
  const held = { id, lease: newLease() };
  const job = await store.claim(ctx.db, held);
  if (job === undefined) return;
  try {
    await run(ctx, job, new Hold(ctx, held), stopping);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    ctx.logger.debug({ job: id }, 'A job is not held any more; its scan has ended.');
  }
}
