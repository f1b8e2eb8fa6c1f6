/**
 * Takes a tenant in: adds it, proves control of its domains or waives that, waits for the first scan, and tells
 * what to mend first.
 *
 *   CLEARVIEW_URL=http://localhost:3000 CLEARVIEW_TOKEN=cv_… npx tsx client/examples/onboard.ts "Acme" acme.example
 *
 * The token needs tenants:write and jobs:read; that of an administrator may also waive the proof: add --waive "why".
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClearview, must, type Clearview, type paths, type Schema } from '../clearview.js';

export interface Wanted {
  name: string;
  domains: string[];
  /** Why control need not be proved; without it the records are awaited. */
  waive?: string | undefined;
}

type JobQuery = NonNullable<paths['/api/jobs']['get']['parameters']['query']>;
type Tell = (line: string) => void;

/** Milliseconds between two looks. */
const PAUSE = 2000;

async function prove(api: Clearview, id: number, { waive }: Wanted, tell: Tell): Promise<void> {
  const params = { path: { id } };
  if (waive !== undefined) {
    await must(api.POST('/api/onboarding/{id}/waive', { params, body: { reason: waive } }));
    return;
  }
  const { domains } = await must(api.GET('/api/onboarding/{id}', { params }));
  for (const { record } of domains) tell(`Add the record  ${record.name}  ${record.type}  "${record.value}"`);
  for (;;) {
    const { next_step } = await must(api.POST('/api/onboarding/{id}/check', { params, body: {} }));
    if (next_step === 'first_scan') return;
    await sleep(PAUSE);
  }
}

async function firstScan(api: Clearview, tenantId: number, tell: Tell): Promise<void> {
  for (;;) {
    const newest = { filter: { tenant_id: tenantId }, sort: ['id', 'DESC'], limit: 1 } satisfies JobQuery;
    const [job] = await must(api.GET('/api/jobs', { params: { query: newest } }));
    if (job?.state === 'failed') throw new Error(`The scan failed: ${job.error ?? 'for no known reason'}`);
    if (job?.state === 'succeeded') return;
    if (job !== undefined) tell(`Scanning: ${job.checks_done} of ${job.checks_total} checks`);
    await sleep(PAUSE);
  }
}

/** @returns the report of the first scan */
export async function onboard(
  api: Clearview,
  wanted: Wanted,
  tell: Tell = () => undefined,
): Promise<Schema<'Report'>> {
  const { name, domains } = wanted;
  const { id } = await must(api.POST('/api/tenants', { body: { name, domains } }));
  await prove(api, id, wanted, tell);
  await firstScan(api, id, tell);
  return must(api.GET('/api/tenants/{id}/report', { params: { path: { id } } }));
}

async function main(): Promise<void> {
  const { CLEARVIEW_URL: url = 'http://localhost:3000', CLEARVIEW_TOKEN: token = '' } = process.env;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { waive: { type: 'string' } },
  });
  const [name, ...domains] = positionals;
  if (name === undefined || domains.length === 0 || token === '') {
    throw new Error('CLEARVIEW_TOKEN=cv_… npx tsx client/examples/onboard.ts NAME DOMAIN… [--waive REASON]');
  }
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const report = await onboard(createClearview({ url, token }), { name, domains, waive: values.waive }, tell);
  tell(`${name}: ${report.score ?? 'no'} points, grade ${report.grade ?? 'none yet'}`);
  for (const { domain, title, mend } of report.mends) tell(`- ${domain}: ${title}. ${mend}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  });
}
