import { expect } from 'chai';
import request from 'supertest';
import { appOf } from '../../support/second-factor.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, cookieOf } from '../../support/people.js';
import { spawnServer, urlOf, type ServerProcess } from '../../support/server-process.js';

const SECRET_KEY = 'c1ea'.repeat(16);

/** The real server at its most talkative. */
describe('Where the secrets of a second factor are not', () => {
  let database: TestDatabase;
  let server: ServerProcess;
  let url: string;
  /** By what they are. */
  const secrets: Record<string, string[]> = { key: [SECRET_KEY], app: [], code: [], recovery: [], step: [] };

  const ask = (path: string, body: object, cookie = '') =>
    request(url).post(path).set('Cookie', cookie).send(body);

  const login = async (): Promise<string> => {
    const { step } = (await ask('/api/auth/login', ADMIN).expect(200)).body as { step: string };
    secrets.step?.push(step);
    return step;
  };

  const second = (step: string, code: string) => ask('/api/auth/login/second-factor', { step, code });

  /** Every row of every table, as text. */
  async function dump(): Promise<string> {
    const { rows } = await database.db.raw<{ rows: { name: string }[] }>(
      `select quote_ident(table_name) as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const tables = await Promise.all(
      rows.map(async ({ name }) => {
        const answer = await database.db.raw<{ rows: { line: string }[] }>(
          `select row_to_json(t)::text as line from ${name} t`,
        );
        return answer.rows.map(({ line }) => line).join('\n');
      }),
    );
    return tables.join('\n');
  }

  before(async () => {
    database = await createTestDatabase();
    server = spawnServer({ DATABASE_URL: urlOf(database), LOG_LEVEL: 'trace', SECRET_KEY });
    url = await server.listening();
    const cookie = cookieOf(await ask('/api/auth/setup', ADMIN).expect(200));
    const factor = '/api/auth/second-factor';
    const made = (await ask(`${factor}/totp`, {}, cookie).expect(200)).body as {
      secret: string;
      uri: string;
    };
    const app = appOf(made.uri);
    secrets.app?.push(made.secret, made.uri);
    const code = app.code();
    secrets.code?.push(code);
    await ask(`${factor}/totp/confirm`, { code: '000000' }, cookie);
    const confirmed = await ask(`${factor}/totp/confirm`, { code }, cookie).expect(200);
    const { recovery_codes } = confirmed.body as { recovery_codes: string[] };
    secrets.recovery?.push(...recovery_codes, ...recovery_codes.map((text) => text.replaceAll('-', '')));
    await second(await login(), code).expect(401);
    const next = app.code(1);
    secrets.code?.push(next);
    await second(await login(), next).expect(200);
    await second(await login(), recovery_codes[0] ?? '').expect(200);
    await second(await login(), 'mistyped-recovery-code').expect(401);
    secrets.recovery?.push('mistyped');
    await ask(
      '/api/auth/reauthenticate',
      { password: ADMIN.password, code: recovery_codes[1] },
      cookie,
    ).expect(200);
    // The database fails at the very moment that it is handed them.
    await database.db.raw('alter table sign_in_steps rename to away');
    await second(secrets.step?.[0] ?? '', recovery_codes[2] ?? '').expect(500);
    await ask('/api/auth/login', ADMIN).expect(500);
    await database.db.raw('alter table away rename to sign_in_steps');
    await login();
  });

  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('is the database', async () => {
    const all = await dump();
    expect(all).to.include('sealed_secret').and.to.include('second_factor_fail');
    for (const kind of ['key', 'app', 'recovery', 'step']) {
      for (const secret of secrets[kind] ?? []) expect(all, kind).not.to.include(secret);
    }
  });

  it('is the log', () => {
    const words = server.stdout() + server.stderr();
    expect(words).to.include('second_factor_add').and.to.include('recovery_code_use');
    for (const kind of ['key', 'app', 'recovery', 'step']) {
      for (const secret of secrets[kind] ?? []) expect(words, kind).not.to.include(secret);
    }
    expect(words).not.to.match(/sealed_secret|argon2id/);
  });

  it('is the audit log', async () => {
    const rows = JSON.stringify(await database.db('auth_audit').select('event', 'detail', 'username'));
    for (const secret of Object.values(secrets).flat()) expect(rows).not.to.include(secret);
  });
});
