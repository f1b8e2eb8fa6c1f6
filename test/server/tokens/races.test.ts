/** What lands between the moment that a token is looked at and the moment that it counts. */
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import net from 'node:net';
import type { Knex } from 'knex';
import type { Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

describe('At the same time with tokens', () => {
  let app: TestApp;
  let admin: Person;
  let names = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const newUser = async (role: 'admin' | 'user' = 'user'): Promise<{ id: number; user: Person }> => {
    const username = `joe${(names += 1)}`;
    const id = await createUser(admin, username, role);
    return { id, user: await signIn(app, username) };
  };
  const countOf = async (event: string): Promise<number> =>
    (await app.db('auth_audit').where({ event })).length;
  const statuses = (answers: Response[]): number[] => answers.map(({ status }) => status).sort();

  /** Waits until so many transactions wait for a lock. */
  async function untilWaiting(count: number): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) {
      const { rows } = await app.db.raw<{ rows: { n: number }[] }>(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if ((rows[0]?.n ?? 0) >= count) return;
      await sleep(10);
    }
    throw new Error('Nobody waits.');
  }

  /** Holds what `hold` takes or changes until the request waits for it, then lets go. */
  async function duringWhich(
    hold: (trx: Knex) => Promise<unknown>,
    ask: () => Promise<Response>,
  ): Promise<Response> {
    const trx = await app.db.transaction();
    await hold(trx);
    const answer = ask();
    await untilWaiting(1);
    await trx.commit();
    return answer;
  }

  const make = (who: Person, scopes: string[]) => (): Promise<Response> =>
    who.post('/api/tokens', { name: 'x', scopes }).then();

  it('a demotion while the token of an administrator is made: it gets no scope of administrators', async () => {
    const { id, user } = await newUser('admin');
    const demote = (trx: Knex) => trx('users').where({ id }).update({ role: 'user' });
    const answer = await duringWhich(demote, make(user, ['users:read']));
    expect(answer.status).to.equal(422);
    expect(await app.db('api_tokens').where({ user_id: id })).to.deep.equal([]);
  });

  for (const [what, end] of [
    ['a deactivation', (trx: Knex, id: number) => trx('users').where({ id }).update({ is_active: false })],
    [
      'the end of the session',
      async (trx: Knex, id: number) => {
        await trx('users').where({ id }).forUpdate().first('id');
        await trx('user_sessions').where({ user_id: id }).delete();
      },
    ],
  ] as const) {
    it(`${what} while a token is made: none is made`, async () => {
      const { id, user } = await newUser();
      const answer = await duringWhich((trx) => end(trx, id), make(user, ['jobs:read']));
      expect(answer.status).to.equal(401);
      expect(await app.db('api_tokens').where({ user_id: id })).to.deep.equal([]);
    });
  }

  it('a deletion of the user while a token is made: none is made, and no 500', async () => {
    const { id, user } = await newUser();
    const remove = (trx: Knex) => trx('users').where({ id }).delete();
    expect((await duringWhich(remove, make(user, ['jobs:read']))).status).to.equal(401);
  });

  it('eight are made where five have room: exactly five are', async () => {
    const { id, user } = await newUser();
    await app.db.raw(
      `insert into api_tokens (user_id, name, hash, hint, scopes, expires_at)
       select ?, 'n', md5(? || n), 'abcd', '{jobs:read}', now() + interval '1 day' from generate_series(1, 45) n`,
      [id, String(id)],
    );
    const answers = await Promise.all(Array.from({ length: 8 }, make(user, ['jobs:read'])));
    expect(statuses(answers)).to.deep.equal([200, 200, 200, 200, 200, 409, 409, 409]);
  });

  it('two revocations: one finds it, and one event is written', async () => {
    const { id, user } = await newUser();
    const made = await makeToken(user, { scopes: ['jobs:read'] });
    const before = await countOf('token_revoke');
    const answers = await Promise.all([
      user.delete(`/api/tokens/${made.id}`),
      admin.delete(`/api/users/${id}/tokens/${made.id}`),
      user.delete(`/api/tokens/${made.id}`),
    ]);
    expect(statuses(answers)).to.deep.equal([200, 404, 404]);
    expect(await countOf('token_revoke')).to.equal(before + 1);
  });

  it('a token that ends itself four times at once ends once, and nobody waits for anybody', async () => {
    const client = script(app, (await makeToken(admin)).token);
    const before = await countOf('token_revoke');
    const begun = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => client.delete('/api/tokens/current').then()),
    );
    expect(statuses(answers)).to.deep.equal([200, 401, 401, 401]);
    // PostgreSQL looks for deadlocks after a second.
    expect(performance.now() - begun).to.be.lessThan(1000);
    expect(await countOf('token_revoke')).to.equal(before + 1);
  });

  it('five reports of one leak: all are answered alike, and one event is written', async () => {
    const { token } = await makeToken(admin);
    const before = await countOf('token_leaked');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => person(app).post('/api/tokens/leaked', { token }).then()),
    );
    expect(statuses(answers)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(await countOf('token_leaked')).to.equal(before + 1);
  });

  it('uses and a revocation: no 500, and after its answer no use at all', async () => {
    const made = await makeToken(admin);
    const client = script(app, made.token);
    let isRevoked = false;
    const late: number[] = [];
    const seen: number[] = [];
    const use = async (n: number): Promise<void> => {
      for (let round = 0; round < 6; round += 1) {
        const begunAfter = isRevoked;
        const { status } = await client.post('/api/users', { username: `u${n}r${round}`, password: 'x' });
        (begunAfter ? late : seen).push(status);
      }
    };
    const users = Array.from({ length: 8 }, (_, n) => use(n));
    await admin.delete(`/api/tokens/${made.id}`).expect(200);
    isRevoked = true;
    await Promise.all(users);
    for (const status of seen) expect(status).to.be.oneOf([400, 401]);
    for (const status of late) expect(status).to.equal(401);
    expect(late.length).to.be.greaterThan(0);
  });

  it('a body that trickles in while its token is revoked changes nothing', async () => {
    const { id } = await newUser();
    const made = await makeToken(admin);
    const body = JSON.stringify({ is_active: false });
    const socket = net.connect(Number(new URL(app.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const authenticated = new Promise<void>((resolve) => {
      const look = ({ sql }: { sql: string }): void => {
        if (!sql.includes('api_tokens k')) return;
        app.db.off('query-response', onAnswer);
        resolve();
      };
      const onAnswer = (_rows: unknown, query: { sql: string }): void => look(query);
      app.db.on('query-response', onAnswer);
    });
    socket.write(
      `PATCH /api/users/${id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
        `Authorization: Bearer ${made.token}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await authenticated;
    await admin.delete(`/api/tokens/${made.id}`).expect(200);
    socket.write(body.slice(5));
    await closed;
    expect(text).to.match(/^HTTP\/1\.1 401 /);
    expect((await app.db('users').where({ id }).first())?.is_active).to.equal(true);
  });

  it('a revocation waits for the change that is under way: it is done when that is', async () => {
    const { id } = await newUser();
    const made = await makeToken(admin);
    const trx = await app.db.transaction();
    await trx('users').where({ id }).forUpdate().first('id');
    const changed = script(app, made.token).patch(`/api/users/${id}`, { is_active: false }).then();
    await untilWaiting(1);
    let isRevoked = false;
    const revoked = admin.delete(`/api/tokens/${made.id}`).then((answer) => ((isRevoked = true), answer));
    await untilWaiting(2);
    expect(isRevoked).to.equal(false);
    await trx.commit();
    expect(statuses(await Promise.all([changed, revoked]))).to.deep.equal([200, 200]);
    const events = await app.db('auth_audit').orderBy('id', 'desc').limit(2).select('event');
    expect(events.map(({ event }) => event)).to.deep.equal(['token_revoke', 'user_update']);
  });
});
