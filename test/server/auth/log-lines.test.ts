import { expect } from 'chai';
import request from 'supertest';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, cookieOf, PASSWORD } from '../../support/people.js';
import { sendRaw } from '../../support/raw-http.js';
import { spawnServer, urlOf, type ServerProcess } from '../../support/server-process.js';

const SETUP_TOKEN = 'TheTokenOfTheOperator';
const NEW_PASSWORD = 'NewJoePassword42';
const MISTYPED = 'MyPasswordInTheNameField42!';

interface Line {
  level: string;
  msg: string;
  audit?: { event: string };
}

/** The real server at its most talkative, and every word that it says. */
describe('What the server writes to its log', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let url: string;
  const cookies: string[] = [];

  const ask = (path: string, body: object, cookie = '') =>
    request(url).post(path).set('Cookie', cookie).send(body);
  const login = (username: string, password: string) => ask('/api/auth/login', { username, password });

  const words = (): string => server.stdout() + server.stderr();
  const lines = (): Line[] =>
    server
      .stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  before(async () => {
    database = await createTestDatabase();
    server = spawnServer({ DATABASE_URL: urlOf(database), LOG_LEVEL: 'trace', SETUP_TOKEN });
    url = await server.listening();
    const { password, ...name } = ADMIN;
    await ask('/api/auth/setup', { ...name, password, setup_token: 'TheTokenOfSomebodyElse' }).expect(403);
    const setup = await ask('/api/auth/setup', { ...ADMIN, setup_token: SETUP_TOKEN }).expect(200);
    const admin = cookieOf(setup);
    cookies.push(admin);
    const { id } = (await ask('/api/users', { username: 'joe', password: PASSWORD }, admin).expect(200)).body;
    cookies.push(cookieOf(await login('joe', PASSWORD).expect(200)));
    await login('joe', 'WrongPassword42').expect(401);
    await login(MISTYPED, 'x').expect(401);
    await request(url)
      .get(`/api/auth/me?password=${PASSWORD}`)
      .set('Cookie', cookies[1] ?? '')
      .expect(200);
    await ask(`/api/users/${String(id)}/reset-password`, { password: NEW_PASSWORD }, admin).expect(200);
    cookies.push(cookieOf(await login('joe', NEW_PASSWORD).expect(200)));
    await ask('/api/users', { username: 'eve', password: `EvesPassword42`, is_admin: true }, admin).expect(
      422,
    );
    // The database fails at the very moment that it is handed the hash, and once with a session's.
    await database.db.raw('alter table users add constraint broken check (id < 3)');
    await ask('/api/users', { username: 'ann', password: 'AnnsPassword42' }, admin).expect(500);
    await database.db.raw('alter table user_sessions rename to away');
    await request(url).get('/api/auth/me').set('Cookie', admin).expect(500);
    await login('joe', NEW_PASSWORD).expect(500);
    await database.db.raw('alter table away rename to user_sessions');
    await login('joe', NEW_PASSWORD).expect(200);
  });

  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('is something: requests, events and errors, a JSON object on each line [G-14]', () => {
    const all = lines();
    expect(all.length).to.be.greaterThan(10);
    const events = all.map(({ audit }) => audit?.event);
    for (const event of ['setup', 'user_create', 'login_ok', 'login_fail', 'password_reset']) {
      expect(events).to.include(event);
    }
    expect(all.filter(({ level }) => level === 'error')).to.have.length.within(3, 12);
  });

  it('holds no password, right, wrong, mistyped or refused [G-05]', () => {
    expect(words()).not.to.match(
      /CorrectHorse42|JoePassword42|WrongPassword42|AnnsPassword42|EvesPassword42|MyPasswordIn/,
    );
  });

  it('holds no value of a session cookie [G-05]', () => {
    for (const cookie of cookies) expect(words()).not.to.include(cookie.split('=')[1]);
  });

  it('holds no hash, of a password or of a session, also when the database fails with it in hand [G-05] [P-07]', async () => {
    expect(words()).not.to.match(/argon2id/);
    for (const { id } of await database.db('user_sessions').select('id')) {
      expect(words()).not.to.include(id);
    }
  });

  it('holds no setup token, and nothing of the connection to the database [G-05]', () => {
    expect(words()).not.to.match(/TheTokenOf/);
    const { password } = new URL(urlOf(database));
    expect(password).not.to.equal('');
    expect(words()).not.to.include(password);
    expect(words()).not.to.match(/postgres(ql)?:\/\//);
  });

  it('cannot be given lines of their own by clients [G-08]', async () => {
    const before = lines().length;
    const forged = '{"level":"info","msg":"forged"}';
    const head = ['Host: localhost', 'Connection: close'];
    for (const bytes of [
      `GET /api/version HTTP/1.1\r\n${head.join('\r\n')}\r\nUser-Agent: a\r\n ${forged}\r\n\r\n`,
      `GET /api/version HTTP/1.1\r\n${head.join('\r\n')}\r\nUser-Agent: a\n${forged}\r\n\r\n`,
      `GET /api/version%0a${encodeURIComponent(forged)} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`,
      `GET /api/version HTTP/1.1\r\n${head.join('\r\n')}\r\nX-Request-Id: ${forged}\r\n\r\n`,
    ]) {
      await sendRaw(url, bytes);
    }
    await login(`a\n${forged}`, 'x').expect(401);
    expect(lines().length).to.be.greaterThan(before);
    for (const line of lines()) expect(line.msg).not.to.equal('forged');
  });
});
