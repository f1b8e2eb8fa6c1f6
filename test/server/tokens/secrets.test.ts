/** Every secret that the application hands out or is told is looked for wherever it could be kept. */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import request from 'supertest';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, cookieOf, PASSWORD } from '../../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../../support/server-process.js';

describe('Secrets of tokens', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  /** By what they are. */
  const secrets = new Map<string, string>();
  /** How the secrets are known to the database. */
  const hashes: string[] = [];

  /** Whatever a dump of the database would hold, of every table there is. */
  async function dump(): Promise<string> {
    const { rows } = await database.db.raw<{ rows: { name: string }[] }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await database.db.raw<{ rows: { line: string }[] }>(
        `select t::text as line from ${name} t`,
      );
      texts.push(name, ...found.rows.map(({ line }) => line));
    }
    return texts.join('\n');
  }

  before(async () => {
    database = await createTestDatabase();
    server = spawnServer({ DATABASE_URL: urlOf(database), LOG_LEVEL: 'trace' });
    const url = await server.listening();
    const setup = await request(url).post('/api/auth/setup').send(ADMIN).expect(200);
    const cookie = cookieOf(setup);
    secrets.set('password', ADMIN.password).set('session', cookie.split('=')[1] ?? '');
    const make = async (name: string): Promise<string> => {
      const input = { name, scopes: ['tenants:read', 'users:write'] };
      const { body } = await request(url).post('/api/tokens').set('Cookie', cookie).send(input).expect(200);
      const token = (body as { token: string }).token;
      secrets.set(`token ${name}`, token);
      hashes.push(createHash('sha256').update(token).digest('hex'));
      return token;
    };
    const [used, leaked, revoked] = [await make('used'), await make('leaked'), await make('revoked')];
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    await request(url).get('/api/tenants').set(bearer(used)).expect(200);
    await request(url)
      .post('/api/users')
      .set(bearer(used))
      .send({ username: 'joe', password: PASSWORD })
      .expect(200);
    secrets.set('password of joe', PASSWORD);
    await request(url).get('/api/jobs').set(bearer(used)).expect(403);
    await request(url).get('/api/tenants').set(bearer(used)).set('Cookie', cookie).expect(400);
    // People and programs put tokens where they do not belong.
    await request(url).get(`/api/tenants?access_token=${used}`).expect(401);
    await request(url).get(`/api/users/${used}`).set(bearer(used)).expect(404);
    await request(url).get(`/${used}`).expect(404);
    await request(url).post('/api/auth/login').send({ username: used, password: used }).expect(401);
    await request(url).get('/api/tenants').set('Cookie', `clearview_session=${used}`).expect(401);
    await request(url).get('/api/tenants').set(bearer(used)).set('User-Agent', 'script').expect(200);
    await request(url).post('/api/tokens/leaked').send({ token: leaked }).expect(200);
    await request(url).delete('/api/tokens/current').set(bearer(revoked)).expect(200);
    // The database fails while it is handed what belongs to a token.
    await database.db.raw('alter table api_tokens rename to away');
    await request(url).get('/api/tenants').set(bearer(used)).expect(500);
    await request(url).post('/api/tokens/leaked').send({ token: used }).expect(500);
    await database.db.raw('alter table away rename to api_tokens');
    await database.db.raw('alter table api_tokens add constraint broken check (id < 4)');
    await request(url)
      .post('/api/tokens')
      .set('Cookie', cookie)
      .send({ name: 'fails', scopes: ['jobs:read'] })
      .expect(500);
    await request(url).get('/api/tenants').set(bearer(used)).expect(200);
  });

  after(async () => {
    await server.stop();
    await database.drop();
  });

  const expectNone = (text: string): void => {
    for (const [what, secret] of secrets) {
      expect(secret.length, what).to.be.greaterThan(11);
      expect(text.includes(secret), what).to.equal(false);
    }
  };

  it('are in no table: neither in clear, nor in base64 or hex', async () => {
    const text = await dump();
    // The dump is one: what is known to be there is found.
    expect(text).to.include(hashes[0]);
    expect(text).to.include('token_leaked');
    expectNone(text);
    for (const secret of secrets.values()) {
      expect(text).not.to.include(Buffer.from(secret).toString('hex'));
      expect(text).not.to.include(Buffer.from(secret).toString('base64').slice(0, -4));
    }
  });

  it('are in no line of the log at its most talkative, nor are their hashes', () => {
    const words = server.stdout() + server.stderr();
    expect(words).to.include('token_create').and.to.include('cv_***');
    expectNone(words);
    for (const hash of hashes) expect(words).not.to.include(hash);
  });

  it('are in no row of the audit log, nor are their hashes', async () => {
    const rows = await database.db('auth_audit').select('*');
    const text = JSON.stringify(rows);
    expect(text).to.include('token_create');
    expectNone(text);
    for (const hash of hashes) expect(text).not.to.include(hash);
  });

  it('of tokens that are over leave nothing behind', async () => {
    const text = await dump();
    expect(text).not.to.include(hashes[1]);
    expect(text).not.to.include(hashes[2]);
  });
});
