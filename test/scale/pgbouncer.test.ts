import { expect } from 'chai';
import pg from 'pg';
import { settingsFromUrl } from '../../db/knex.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { watch } from '../support/event-stream.js';
import { ADMIN, PASSWORD } from '../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../support/server-process.js';
import { client, enter, tally, type Call } from '../server/faults/client.js';
import { until } from './processes.js';
import { example, findProgram, freePort, replaced, startProgram, type Program } from './programs.js';

interface Way {
  host: string;
  port: string;
  user: string;
  password: string;
}

function wayOf(url: string): Way {
  const { hostname, port, username, password, searchParams } = new URL(url);
  return {
    host: searchParams.get('host') ?? hostname,
    port: searchParams.get('port') ?? (port === '' ? '5432' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

/** The example of the documentation, on addresses of the test's own. */
function configuration(way: Way, database: string, port: number): string {
  const target = `clearview = host=${way.host} port=${way.port} dbname=${database} `;
  const there = replaced(example('ini'), /clearview = host=\S+ port=\d+ dbname=\S+ /, target);
  const here = replaced(there, /listen_port = 6432/, `listen_port = ${port}\nunix_socket_dir =`);
  return replaced(here, /auth_file = \S+/, 'auth_file = users.txt');
}

describe('Behind PgBouncer in transaction mode', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let bouncer: Program | undefined;
  let pooled: string;
  let server: ServerProcess | undefined;

  before(async function () {
    const program = findProgram('pgbouncer');
    if (program === undefined) return this.skip();
    database = await createTestDatabase({ migrated: false });
    const way = wayOf(urlOf(database));
    const port = await freePort();
    const files = {
      'users.txt': `"${way.user}" "${way.password}"\n`,
      'pgbouncer.ini': configuration(way, database.name, port),
    };
    bouncer = await startProgram(program, port, files, (folder) => {
      return [`${folder}/pgbouncer.ini`];
    });
    pooled = `postgres://${way.user}:${way.password}@127.0.0.1:${port}/clearview`;
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  after(async () => {
    await bouncer?.stop();
    await (database as TestDatabase | undefined)?.drop();
  });

  const start = (env: Record<string, string> = {}): ServerProcess => {
    return (server = spawnServer({
      DATABASE_URL: pooled,
      DATABASE_POOLER: 'transaction',
      LOG_LEVEL: 'info',
      SCAN_RESOLVER: '127.0.0.1:9',
      ...env,
    }));
  };

  /** What an installation does all day, at once on more connections than one. */
  async function useIt(url: string, username: string, admin: Call): Promise<void> {
    const paths = [
      '/api/auth/me',
      '/api/users',
      '/api/audit',
      '/api/sessions',
      '/api/tenants',
      '/api/jobs',
      '/readyz',
    ];
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => paths)
        .flat()
        .map((path) => admin('GET', path)),
    );
    expect(tally(asked)).to.deep.equal({ 200: paths.length * 8 });
    const made = await admin('POST', '/api/users', { username, password: PASSWORD });
    expect(made.status).to.equal(200);
    const { id } = made.body as { id: number };
    expect((await admin('PATCH', `/api/users/${id}`, { role: 'admin' })).status).to.equal(200);
    const cookie = await enter(url, '/api/auth/login', username, PASSWORD);
    expect((await client(url, cookie)('GET', '/api/auth/me')).status).to.equal(200);
    expect((await admin('DELETE', `/api/users/${id}`)).status).to.equal(200);
    expect((await client(url, cookie)('GET', '/api/auth/me')).status).to.equal(401);
  }

  async function hearOf(url: string, cookie: string, username: string, patience: number): Promise<void> {
    const stream = await watch(`${url}/api/audit/stream`, cookie);
    expect(stream.status).to.equal(200);
    await client(url)('POST', '/api/auth/login', { username, password: 'WrongPassword42' });
    await stream.until((told) => told.some(({ data }) => JSON.stringify(data).includes(username)), patience);
    stream.close();
  }

  it('is the hard case: what one client prepares by name is in the way of the next', async () => {
    const settings = { ...settingsFromUrl(pooled), application_name: 'test' };
    const [one, two] = [new pg.Client(settings), new pg.Client(settings)];
    await one.connect();
    await two.connect();
    try {
      await one.query({ name: 'mine', text: 'select 1' });
      const second = await two.query({ name: 'mine', text: 'select 2' }).catch((error: unknown) => error);
      expect((second as { code?: string }).code).to.equal('42P05');
    } finally {
      await Promise.all([one.end(), two.end()]);
    }
  });

  it('refuses to migrate without a way past it, in a sentence', async () => {
    const refused = start();
    expect(await refused.ended).to.equal(1);
    expect(refused.stderr()).to.contain('set DATABASE_DIRECT_URL');
    expect(refused.stderr()).not.to.match(/node_modules|\.ts:\d/);
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      "select 1 where to_regclass('users') is not null",
    );
    expect(rows).to.deep.equal([]);
  });

  it('does all with a way past it: migrations, sign-in, lists, changes, the stream, the worker', async () => {
    const running = start({ DATABASE_DIRECT_URL: urlOf(database) });
    const url = await running.listening();
    expect(running.stderr()).to.contain('Database prepared');
    const cookie = await enter(url, '/api/auth/setup', ADMIN.username, ADMIN.password);
    await useIt(url, 'joe', client(url, cookie));
    await hearOf(url, cookie, 'past-the-pooler', 10_000);
    await until('the worker has kept house', () => running.stdout().includes('Housekeeping is done'));
  });

  it('keeps the time-outs of the server, by the settings of the example', async () => {
    const asked = new pg.Client(settingsFromUrl(pooled));
    await asked.connect();
    const { rows } = await asked.query("select current_setting('statement_timeout') as statement");
    await asked.end();
    expect(rows).to.deep.equal([{ statement: '5s' }]);
  });

  it('does all but tell at once without a way past it', async () => {
    const running = start({ WEB_CONCURRENCY: '2' });
    const url = await running.listening();
    const cookie = await enter(url, '/api/auth/login', ADMIN.username, ADMIN.password);
    await useIt(url, 'jane', client(url, cookie));
    await hearOf(url, cookie, 'by-the-heartbeat', 40_000);
    await until('the worker has kept house', () => running.stdout().includes('Housekeeping is done'));
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      "select 1 from pg_stat_activity where application_name = 'clearview listener'",
    );
    expect(rows).to.deep.equal([]);
  });
});
