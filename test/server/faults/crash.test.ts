import { expect } from 'chai';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDataFolder, postmasterOf, signalPostgres } from '../../support/own-postgres.js';
import { ADMIN, PASSWORD } from '../../support/people.js';
import { spawnServer, type ServerProcess } from '../../support/server-process.js';
import { client, enter, repeat, waitFor, type Call } from './client.js';

interface User {
  id: number;
  username: string;
  role: string;
}

interface Row {
  event: string;
  detail: { target: number; role?: string };
}

/** Posts JSON. @returns once the server has begun with the request: it has asked for the body */
async function send(
  url: string,
  path: string,
  body: object,
  cookie = '',
): Promise<{ status: Promise<number> }> {
  const headers = { 'content-type': 'application/json', expect: '100-continue', cookie };
  const sent = request(url + path, { method: 'POST', headers });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end(JSON.stringify(body));
  const status = once(sent, 'response').then(
    ([answer]: IncomingMessage[]) => answer?.resume().statusCode ?? 0,
    () => 0,
  );
  return { status };
}

/** With the embedded PostgreSQL in a folder of its own, as after `npm start`. */
describe('A server that is killed or stopped', function () {
  this.timeout(90_000);
  let folder: string;
  let dataDir: string;
  let server: ServerProcess;
  let url: string;
  let cookie: string;
  let admin: Call;
  /** Name and role of every user whose creation or change was answered. */
  const acknowledged = new Map<string, string>();

  async function start(): Promise<void> {
    server = spawnServer({ DATA_DIR: dataDir, LOG_LEVEL: 'error' });
    url = await server.listening();
    admin = client(url, cookie);
  }

  before(async () => {
    folder = await makeDataFolder();
    dataDir = path.join(folder, 'data');
    await start();
    cookie = await enter(url, '/api/auth/setup', ADMIN.username, ADMIN.password);
    admin = client(url, cookie);
  });
  after(async () => {
    await server.kill();
    await signalPostgres(dataDir, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** Creates and promotes users until it is told to stop, and notes what was answered. */
  async function write(until: AbortSignal, writer: string): Promise<void> {
    await repeat(until, async (n) => {
      const username = `${writer}-${n}`;
      const made = await admin('POST', '/api/users', { username, password: PASSWORD });
      if (made.status !== 200) return;
      acknowledged.set(username, 'user');
      const { id } = made.body as User;
      // Sent and not answered: it may be either.
      acknowledged.set(username, 'user or admin');
      const changed = await admin('PATCH', `/api/users/${id}`, { role: 'admin' });
      if (changed.status === 200) acknowledged.set(username, 'admin');
    });
  }

  async function expectNothingLost(): Promise<void> {
    const users = (await admin('GET', '/api/users')).body as User[];
    const rows = (await admin('GET', '/api/audit?limit=1000')).body as Row[];
    for (const [username, role] of acknowledged) {
      expect(role, username).to.include(users.find((user) => user.username === username)?.role ?? 'no user');
    }
    const targets = (event: string) =>
      rows.filter((row) => row.event === event).map((row) => row.detail.target);
    const made = users.filter(({ username }) => username !== ADMIN.username);
    expect(targets('user_create')).to.have.members(made.map(({ id }) => id));
    expect(targets('user_update')).to.have.members(
      made.filter(({ role }) => role === 'admin').map(({ id }) => id),
    );
  }

  const crashes: Record<string, () => Promise<unknown>> = {
    'of the server': () => server.kill(),
    'of PostgreSQL and the server': () => Promise.all([signalPostgres(dataDir, 'SIGKILL'), server.kill()]),
    'of the server, and PostgreSQL a moment later': async () => {
      await server.kill();
      await sleep(300);
      await signalPostgres(dataDir, 'SIGKILL');
    },
  };
  for (const [what, crash] of Object.entries(crashes)) {
    it(`loses nothing that was answered by kill -9 ${what}, in the middle of writes [R-14]`, async () => {
      const before = acknowledged.size;
      const enough = new AbortController();
      const writers = Array.from({ length: 4 }, (_, n) => write(enough.signal, `w${n}-${before}`));
      // By what was done, not by the time it took: a busy machine does less in a second.
      await waitFor(() => Promise.resolve(acknowledged.size > before + 6), 30_000);
      await crash();
      enough.abort();
      await Promise.all(writers);
      expect(acknowledged.size).to.be.greaterThan(before + 6);
      const begun = Date.now();
      await start();
      expect(Date.now() - begun).to.be.lessThan(60_000);
      expect((await admin('GET', '/api/auth/me')).status, 'the session of before').to.equal(200);
      expect((await admin('GET', '/api/auth/setup-required')).body).to.deep.equal({ setup_required: false });
      await expectNothingLost();
    });
  }

  it('goes on when PostgreSQL alone is killed: it is back within 15 s [R-15]', async () => {
    await signalPostgres(dataDir, 'SIGKILL');
    const begun = Date.now();
    for (let status = 0; status !== 200; status = (await admin('GET', '/api/auth/me')).status) {
      expect(status).to.be.oneOf([0, 503]);
      expect(Date.now() - begun).to.be.lessThan(15_000);
      await sleep(100);
    }
    await expectNothingLost();
  });

  it('finishes what is in flight on SIGTERM, then ends by itself with code 0 and stops PostgreSQL [R-21]', async () => {
    const postmaster = await postmasterOf(dataDir);
    const signIns = Array.from({ length: 6 }, () => send(url, '/api/auth/login', ADMIN));
    const user = { username: 'in-flight', password: PASSWORD };
    const requests = await Promise.all([...signIns, send(url, '/api/users', user, cookie)]);
    const begun = Date.now();
    const ended = server.stop();
    const statuses = await Promise.all(requests.map(({ status }) => status));
    expect(statuses).to.deep.equal(statuses.map(() => 200));
    expect(await ended).to.equal(0);
    expect(Date.now() - begun).to.be.lessThan(5_000);
    expect((await client(url)('GET', '/healthz')).status, 'the port is closed').to.equal(0);
    expect(await postmasterOf(dataDir), 'postmaster.pid').to.equal(undefined);
    expect(() => process.kill(postmaster ?? 0, 0)).to.throw('ESRCH');
    expect(server.stderr()).not.to.match(/Error|Unhandled/);
  });

  it('finds all of that again at the next start', async () => {
    await start();
    acknowledged.set('in-flight', 'user');
    await expectNothingLost();
    expect(await server.stop()).to.equal(0);
  });
});
