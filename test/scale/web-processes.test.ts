import { expect } from 'chai';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { startWebProcesses, type WebProcesses } from '../../server/cluster/web-processes.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { watch } from '../support/event-stream.js';
import { ADMIN } from '../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../support/server-process.js';
import { enter } from '../server/faults/client.js';
import { running, until, webProcessesOf } from './processes.js';

/** Asks on a connection of its own, so that the processes take turns. @returns the status; 0 for none */
async function ask(url: string, cookie: string, method = 'GET'): Promise<number> {
  return new Promise((resolve) => {
    const sent = http.request(url, { method, agent: false, headers: { cookie, connection: 'close' } });
    sent.on('response', (answer) => {
      answer.resume().on('close', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0));
    sent.end();
  });
}

/** Begins with a request: the server has asked for the body. */
async function begin(url: string): Promise<{ finish(body: string): Promise<number> }> {
  const headers = { 'content-type': 'application/json', expect: '100-continue' };
  const sent = http.request(url, { method: 'POST', agent: false, headers });
  const answered = once(sent, 'response') as Promise<[http.IncomingMessage]>;
  sent.flushHeaders();
  await once(sent, 'continue');
  return {
    async finish(body) {
      sent.end(body);
      const [answer] = await answered;
      return answer.resume().statusCode ?? 0;
    },
  };
}

describe('WEB_CONCURRENCY: several processes on one port', function () {
  this.timeout(90_000);
  let database: TestDatabase;
  let folder: string;
  let server: ServerProcess;
  let url: string;
  let cookie: string;
  let env: Record<string, string>;

  before(async () => {
    database = await createTestDatabase({ migrated: false });
    folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-scale-'));
    env = {
      DATABASE_URL: urlOf(database),
      DATA_DIR: path.join(folder, 'data'),
      WEB_CONCURRENCY: '3',
      LOG_LEVEL: 'warn',
    };
    server = spawnServer(env);
    url = await server.listening();
    cookie = await enter(url, '/api/auth/setup', ADMIN.username, ADMIN.password);
  });
  after(async () => {
    await server.kill();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const me = (): Promise<number> => ask(`${url}/api/auth/me`, cookie);
  const answers = async (count: number, question: () => Promise<number>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let turn = 0; turn < count; turn += 1) statuses.push(await question());
    return [...new Set(statuses)];
  };

  it('tells once where it is and with how many, and migrates once', () => {
    expect(server.stderr().match(/Address/g)).to.have.length(1);
    expect(server.stderr().match(/Database prepared/g)).to.have.length(1);
    expect(server.stderr()).to.contain('3 processes');
    expect(webProcessesOf(server.pid)).to.have.length(3);
  });

  it('is ready in each, and a session of one is known to all', async () => {
    expect(await answers(6, () => ask(`${url}/readyz`, ''))).to.deep.equal([200]);
    expect(await answers(6, me)).to.deep.equal([200]);
  });

  it('refuses a session in every process from the moment it was revoked in one', async () => {
    const other = await enter(url, '/api/auth/login', ADMIN.username, ADMIN.password);
    const asOther = (): Promise<number> => ask(`${url}/api/auth/me`, other);
    expect(await answers(6, asOther)).to.deep.equal([200]);
    expect(await ask(`${url}/api/auth/logout`, other, 'POST')).to.equal(200);
    expect(await answers(6, asOther)).to.deep.equal([401]);
  });

  it('seals with one key, made once', async () => {
    const enrol = async (): Promise<number> => {
      const { status } = await fetch(`${url}/api/auth/second-factor/totp`, {
        method: 'POST',
        headers: { cookie, connection: 'close' },
      });
      return status;
    };
    expect(new Set(await Promise.all(Array.from({ length: 6 }, enrol)))).to.deep.equal(new Set([200]));
    expect(await readdir(path.join(folder, 'data'))).to.deep.equal(['secret.key']);
    expect(await readFile(path.join(folder, 'data/secret.key'), 'utf8')).to.match(/^[0-9a-f]{64}\n$/);
  });

  it('runs scans and chores in the first process alone', async () => {
    const { rows } = await database.db.raw<{ rows: { count: number }[] }>(
      `select count(distinct locked_by) as count from graphile_worker.jobs where locked_by is not null`,
    );
    expect(rows[0]?.count).to.be.at.most(1);
    const tidied = async (): Promise<boolean> => {
      const { rows: left } = await database.db.raw<{ rows: unknown[] }>(
        "select 1 from graphile_worker.jobs where key = 'housekeeping-at-start'",
      );
      return left.length === 0;
    };
    await until('the house is tidy', tidied);
  });

  it('makes a process anew that was killed, and the others answer meanwhile', async () => {
    const [victim = 0, ...others] = webProcessesOf(server.pid);
    process.kill(victim, 'SIGKILL');
    // Until the first one knows, new connections are still handed to it, and lost.
    await until('it is known', () => server.stdout().includes('A web process died and is made anew.'));
    expect(running([victim])).to.deep.equal([]);
    expect(await answers(6, me)).to.deep.equal([200]);
    await until('there are three again', () => webProcessesOf(server.pid).length === 3);
    expect(webProcessesOf(server.pid)).to.include.members(others);
    expect(await answers(6, me)).to.deep.equal([200]);
  });

  it('lets a process that is told to end finish, and makes it anew', async () => {
    const [victim = 0] = webProcessesOf(server.pid);
    process.kill(victim, 'SIGTERM');
    await until('it is gone', () => running([victim]).length === 0);
    await until('there are three again', () => webProcessesOf(server.pid).length === 3);
  });

  it('ends in order: what is in flight is answered, streams end, nobody is left', async () => {
    const web = webProcessesOf(server.pid);
    const stream = await watch(`${url}/api/audit/stream`, cookie);
    expect(stream.status).to.equal(200);
    const inFlight = await begin(`${url}/api/auth/login`);
    server.signal('SIGTERM');
    await stream.ended;
    expect(await inFlight.finish(JSON.stringify(ADMIN))).to.equal(200);
    expect(await server.ended).to.equal(0);
    expect(running(web)).to.deep.equal([]);
    expect(await me()).to.equal(0);
  });
});

describe('WEB_CONCURRENCY, when something is wrong', function () {
  this.timeout(120_000);
  let server: ServerProcess;
  let database: TestDatabase;
  let env: Record<string, string>;

  before(async () => {
    database = await createTestDatabase();
    env = { DATABASE_URL: urlOf(database), WEB_CONCURRENCY: '2', LOG_LEVEL: 'silent' };
  });
  afterEach(() => server.kill());
  after(() => database.drop());

  it('leaves no web process behind when the first one is killed', async () => {
    server = spawnServer(env);
    await server.listening();
    const web = webProcessesOf(server.pid);
    expect(web).to.have.length(2);
    await server.kill();
    await until('they have ended by themselves', () => running(web).length === 0);
  });

  it('says once that the port is taken', async () => {
    const rival = createServer();
    await new Promise<void>((resolve) => rival.listen(0, '127.0.0.1', resolve));
    server = spawnServer({ ...env, PORT: String((rival.address() as AddressInfo).port) });
    expect(await server.ended).to.equal(1);
    expect(server.stderr().match(/EADDRINUSE/g)).to.have.length.at.most(2);
    expect(server.stderr()).to.not.contain('A web process');
    rival.close();
  });

  it('gives up with a sentence when they die again and again', async () => {
    server = spawnServer(env);
    await server.listening();
    let hasEnded = false;
    void server.ended.then(() => (hasEnded = true));
    await until('it has given up', () => {
      for (const pid of webProcessesOf(server.pid)) process.kill(pid, 'SIGKILL');
      return hasEnded;
    });
    expect(await server.ended).to.equal(1);
    expect(server.stderr()).to.contain('Clearview stopped: The web processes die again and again: 11 times');
  });
});

describe('WEB_CONCURRENCY, when the system makes no process', function () {
  this.timeout(60_000);
  let folder: string;
  let said: string[];
  let web: WebProcesses;

  /** What a web process says and hears, and no more. */
  const PROGRAM = `process.on('message', ({ kind }) => {
    if (kind === 'place') process.send({ kind: 'listens', address: { port: 1 } });
    else process.exit(0);
  });
  process.send({ kind: 'wants-place' });`;

  /** Every process from now on is made there. */
  const makeThemIn = (cwd: string): void => cluster.setupPrimary({ cwd });
  const pids = (): number[] => Object.values(cluster.workers ?? {}).flatMap((one) => one?.process.pid ?? []);
  const start = (): WebProcesses => {
    const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
    return startWebProcesses(2, { connection: {}, port: 1 }, logger);
  };

  beforeEach(async () => {
    said = [];
    folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-scale-'));
    await writeFile(path.join(folder, 'web.mjs'), PROGRAM);
    cluster.setupPrimary({ exec: path.join(folder, 'web.mjs'), execArgv: [] });
  });
  afterEach(async () => {
    // Whatever a test came to: none is made any more, least of all by the program of these tests.
    void web.stop();
    for (const pid of pids()) process.kill(pid, 'SIGKILL');
    cluster.setupPrimary({ exec: process.argv[1], execArgv: process.execArgv, cwd: undefined });
    await rm(folder, { recursive: true, force: true });
  });

  // The system is asked and refuses, as with EAGAIN; and a path with a NUL is not even asked for, as with ENOMEM.
  for (const [how, cwd] of [
    ['tells so', '/nowhere/at/all'],
    ['throws at once', '/\0'],
  ] as const) {
    it(`tries again when it ${how}, and ends in order`, async () => {
      makeThemIn(folder);
      web = start();
      web.failing.catch(() => undefined);
      await web.listening;
      makeThemIn(cwd);
      const [victim = 0] = pids();
      process.kill(victim, 'SIGKILL');
      await until('it has been tried twice', () => said.length >= 3);
      makeThemIn(folder);
      await until('there are two again', () => pids().length === 2);
      makeThemIn(cwd);
      process.kill(pids()[1] ?? 0, 'SIGKILL');
      await until('another one could not be made', () => said.length >= 5);
      await web.stop();
      expect(pids()).to.deep.equal([]);
    });

    it(`gives up at the start when it ${how}`, async () => {
      makeThemIn(cwd);
      web = start();
      const reason: unknown = await web.failing.catch((error: unknown) => error);
      expect(String(reason)).to.match(/A web process ended before it listened \((spawn|The ).+\)/);
      await web.stop();
    });
  }
});
