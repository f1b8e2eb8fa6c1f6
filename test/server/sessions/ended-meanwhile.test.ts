/** What a session may still do that ends between the gate and the change. */
import { expect } from 'chai';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../../support/people.js';

describe('A session that ends while its request is under way', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  /** Sends a body in two halves; between them, when the session has been let in, `meanwhile` happens. */
  async function trickle(
    who: Person,
    target: string,
    content: object,
    meanwhile: () => Promise<unknown>,
  ): Promise<number> {
    const body = JSON.stringify(content);
    const socket = net.connect(Number(new URL(app.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const authenticated = new Promise<void>((resolve) => {
      const onAnswer = (_rows: unknown, { sql }: { sql: string }): void => {
        if (!sql.includes('from user_sessions s join users u')) return;
        app.db.off('query-response', onAnswer);
        resolve();
      };
      app.db.on('query-response', onAnswer);
    });
    socket.write(
      `${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${who.cookie}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 1)}`,
    );
    await authenticated;
    await meanwhile();
    socket.write(body.slice(1));
    await closed;
    return Number(text.split(' ')[1]);
  }

  it('leaves no account behind after an administrator signed out', async () => {
    await createUser(admin, 'chief', 'admin');
    const thief = await signIn(app, 'chief');
    const input = { username: 'left-behind', password: PASSWORD, role: 'admin' };
    const leave = () => thief.post('/api/auth/logout').expect(200);
    expect(await trickle(thief, 'POST /api/users', input, leave)).to.equal(401);
    expect(await app.db('users').where({ username: 'left-behind' })).to.deep.equal([]);
  });

  it('adds no factor when a reset held the account at that moment', async () => {
    const id = await createUser(admin, 'waiting');
    const thief = await signIn(app, 'waiting');
    const trx = await app.db.transaction();
    await trx('users').where({ id }).forUpdate().first('id');
    await trx('user_sessions').where({ user_id: id }).delete();
    const adding = thief.post('/api/auth/second-factor/totp', {}).then();
    for (let waits = 0; waits === 0; await sleep(10)) {
      const { rows } = await app.db.raw<{ rows: { n: number }[] }>(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waits = rows[0]?.n ?? 0;
    }
    await trx.commit();
    expectError(await adding, 401, 'unauthenticated');
    expect(await app.db('totp_factors').where({ user_id: id })).to.deep.equal([]);
  });
});
