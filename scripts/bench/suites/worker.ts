/** The scan worker: whole scans of domains of a laboratory, and how many jobs it gets through when there is little to see. */
import { migrateToLatest } from '../../../db/migrate.js';
import { change } from '../../../server/audit/audit-service.js';
import type { Ctx } from '../../../server/core/context.js';
import { queueScan } from '../../../server/jobs/jobs-service.js';
import { startInternet, type Internet } from '../../../test/support/internet/index.js';
import type { Extent, Stage, Suite, Table } from '../suite.js';
import { figure } from './support/figures.js';
import { startOn, until, type Started } from './support/processes.js';
import { withProduct } from './support/product.js';

/** How many tenants, with one domain each, are scanned in a round. */
const TENANTS: Record<Extent, number> = { smoke: 2, quick: 12, full: 200 };
const CONCURRENCY = [3, 20] as const;

/** What the domains of a round have to show. */
const OUTSIDES = {
  'whole scans': 'A domain with name, web and mail servers, at which every check sees something',
  'jobs alone': 'A domain that does not exist, which is soon told: what is left is the work of the queue',
} as const;

type Outside = keyof typeof OUTSIDES;

interface Laboratory {
  stage: Stage;
  internet: Internet;
  url: string;
  ctx: Ctx;
}

/** A database of this suite's own: in a seeded one a worker would find other things to do. */
async function withDatabase<T>(stage: Stage, work: (url: string, ctx: Ctx) => Promise<T>): Promise<T> {
  const name = `bench_worker_${process.pid}`;
  const client = await stage.postgres.connect('postgres');
  const url = stage.postgres.url(name);
  try {
    await client.query(`create database ${name} owner "${decodeURIComponent(new URL(url).username)}"`);
    return await withProduct(url, {}, async (ctx) => {
      await migrateToLatest(ctx.db);
      return work(url, ctx);
    });
  } finally {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}

/** Adds tenants with a domain each that is proved. @returns their ids */
async function addTenants({ stage, internet, ctx: { db } }: Laboratory, outside: Outside): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 1; n <= TENANTS[stage.extent]; n += 1) {
    const name = `${outside.replaceAll(' ', '-')}-${n}`;
    const domain = `${name}.test`;
    if (outside === 'whole scans') internet.goodSite(domain);
    const tenant = { name, name_key: name, state: 'active' } as const;
    const [row] = await db('tenants').insert(tenant).returning('id');
    const tenant_id = row?.id ?? 0;
    const proof = { proof: 'waiver', proved_at: new Date() } as const;
    await db('tenant_domains').insert({ tenant_id, domain, position: 0, token: 'a'.repeat(32), ...proof });
    ids.push(tenant_id);
  }
  return ids;
}

/** Queues a scan of each tenant, and waits until all are over. @returns the seconds from the first start to the last end */
async function scanAll({ ctx }: Laboratory, tenants: number[], worker: Started): Promise<number> {
  const { db } = ctx;
  // In one transaction: all of them are there at the same moment.
  const ids = await change(ctx, async (trx, record) => {
    const made: number[] = [];
    for (const id of tenants) made.push((await queueScan(trx, ctx, record, id, 'manual')).id);
    return made;
  });
  const areOver = async (): Promise<boolean> => {
    if (worker.exitCode() !== null) throw new Error(`The worker ended: ${worker.stderr()}`);
    const found = await db('jobs').whereIn('id', ids).whereIn('state', ['queued', 'running']).first('id');
    return found === undefined;
  };
  await until(areOver, { seconds: 300, pause: 50, words: () => `The scans do not end: ${worker.stderr()}` });
  const [times] = await db('jobs')
    .whereIn('id', ids)
    .where({ state: 'succeeded' })
    .select<{ count: number; seconds: number }[]>(
      db.raw(
        'count(*)::int as count, extract(epoch from max(finished_at) - min(started_at))::float8 as seconds',
      ),
    );
  if (times?.count !== ids.length) throw new Error(`Of ${ids.length} scans ${times?.count} succeeded.`);
  return times.seconds;
}

async function withWorker<T>(
  { stage, internet, url }: Laboratory,
  concurrency: number,
  work: (worker: Started) => Promise<T>,
): Promise<T> {
  const settings = {
    ...internet.env,
    SCAN_CONCURRENCY: `${concurrency}`,
    DATABASE_URL: url,
    LOG_LEVEL: 'warn',
  };
  const worker = startOn(stage, process.execPath, ['dist/server/worker-main.js'], settings);
  try {
    await until(() => worker.stderr().includes('is ready') || worker.exitCode() !== null, {
      seconds: 60,
      words: () => `The worker does not start: ${worker.stderr()}`,
    });
    return await work(worker);
  } finally {
    await worker.stop();
  }
}

async function measure(laboratory: Laboratory): Promise<string[][]> {
  const rows: string[][] = [];
  for (const outside of Object.keys(OUTSIDES) as Outside[]) {
    const tenants = await addTenants(laboratory, outside);
    for (const concurrency of CONCURRENCY) {
      laboratory.stage.say(`${outside} by a worker with SCAN_CONCURRENCY=${concurrency}`);
      const seconds = await withWorker(laboratory, concurrency, async (worker) => {
        // The first of all is compiled, and for each new site the laboratory makes a certificate.
        const isNew = outside === 'whole scans' && concurrency === CONCURRENCY[0];
        await scanAll(laboratory, isNew ? tenants : tenants.slice(0, 2), worker);
        return scanAll(laboratory, tenants, worker);
      });
      rows.push([
        outside,
        `${concurrency}`,
        `${tenants.length}`,
        figure(seconds),
        figure(tenants.length / seconds),
      ]);
    }
  }
  return rows;
}

async function run(stage: Stage): Promise<Table[]> {
  const internet = await startInternet();
  const stopInternet = stage.atEnd(() => internet.stop());
  try {
    const rows = await withDatabase(stage, (url, ctx) => measure({ stage, internet, url, ctx }));
    const words = Object.entries(OUTSIDES).map(([name, what]) => `${name}: ${what}.`);
    return [
      {
        title: 'The scan worker',
        about:
          'Jobs through the queue by one worker process, a domain each, from the first start to the last end. The ' +
          'laboratory that answers for the domains is on the same cores, without any distance.',
        columns: ['', 'SCAN_CONCURRENCY', 'jobs', 'seconds', 'jobs a second'],
        rows,
        remarks: words,
      },
    ];
  } finally {
    await stopInternet();
  }
}

export const suite: Suite = { name: 'worker', run };
