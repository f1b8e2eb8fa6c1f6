/** Deletions: of users who have rows in the audit log, and of a month of that log. */
import { purgeAudit } from '../../../server/audit/audit-months-service.js';
import type pg from 'pg';
import type { Extent, Stage, Suite, Table } from '../suite.js';
import { duration, figure, median } from './support/figures.js';
import { inHouses, type House } from './support/houses.js';
import { withProduct } from './support/product.js';

/** How many users are deleted one by one, and how often a hundred together. */
const ALONE: Record<Extent, number> = { smoke: 2, quick: 15, full: 41 };
const TOGETHER: Record<Extent, number> = { smoke: 1, quick: 3, full: 5 };
const HUNDRED = 100;
/** Rows that each of them has in the log. */
const TRACES = 5;
/** A month that is wholly past the retention, counted back from this one. */
const MONTHS_AGO = 15;
const RETENTION_DAYS = 400;

/** Milliseconds of each try. */
interface Timed {
  alone: number[];
  together: number[];
  /** Of the month, with the rows that it had. */
  month: { ms: number; rows: number };
}

async function withClient<T>(
  stage: Stage,
  house: House,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await stage.postgres.connect(house.database);
  return work(client).finally(() => client.end());
}

/** Adds users to be deleted, each with rows in the log and a session. The seeded ones stay as they are. */
async function addUsers(client: pg.Client, count: number): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `insert into users (username, password_hash)
     select 'to-be-deleted-' || n || '-' || extract(epoch from clock_timestamp())::bigint, '!'
       from generate_series(1, $1::int) n returning id`,
    [count],
  );
  const ids = rows.map(({ id }) => id);
  await client.query(
    `insert into auth_audit (user_id, username, event, ip, detail)
     select u.id, u.username, 'login_ok', '10.0.0.1', '{}' from users u, generate_series(1, $2::int)
      where u.id = any($1::int[])`,
    [ids, TRACES],
  );
  await client.query(
    `insert into user_sessions (id, user_id, expires_at)
     select md5('to be deleted ' || id), id, now() + interval '1 day' from unnest($1::int[]) as id`,
    [ids],
  );
  return ids;
}

async function deleteOne({ api }: House, id: number): Promise<number> {
  return (await api.must(`/api/users/${id}`, { method: 'DELETE', body: {} })).ms;
}

async function deleteMany({ api }: House, ids: number[]): Promise<number> {
  const answer = await api.must('/api/users/bulk', { method: 'POST', body: { ids, action: 'delete' } });
  const { changed } = JSON.parse(answer.body) as { changed: unknown[] };
  if (changed.length !== ids.length)
    throw new Error(`Of ${ids.length} users ${changed.length} were deleted.`);
  return answer.ms;
}

/** Adds a month of the log long past, with a twelfth of the rows that the year has. @returns how many */
async function addMonth(client: pg.Client, audit: number): Promise<number> {
  const begin = `date_trunc('month', now() at time zone 'UTC') - interval '${MONTHS_AGO} months'`;
  // A partition belongs to whoever makes it, and only who owns it may drop it.
  const owner = await client.query<{ name: string }>(
    "select quote_ident(tableowner) as name from pg_tables where tablename = 'auth_audit'",
  );
  await client.query(`set role ${owner.rows[0]?.name}`);
  await client.query(`select clearview_audit_month((${begin}) at time zone 'UTC')`);
  const { rowCount } = await client.query(
    `insert into auth_audit (ts, user_id, username, event, ip, detail)
     select ((${begin}) at time zone 'UTC') + interval '27 days' * random(), user_id, username, event, ip, detail
       from auth_audit order by id limit $1`,
    [Math.ceil(audit / 12)],
  );
  const { rows } = await client.query<{ part: string }>(
    `select 'auth_audit_' || to_char(${begin}, 'YYYY_MM') as part`,
  );
  // As it would have been for months by then.
  await client.query(`vacuum (analyze) ${rows[0]?.part}`);
  return rowCount ?? 0;
}

/** Lets the product's own housekeeping end what is past its retention. @returns milliseconds */
async function purge(stage: Stage, house: House): Promise<number> {
  const env = { AUDIT_RETENTION_DAYS: `${RETENTION_DAYS}` };
  return withProduct(stage.postgres.url(house.database), env, async (ctx) => {
    // The pool connects at the first statement, which is not the purge's to wait for.
    await ctx.db.raw('select 1');
    const begun = performance.now();
    await purgeAudit(ctx);
    return performance.now() - begun;
  });
}

async function monthOf(stage: Stage, house: House): Promise<{ ms: number; rows: number }> {
  stage.say(`a month of the log at ${house.size.name}`);
  const rows = await withClient(stage, house, (client) => addMonth(client, house.size.audit));
  return { ms: await purge(stage, house), rows };
}

/** Deletes in all houses in turn, so that what disturbs one disturbs the others. */
async function measureUsers(stage: Stage, houses: House[]): Promise<Omit<Timed, 'month'>[]> {
  const [alone, together] = [ALONE[stage.extent], TOGETHER[stage.extent]];
  const timed = houses.map(() => ({ alone: [] as number[], together: [] as number[] }));
  const ids: number[][] = [];
  for (const house of houses) {
    ids.push(await withClient(stage, house, (client) => addUsers(client, 1 + alone + together * HUNDRED)));
  }
  const take = (index: number, count: number): number[] => ids[index]?.splice(0, count) ?? [];
  for (const [index, house] of houses.entries()) await deleteOne(house, take(index, 1)[0] ?? 0);
  for (let round = 0; round < alone; round += 1) {
    for (const [index, house] of houses.entries()) {
      timed[index]?.alone.push(await deleteOne(house, take(index, 1)[0] ?? 0));
    }
  }
  for (let round = 0; round < together; round += 1) {
    for (const [index, house] of houses.entries()) {
      timed[index]?.together.push(await deleteMany(house, take(index, HUNDRED)));
    }
  }
  return timed;
}

/** One line of the table: what it took at each size, and the ratios to the smallest. */
function line(name: string, times: number[]): string[] {
  const [smallest = NaN] = times;
  return [
    name,
    ...times.map((ms, n) => (n === 0 ? duration(ms) : `${duration(ms)}, x ${figure(ms / smallest)}`)),
  ];
}

function toTable(houses: House[], timed: Timed[]): Table {
  const months = timed.map(({ month }) => month.rows.toLocaleString('en-US')).join(' and ');
  return {
    title: 'Deletions',
    about:
      `Users with ${TRACES} rows in the audit log and a session each, over HTTP: medians. A month of the log past ` +
      `its retention, by the product's own housekeeping; it had ${months} rows.`,
    columns: ['', ...houses.map(({ size }) => `at ${size.name}`)],
    rows: [
      line(
        'a user',
        timed.map(({ alone }) => median(alone)),
      ),
      line(
        `${HUNDRED} users in one request`,
        timed.map(({ together }) => median(together)),
      ),
      line(
        'a month of the log',
        timed.map(({ month }) => month.ms),
      ),
    ],
  };
}

async function run(stage: Stage): Promise<Table[]> {
  return inHouses(stage, async (houses) => {
    const users = await measureUsers(stage, houses);
    const timed: Timed[] = [];
    for (const [index, house] of houses.entries()) {
      timed.push({ alone: [], together: [], ...users[index], month: await monthOf(stage, house) });
    }
    return [toTable(houses, timed)];
  });
}

export const suite: Suite = { name: 'deletes', run };
