import { expect } from 'chai';
import type { Knex } from 'knex';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { watch, type Watching } from '../../support/event-stream.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';

describe('The stream of the audit log', () => {
  let app: TestApp;
  let admin: Person;
  const open: Watching[] = [];

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  afterEach(() => open.splice(0).forEach((stream) => stream.close()));
  after(() => app.stop());

  async function begin(
    query = '',
    { cookie = admin.cookie, headers = {}, on = app }: Begin = {},
  ): Promise<Watching> {
    const stream = await watch(`${on.url}/api/audit/stream${query}`, cookie, headers);
    open.push(stream);
    return stream;
  }
  interface Begin {
    cookie?: string;
    headers?: Record<string, string>;
    on?: TestApp;
  }

  /** Adds a row, in a transaction when one is given. @returns its id */
  async function add(event: string, db: Knex = app.db, detail: object = {}): Promise<number> {
    const { rows } = await db.raw<{ rows: { id: number }[] }>(
      'insert into auth_audit (event, detail, ip) values (?, ?, ?) returning id',
      [event, JSON.stringify(detail), '192.0.2.1'],
    );
    return rows[0]!.id;
  }

  const has = (id: number) => (told: { id: number | null }[]) => told.some((event) => event.id === id);
  const filter = (value: object): string => `?filter=${encodeURIComponent(JSON.stringify(value))}`;

  it('tells what is added from now on, in the form of the list', async () => {
    await add('logout');
    const stream = await begin();
    expect(stream.status).to.equal(200);
    expect(stream.headers).to.include({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    await createUser(admin, 'ann');
    const [told] = await stream.until((events) => events.length > 0);
    const [newest] = (await admin.get('/api/audit?limit=1')).body as [{ id: number }];
    expect(told).to.deep.equal({ event: 'audit', id: newest.id, data: newest });
    expect(stream.ids()).to.deep.equal([newest.id]);
  });

  it('tells no row twice on one connection, and all of a burst', async () => {
    const stream = await begin();
    const ids = await Promise.all(Array.from({ length: 60 }, () => add('logout')));
    const last = await add('logout');
    await stream.until(has(last));
    await stream.until((events) => events.length >= 61);
    expect([...stream.ids()].sort((a, b) => a - b)).to.deep.equal([...ids, last].sort((a, b) => a - b));
  });

  it('keeps to the filter of the list', async () => {
    const stream = await begin(filter({ event: 'password_reset', q: 'needle' }));
    await add('logout', app.db, { note: 'needle' });
    await add('password_reset');
    const id = await add('password_reset', app.db, { note: 'needle' });
    const later = await add('password_reset', app.db, { note: 'needle' });
    await stream.until(has(later));
    expect(stream.ids()).to.deep.equal([id, later]);
  });

  it('tells of a row with a lower id that is committed after one with a higher id [G-16]', async () => {
    const stream = await begin();
    const slow = await app.db.transaction();
    const lower = await add('logout', slow);
    const higher = await add('logout');
    await stream.until(has(higher));
    expect(stream.ids()).to.deep.equal([higher]);
    await slow.commit();
    await stream.until(has(lower));
    expect(stream.ids()).to.deep.equal([higher, lower]);
  });

  it('tells of it also when the stream began while it was under way', async () => {
    const slow = await app.db.transaction();
    const lower = await add('logout', slow);
    const before = await add('logout');
    const stream = await begin();
    await slow.commit();
    await stream.until(has(lower));
    expect(stream.ids()).not.to.include(before);
  });

  for (const way of ['header', 'query'] as const) {
    it(`misses nothing over a lost connection, the late row included: last id in the ${way} [G-16]`, async () => {
      const first = await begin();
      const slow = await app.db.transaction();
      const lower = await add('logout', slow);
      const higher = await add('logout');
      await first.until(has(higher));
      first.close();
      await slow.commit();
      const missed = await add('logout');
      const again =
        way === 'header'
          ? await begin('', { headers: { 'Last-Event-ID': String(higher) } })
          : await begin(`?after=${higher}`);
      const next = await add('logout');
      await again.until(has(next));
      expect(again.ids()).to.include.members([lower, missed, next]);
    });
  }

  it('goes by the header where both are there, as a browser asks the same address again', async () => {
    const id = await add('logout');
    const next = await add('logout');
    const stream = await begin('?after=0&event=logout', { headers: { 'Last-Event-ID': String(id) } });
    await stream.until(has(next));
    expect(Math.min(...stream.ids())).to.be.greaterThan(1);
  });

  it('brings everything since a very old id, each row once, in order', async () => {
    await app.db.raw(
      `insert into auth_audit (ts, event) select now() - interval '1 day', 'session_purge' from generate_series(1, 3000)`,
    );
    const stream = await begin(`?after=0&event=session_purge`);
    await stream.until((events) => events.length >= 3000);
    const last = await add('session_purge');
    await stream.until(has(last));
    const expected = await app.db('auth_audit').where({ event: 'session_purge' }).orderBy('id').pluck('id');
    expect(stream.ids()).to.deep.equal(expected);
  });

  it('begins now for an id that does not exist yet', async () => {
    const stream = await begin('?after=999999999999');
    const id = await add('logout');
    await stream.until(has(id));
    expect(stream.ids()).to.deep.equal([id]);
  });

  describe('refuses before it begins', () => {
    for (const [what, query, headers] of [
      ['an unknown filter', filter({ colour: 'red' }), {}],
      ['a filter of the wrong kind', filter({ event: 'nothing' }), {}],
      ['a filter that is no JSON', '?filter={', {}],
      ['an unknown parameter', '?sort=["id","ASC"]', {}],
      ['a user that no table can hold', filter({ user_id: 2147483648 }), {}],
      ['an id that is none', '?after=-1', {}],
      ['two ids', '?after=1&after=2', {}],
      ['an empty Last-Event-ID', '', { 'Last-Event-ID': '' }],
      ['a Last-Event-ID that is none', '', { 'Last-Event-ID': 'abc' }],
      ['a Last-Event-ID out of range', '', { 'Last-Event-ID': '1'.repeat(16) }],
    ] as [string, string, Record<string, string>][]) {
      it(what, async () => {
        expectError(await admin.get(`/api/audit/stream${query}`).set(headers), 422, 'invalid');
      });
    }
  });

  it('answers HEAD and ends', async () => {
    const response = await fetch(`${app.url}/api/audit/stream`, {
      method: 'HEAD',
      headers: { cookie: admin.cookie },
    });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
  });

  it('allows a user ten at once, and one more when one has gone [R-34]', async () => {
    // Somebody of their own: what the tests before have hung up may count until the server has noticed.
    await createUser(admin, 'yves', 'admin');
    const yves = await signIn(app, 'yves');
    const ten = await Promise.all(Array.from({ length: 10 }, () => begin('', { cookie: yves.cookie })));
    expect(ten.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
    const refused = await yves.get('/api/audit/stream');
    expectError(refused, 503, 'busy');
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60);
    await createUser(admin, 'zoe', 'admin');
    const other = await begin('', { cookie: (await signIn(app, 'zoe')).cookie });
    expect(other.status).to.equal(200);
    ten[0]?.close();
    let next = await begin('', { cookie: yves.cookie });
    while (next.status === 503) next = await begin('', { cookie: yves.cookie });
    expect(next.status).to.equal(200);
  });

  describe('ends', () => {
    let cookie: string;
    let id: number;
    let count = 0;
    beforeEach(async () => {
      const name = `watcher${(count += 1)}`;
      id = await createUser(admin, name, 'admin');
      cookie = (await signIn(app, name)).cookie;
    });

    async function expectEnd(stream: Watching, code: string): Promise<void> {
      await stream.ended;
      const last = stream.events().at(-1);
      expect(last).to.have.property('event', 'end');
      expect(last?.data).to.have.all.keys('code', 'detail').and.have.property('code', code);
    }

    it('when the session is gone, before it tells anything more [G-15]', async () => {
      const stream = await begin('', { cookie });
      await app.db('user_sessions').where({ user_id: id }).delete();
      await add('logout');
      await expectEnd(stream, 'unauthenticated');
      expect(stream.ids()).to.deep.equal([]);
    });

    it('when the session has expired [G-15]', async () => {
      const stream = await begin('', { cookie });
      await app.db.raw('update user_sessions set expires_at = now() where user_id = ?', [id]);
      await add('logout');
      await expectEnd(stream, 'unauthenticated');
    });

    it('when the role is taken away, and does not tell of it [G-15]', async () => {
      const stream = await begin('', { cookie });
      await admin.patch(`/api/users/${id}`, { role: 'user' }).expect(200);
      await stream.ended;
      expect(stream.events().at(-1)?.data.code).to.be.oneOf(['forbidden', 'unauthenticated']);
      expect(stream.ids()).to.deep.equal([]);
    });

    it('with its own code where the session lives on', async () => {
      const stream = await begin('', { cookie });
      await app.db.raw("update users set role = 'user' where id = ?", [id]);
      await add('logout');
      await expectEnd(stream, 'forbidden');
    });

    it('when the user is deactivated [G-15]', async () => {
      const stream = await begin('', { cookie });
      await admin.patch(`/api/users/${id}`, { is_active: false }).expect(200);
      await expectEnd(stream, 'unauthenticated');
    });

    it('does not keep its session alive by watching [G-15]', async () => {
      const stream = await begin('', { cookie });
      const seen = "now() - interval '10 minutes'";
      await app.db.raw(`update user_sessions set last_seen_at = ${seen} where user_id = ?`, [id]);
      await stream.until(has(await add('logout')));
      const { rows } = await app.db.raw<{ rows: { idle: boolean }[] }>(
        "select last_seen_at < now() - interval '9 minutes' as idle from user_sessions where user_id = ?",
        [id],
      );
      expect(rows).to.deep.equal([{ idle: true }]);
    });
  });
});
