/** What happens to streams around them: other processes, a database that goes away, the end of the process. */
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditRow } from '../../../db/tables.js';
import type { ActorCtx } from '../../../server/core/context.js';
import { Tail, watchAudit, type Ending } from '../../../server/audit/audit-stream.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { watch } from '../../support/event-stream.js';
import { startOwnPostgres } from '../../support/own-postgres.js';
import { ADMIN, createUser, setUp, signIn, type Person } from '../../support/people.js';
import { spawnServer } from '../../support/server-process.js';
import { client, enter, waitFor } from '../faults/client.js';

describe('A stream of the audit log, with others around', () => {
  let app: TestApp;
  let other: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    other = await startTestApp({}, app.database);
    admin = await setUp(app);
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });

  const listeners = async (): Promise<number[]> => {
    const { rows } = await app.db.raw<{ rows: { pid: number }[] }>(
      `select pid from pg_stat_activity
        where datname = current_database() and application_name = 'clearview listener'`,
    );
    return rows.map(({ pid }) => pid);
  };

  /** Of those that live. */
  const newestSession = async (): Promise<number> => {
    const living = app.db('user_sessions').whereRaw('expires_at > now()').orderBy('public_id', 'desc');
    return (await living.first())?.public_id ?? 0;
  };

  it('hears within a second what another process does [G-16]', async () => {
    const stream = await watch(`${other.url}/api/audit/stream`, admin.cookie);
    await stream.until(() => true);
    expect(await waitFor(async () => (await listeners()).length > 0, 5000)).to.be.lessThan(5000);
    const begun = performance.now();
    await createUser(admin, 'ann');
    await stream.until((told) => told.some(({ data }) => data.event === 'user_create'));
    expect(performance.now() - begun).to.be.lessThan(1000);
    stream.close();
  });

  it('has one connection for all streams of a process', async () => {
    const streams = await Promise.all(
      Array.from({ length: 5 }, () => watch(`${other.url}/api/audit/stream`, admin.cookie)),
    );
    await signIn(app, ADMIN.username, ADMIN.password);
    await Promise.all(streams.map((stream) => stream.until((told) => told.length > 0)));
    expect(await listeners()).to.have.length(1);
    for (const stream of streams) stream.close();
  });

  it('goes on by itself, without a gap, when its connection is ended [G-16]', async () => {
    const stream = await watch(`${other.url}/api/audit/stream`, admin.cookie);
    await waitFor(async () => (await listeners()).length > 0, 5000);
    const made: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (const pid of await listeners()) await app.db.raw('select pg_terminate_backend(?)', [pid]);
      for (let n = 0; n < 3; n += 1) {
        made.push(`gap${round}${n}`);
        await createUser(admin, `gap${round}${n}`);
      }
      await stream.until(
        (told) => told.filter(({ data }) => data.event === 'user_create').length >= made.length,
      );
    }
    const names = stream.events().map(({ data }) => data.detail.username as string);
    expect(names.filter((name) => name.startsWith('gap'))).to.deep.equal(made);
    stream.close();
  });

  it('is told to end at once when the process stops, which does not wait for it [R-34]', async () => {
    const third = await startTestApp({}, app.database);
    const stream = await watch(`${third.url}/api/audit/stream`, admin.cookie);
    const begun = performance.now();
    await third.stop();
    await stream.ended;
    expect(performance.now() - begun).to.be.lessThan(900);
    expect(stream.events().at(-1)).to.deep.include({ event: 'end' });
    expect(stream.events().at(-1)?.data.code).to.equal('stopping');
  });

  it('looks with every heartbeat whether the session still lives, without any event [G-15]', async () => {
    await createUser(admin, 'bob', 'admin');
    const bob = await signIn(app, 'bob');
    const { id } = (await bob.get('/api/auth/me')).body as { id: number };
    const sessionId = await newestSession();
    const ctx = { ...app.deps, requestId: 'test', ip: 'local', sessionId } as unknown as ActorCtx;
    const rows: AuditRow[] = [];
    let beats = 0;
    const over = new AbortController();
    const ending = new Promise<Ending>((resolve) => {
      const watcher = {
        signal: over.signal,
        row: (row: AuditRow) => Promise.resolve(void rows.push(row)),
        beat: () => Promise.resolve(void (beats += 1)),
        end: resolve,
      };
      void Tail.open(ctx, {}, null).then((tail) => watchAudit(ctx, tail, watcher, 100));
    });
    await waitFor(() => Promise.resolve(beats >= 3), 5000);
    expect(beats).to.be.greaterThan(2);
    await app.db.raw('update user_sessions set expires_at = now() where user_id = ?', [id]);
    expect((await ending).code).to.equal('unauthenticated');
    expect(rows).to.deep.equal([]);
  });

  it('brings what is new with the heartbeat where no notification gets through, as behind a pooler', async () => {
    const deaf = { subscribe: () => () => undefined, stop: () => Promise.resolve() };
    const sessionId = await newestSession();
    const ctx = { ...app.deps, notifications: deaf, requestId: 'test', sessionId } as unknown as ActorCtx;
    const over = new AbortController();
    const rows: AuditRow[] = [];
    const watcher = {
      signal: over.signal,
      row: (row: AuditRow) => Promise.resolve(void rows.push(row)),
      beat: () => Promise.resolve(),
      end: () => over.abort(),
    };
    const tail = await Tail.open(ctx, {}, null);
    const watching = watchAudit(ctx, tail, watcher, 100);
    await createUser(admin, 'deaf');
    expect(await waitFor(() => Promise.resolve(rows.length > 0), 5000)).to.be.lessThan(5000);
    over.abort();
    await watching;
    expect(rows.map(({ event }) => event)).to.deep.equal(['user_create']);
  });

  it('of many changes at once by two processes tells every one [G-16]', async () => {
    const stream = await watch(`${other.url}/api/audit/stream?event=logout`, admin.cookie);
    const add = async (n: number) => {
      const trx = await (n % 2 === 0 ? app : other).db.transaction();
      await trx.raw("insert into auth_audit (event) values ('logout')");
      await sleep(n % 7);
      await trx.commit();
    };
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 10 }, (_, n) => add(n)));
    }
    await stream.until((told) => told.length >= 200);
    const expected = await app.db('auth_audit').where({ event: 'logout' }).orderBy('id').pluck('id');
    expect([...stream.ids()].sort((a, b) => a - b)).to.deep.equal(expected);
    stream.close();
  });
});

