import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, PASSWORD } from '../../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../../support/server-process.js';
import { client, enter, tally } from './client.js';

describe('Two servers on one empty database, started at once', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let servers: ServerProcess[];
  let urls: string[];
  let cookie: string;

  before(async () => {
    database = await createTestDatabase({ migrated: false });
    const env = { DATABASE_URL: urlOf(database), LOG_LEVEL: 'error' };
    servers = [spawnServer(env), spawnServer(env)];
    urls = await Promise.all(servers.map((server) => server.listening()));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await database.drop();
  });

  const each = <T>(ask: (url: string) => Promise<T>) => Promise.all(urls.map(ask));

  it('are both ready: the tables were made once [R-32]', async () => {
    expect((await each((url) => client(url)('GET', '/readyz'))).map(({ status }) => status)).to.deep.equal([
      200, 200,
    ]);
    const prepared = servers.map((server) => /Database prepared: (.*)/.exec(server.stderr())?.[1] ?? '');
    expect(prepared.filter((text) => text.includes('0001_accounts'))).to.have.length(1);
  });

  it('let one set up, whichever is asked: 10 setups at each, one 200 and the rest 409 [R-01, R-32]', async () => {
    const calls = urls.flatMap((url) =>
      Array.from({ length: 10 }, () => client(url)('POST', '/api/auth/setup', ADMIN)),
    );
    expect(tally(await Promise.all(calls))).to.deep.equal({ 200: 1, 409: 19 });
    expect(await database.db('users')).to.have.length(1);
    for (const { body } of await each((url) => client(url)('GET', '/api/auth/setup-required'))) {
      expect(body).to.deep.equal({ setup_required: false });
    }
  });

  it('share sessions: who signed in at one is known at the other, and signed out at both', async () => {
    cookie = await enter(urls[0] ?? '', '/api/auth/login', ADMIN.username, ADMIN.password);
    const me = () => each((url) => client(url, cookie)('GET', '/api/auth/me'));
    expect(tally(await me())).to.deep.equal({ 200: 2 });
    await client(urls[1] ?? '', cookie)('POST', '/api/auth/logout');
    expect(tally(await me())).to.deep.equal({ 401: 2 });
  });

  it('share the count of wrong passwords: 20 in all, not at each [T-01, T-02]', async () => {
    const guess = { username: 'guessed', password: 'WrongPassword42' };
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, n) => client(urls[n % 2] ?? '')('POST', '/api/auth/login', guess)),
    );
    expect(tally(guesses)).to.deep.equal({ 401: 20, 429: 10 });
  });

  it('hold the rules between them: one name is given once, one administrator stays [R-02, R-04]', async () => {
    cookie = await enter(urls[0] ?? '', '/api/auth/login', ADMIN.username, ADMIN.password);
    const twin = { username: 'twin', password: PASSWORD, role: 'admin' };
    const made = await Promise.all(urls.map((url) => client(url, cookie)('POST', '/api/users', twin)));
    expect(tally(made)).to.deep.equal({ 200: 1, 409: 1 });
    const twinId = (made.find(({ status }) => status === 200)?.body as { id: number }).id;
    const twinCookie = await enter(urls[1] ?? '', '/api/auth/login', 'twin', PASSWORD);
    await Promise.all([
      client(urls[0] ?? '', cookie)('DELETE', `/api/users/${twinId}`),
      client(urls[1] ?? '', twinCookie)('DELETE', '/api/users/1'),
    ]);
    expect(await database.db('users').where({ role: 'admin', is_active: true })).to.have.length(1);
  });

  it('end by themselves, and each without the other', async () => {
    expect(await servers[0]?.stop()).to.equal(0);
    expect((await client(urls[1] ?? '')('GET', '/readyz')).status).to.equal(200);
    expect(await servers[1]?.stop()).to.equal(0);
  });
});
