/** What a seeded database has to look for: values of filters that find many rows, few and none. */
import type pg from 'pg';
import type { ListSpec } from '../../../../server/http/list-query.js';
import type { ListFacts } from './list-calls.js';

type Values = Record<string, unknown>;

/** What no seed has: an id that is never reached, and texts that nobody is called. */
const NO_ID = 2_000_000_000;
const NO_TEXTS = {
  '1 letter, none': '@',
  '2 letters, none': 'qx',
  '3 letters, none': 'qxz',
  'a word, none': 'qxzwvk',
};

/** Values of an expression that are met often and seldom, among some rows of a table. */
async function oftenAndSeldom(client: pg.Client, expression: string, table: string): Promise<Values> {
  const { rows } = await client.query<{ value: unknown }>(
    `select value from (select ${expression} as value from ${table} limit 20000) as taken
      where value is not null group by value order by count(*) desc, value`,
  );
  if (rows.length === 0) return {};
  return { many: rows[0]?.value, few: rows.at(-1)?.value };
}

async function middleIds(client: pg.Client, id: string, table: string): Promise<[number, number]> {
  const { rows } = await client.query<{ id: number }>(
    `select ${id}::float8 as id from ${table}
      where ${id} >= (select (min(${id}) + max(${id})) / 2 from ${table}) order by ${id} limit 2`,
  );
  const [first, second] = rows;
  if (first === undefined || second === undefined) throw new Error(`There are too few rows in ${table}.`);
  return [first.id, second.id];
}

/** Moments between which there are all rows, half of them, and none. */
async function moments(
  client: pg.Client,
  column: string,
  table: string,
): Promise<{ gte: Values; lte: Values }> {
  const { rows } = await client.query<{ low: Date; mid: Date; high: Date }>(
    `select low, high, low + (high - low) / 2 as mid
       from (select min(${column}) as low, max(${column}) as high from ${table}) as edges`,
  );
  const { low, mid, high } = rows[0] ?? { low: new Date(0), mid: new Date(0), high: new Date() };
  const aDayAfter = (time: Date, days: number): string =>
    new Date(time.getTime() + days * 86_400_000).toISOString();
  return {
    gte: {
      all: aDayAfter(low, -1),
      half: mid.toISOString(),
      few: high.toISOString(),
      none: aDayAfter(high, 30),
    },
    lte: {
      all: aDayAfter(high, 1),
      half: mid.toISOString(),
      few: low.toISOString(),
      none: aDayAfter(low, -30),
    },
  };
}

/** Texts of several lengths out of a name that is there, and some that nobody has. */
export function searchesFor(name: string): Record<string, string> {
  const letters = [...name];
  const cut = (from: number, length: number): string => letters.slice(from, from + length).join('');
  return {
    '1 letter': cut(0, 1),
    '2 letters': cut(0, 2),
    '3 letters, the beginning': cut(0, 3),
    '3 letters, the end': cut(Math.max(0, letters.length - 3), 3),
    'a whole name': name,
    ...NO_TEXTS,
  };
}

async function nameIn(client: pg.Client, sql: string, id: number): Promise<string> {
  const { rows } = await client.query<{ name: string }>(sql, [id]);
  return rows[0]?.name ?? '';
}

type Reader = (client: pg.Client) => Promise<ListFacts>;

async function userFacts(client: pg.Client): Promise<ListFacts> {
  const middle = await middleIds(client, 'id', 'users');
  const { gte, lte } = await moments(client, 'created_at', 'users');
  const flags = { yes: true, no: false };
  return {
    middle,
    filters: {
      id: { one: middle[0], two: middle, none: NO_ID },
      role: { many: 'user', few: 'admin' },
      is_active: flags,
      second_factor: flags,
      never_signed_in: flags,
      created_gte: gte,
      created_lte: lte,
      dormant_since: (await moments(client, 'coalesce(last_login_at, created_at)', 'users')).lte,
    },
    searches: searchesFor(
      await nameIn(client, 'select username as name from users where id = $1', middle[0]),
    ),
  };
}