describe('A stream of the audit log whose PostgreSQL goes away', function () {
  this.timeout(90_000);

  it('goes on when it is back, frozen or restarted, and ends with the process [G-16]', async () => {
    const postgres = await startOwnPostgres();
    const server = spawnServer({ DATABASE_URL: postgres.url, LOG_LEVEL: 'error' });
    try {
      const url = await server.listening();
      const cookie = await enter(url, '/api/auth/setup', ADMIN.username, ADMIN.password);
      const admin = client(url, cookie);
      const stream = await watch(`${url}/api/audit/stream?event=user_create`, cookie);
      const made: string[] = [];
      const create = async (username: string) => {
        const body = { username, password: 'JoePassword42' };
        const isMade = async () => [200, 409].includes((await admin('POST', '/api/users', body)).status);
        expect(await waitFor(isMade, 20_000)).to.be.lessThan(20_000);
        made.push(username);
      };
      const expectAll = () =>
        stream.until(
          (told) => made.every((name) => told.some(({ data }) => data.detail?.username === name)),
          25_000,
        );
      await create('before');
      await expectAll();
      await postgres.stop();
      await sleep(500);
      await postgres.start();
      await create('restarted');
      await expectAll();
      await postgres.freeze();
      await sleep(2000);
      await postgres.thaw();
      await create('thawed');
      await expectAll();
      expect(await server.stop()).to.equal(0);
      await stream.ended;
      expect(stream.events().at(-1)?.data.code).to.equal('stopping');
    } finally {
      await server.kill();
      await postgres.remove();
    }
  });
});
