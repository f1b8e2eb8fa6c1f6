import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOwnPostgres, type OwnPostgres } from '../../support/own-postgres.js';
import { ADMIN, PASSWORD } from '../../support/people.js';
import { spawnServer, type ServerProcess } from '../../support/server-process.js';
import { client, enter, repeat, tally, waitFor, type Call, type Reply } from './client.js';

/** What needs the database, and must say 503 while it is away. */
const QUESTIONS: [string, string, object?][] = [
  ['GET', '/api/auth/me'],
  ['GET', '/api/users'],
  ['GET', '/api/audit'],
  ['GET', '/api/tenants'],
  ['GET', '/api/nothing'],
  ['GET', '/readyz'],
  ['POST', '/api/auth/login', { username: ADMIN.username, password: ADMIN.password }],
  ['POST', '/api/auth/logout'],
  ['POST', '/api/users', { username: 'during', password: PASSWORD }],
];

describe('A server whose PostgreSQL goes away', function () {
  this.timeout(90_000);
  let postgres: OwnPostgres;
  let server: ServerProcess;
  let admin: Call;

  before(async () => {
    postgres = await startOwnPostgres();
    server = spawnServer({ DATABASE_URL: postgres.url, LOG_LEVEL: 'error' });
    const url = await server.listening();
    admin = client(url, await enter(url, '/api/auth/setup', ADMIN.username, ADMIN.password));
    // A pool that is full of connections which are about to die.
    await Promise.all(Array.from({ length: 20 }, () => admin('GET', '/api/users')));
  });
  after(async () => {
    await server.stop();
    await postgres.remove();
  });

  async function expectGraceful(): Promise<void> {
    const replies = await Promise.all(QUESTIONS.map(([method, path, body]) => admin(method, path, body)));
    for (const [n, { status, body, headers, took }] of replies.entries()) {
      const what = `${QUESTIONS[n]?.[1]}: ${status} ${JSON.stringify(body)}`;
      expect(status, what).to.equal(503);
      expect(took, what).to.be.lessThan(10_000);
      expect(Number(headers.get('retry-after')), what).to.be.within(1, 60);
      expect(body, what).to.have.all.keys('detail', 'code');
    }
    const setup = await admin('GET', '/api/auth/setup-required');
    if (setup.status === 200) expect(setup.body).to.deep.equal({ setup_required: false });
    else expect(setup.status).to.equal(503);
    for (const path of ['/', '/tenants', '/login.html', '/admin/']) {
      const page = await admin('GET', path);
      expect(page.status, path).to.equal(200);
      expect(page.took, path).to.be.lessThan(5000);
    }
    for (const path of ['/healthz', '/api/version']) expect((await admin('GET', path)).status).to.equal(200);
  }

  async function expectBack(): Promise<void> {
    const back = await waitFor(async () => (await admin('GET', '/api/auth/me')).status === 200, 15_000);
    expect(back, 'milliseconds until the cookie works again').to.be.lessThan(15_000);
    // No dead connection has stayed in the pool.
    const replies = await Promise.all(Array.from({ length: 40 }, () => admin('GET', '/api/users')));
    expect(tally(replies)).to.deep.equal({ 200: 40 });
    expect((await admin('GET', '/readyz')).status).to.equal(200);
    const { body } = await admin('GET', '/api/users');
    expect((body as { username: string }[]).map(({ username }) => username)).not.to.include('during');
  }

  it('frozen: 503 with Retry-After within 10 s, pages are shown, nobody is signed out; then back by itself [R-15]', async () => {
    await postgres.freeze();
    try {
      await expectGraceful();
    } finally {
      await postgres.thaw();
    }
    await expectBack();
  });

  it('frozen, while many sign in at once: each is told so within 10 s, however many stand before them [R-15]', async () => {
    await postgres.freeze();
    try {
      const body = { username: ADMIN.username, password: ADMIN.password };
      const replies = await Promise.all(
        Array.from({ length: 40 }, () => admin('POST', '/api/auth/login', body)),
      );
      expect(tally(replies)).to.deep.equal({ 503: 40 });
      for (const { took } of replies) expect(took).to.be.lessThan(10_000);
    } finally {
      await postgres.thaw();
    }
    await expectBack();
  });

  it('stopped: the same [R-15]', async () => {
    await postgres.stop();
    try {
      await expectGraceful();
      await sleep(2000);
      await expectGraceful();
    } finally {
      await postgres.start();
    }
    await expectBack();
  });

  it('restarted under load: nothing but 200 and 503, and the process stays [R-15b]', async () => {
    const replies: Reply[] = [];
    const enough = new AbortController();
    const note = async (reply: Promise<Reply>) => replies.push(await reply);
    const load = [
      ...Array.from({ length: 6 }, () => repeat(enough.signal, () => note(admin('GET', '/api/auth/me')))),
      repeat(enough.signal, () => note(admin('GET', '/api/users'))),
      repeat(enough.signal, () => note(admin('PATCH', '/api/users/1', { role: 'admin' }))),
      repeat(enough.signal, (n) =>
        note(admin('POST', '/api/users', { username: `load${n}`, password: PASSWORD })),
      ),
    ];
    await sleep(700);
    for (let round = 0; round < 2; round++) {
      await postgres.stop();
      await sleep(300);
      await postgres.start();
      await sleep(700);
    }
    enough.abort();
    await Promise.all(load);
    expect(Object.keys(tally(replies)), JSON.stringify(tally(replies))).to.have.members(['200', '503']);
    await expectBack();
    const users = (await admin('GET', '/api/users')).body as object[];
    const events = (await admin('GET', '/api/audit?event=user_create&limit=1000')).body as object[];
    expect(events).to.have.length(users.length - 1);
  });
});