async function auditFacts(client: pg.Client): Promise<ListFacts> {
  const middle = await middleIds(client, 'id', 'auth_audit');
  const { gte, lte } = await moments(client, 'ts', 'auth_audit');
  const newest = '(select * from auth_audit order by id desc limit 20000) as newest';
  const target = await oftenAndSeldom(client, `(detail ->> 'target')::int`, newest);
  const targets = { ...target, none: NO_ID };
  const name = await nameIn(
    client,
    'select username as name from auth_audit where id >= $1 and username is not null order by id limit 1',
    middle[0],
  );
  return {
    middle,
    filters: {
      id: { one: middle[0], two: middle, none: Number.MAX_SAFE_INTEGER },
      event: { ...(await oftenAndSeldom(client, 'event', newest)), none: 'backup_restore' },
      user_id: { ...(await oftenAndSeldom(client, 'user_id', newest)), none: NO_ID },
      target_id: targets,
      target_user_id: targets,
      tenant_id: targets,
      ip: { ...(await oftenAndSeldom(client, 'ip', newest)), none: '203.0.113.255' },
      ts_gte: gte,
      ts_lte: lte,
    },
    searches: { ...searchesFor(name), 'an event': 'login_fail' },
  };
}

async function sessionFacts(client: pg.Client): Promise<ListFacts> {
  const alive = `(select s.* from user_sessions s join users u on u.id = s.user_id where u.is_active and s.expires_at > now()
    and (s.remember or s.created_at > now() - interval '20 hours')) as alive`;
  const middle = await middleIds(client, 'public_id', alive);
  const owner =
    'select username as name from users where id = (select user_id from user_sessions where public_id = $1)';
  return {
    middle,
    filters: {
      id: { one: middle[0], two: middle, none: NO_ID },
      user_id: { ...(await oftenAndSeldom(client, 'user_id', alive)), none: NO_ID },
      ip: { ...(await oftenAndSeldom(client, 'ip', alive)), none: '203.0.113.255' },
    },
    searches: searchesFor(await nameIn(client, owner, middle[0])),
  };
}

async function tenantFacts(client: pg.Client): Promise<ListFacts> {
  const middle = await middleIds(client, 'id', 'tenants');
  const domain = await nameIn(
    client,
    'select domain as name from tenant_domains where tenant_id >= $1 order by tenant_id limit 1',
    middle[0],
  );
  const grade = await oftenAndSeldom(client, 'grade', 'tenants');
  return {
    middle,
    filters: {
      id: { one: middle[0], two: middle, none: NO_ID },
      state: await oftenAndSeldom(client, 'state', 'tenants'),
      grade: { ...grade, 'not yet': 'none' },
      domain: { one: domain, none: 'nobody.example.net' },
    },
    searches: {
      ...searchesFor(await nameIn(client, 'select name from tenants where id = $1', middle[0])),
      'a whole domain': domain,
    },
  };
}

async function jobFacts(client: pg.Client): Promise<ListFacts> {
  const middle = await middleIds(client, 'id', 'jobs');
  const tenants = await oftenAndSeldom(client, 'tenant_id', 'jobs');
  const tenant = 'select name from tenants where id = (select tenant_id from jobs where id = $1)';
  return {
    middle,
    filters: {
      id: { one: middle[0], two: middle, none: NO_ID },
      tenant_id: { ...tenants, two: Object.values(tenants), none: NO_ID },
      state: {
        ...(await oftenAndSeldom(client, 'state', 'jobs')),
        running: 'running',
        'alive ones': ['queued', 'running'],
      },
      trigger: { ...(await oftenAndSeldom(client, 'trigger', 'jobs')), none: 'retry' },
    },
    searches: searchesFor(await nameIn(client, tenant, middle[0])),
  };
}

const READERS: Record<string, Reader> = {
  users: userFacts,
  audit: auditFacts,
  sessions: sessionFacts,
  tenants: tenantFacts,
  jobs: jobFacts,
};

/** Looks for what a database offers for a list. */
export async function factsOf(spec: ListSpec, client: pg.Client): Promise<ListFacts> {
  const read = READERS[spec.resource];
  if (read === undefined) throw new Error(`Nobody said how the list of ${spec.resource} is measured.`);
  return read(client);
}
