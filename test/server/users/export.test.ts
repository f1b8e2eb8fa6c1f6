import http from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addUsers } from '../../support/bulk.js';
import { parseCsv } from '../../support/csv.js';
import { q } from '../../support/lists.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

const COLUMNS =
  'id,username,role,is_active,created_at,updated_at,last_login_at,revision,live_sessions,must_change_password,second_factor'.split(
    ',',
  );
const jsonLines = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { id: number; username: string });

describe('Exporting users', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    for (const name of ['joe', 'Ann', 'bob']) await createUser(admin, name);
    await admin.patch(`/api/users/${await createUser(admin, 'eve', 'admin')}`, { is_active: false });
  });
  after(() => app.stop());

  const get = (query: string, who = admin) => who.get(`/api/users/export?${query}`).buffer(true);
  const exports = () => app.db('auth_audit').where({ event: 'data_export' }).orderBy('id');
  const textOf = async (query: string): Promise<string> => {
    const answer = await admin
      .get(`/api/users/export?${query}`)
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
      });
    expect(answer.status, String(answer.body)).to.equal(200);
    return answer.body as string;
  };

  it('is CSV with a header line, CRLF and the very values of the list', async () => {
    const text = await textOf('format=csv');
    const [head, ...rows] = parseCsv(text);
    expect(head).to.deep.equal(COLUMNS);
    const list = (await admin.get('/api/users')).body as Record<string, string | number | boolean | null>[];
    expect(rows).to.deep.equal(
      list.map((user) => COLUMNS.map((name) => (user[name] === null ? '' : String(user[name])))),
    );
  });

  it('is JSON Lines with the very rows of the list', async () => {
    const list = (await admin.get('/api/users')).body as object[];
    expect(jsonLines(await textOf('format=jsonl'))).to.deep.equal(list);
  });

  for (const [format, type] of [
    ['csv', 'text/csv; charset=utf-8; header=present'],
    ['jsonl', 'application/jsonl'],
  ] as const) {
    it(`is a file of its type and name, kept nowhere: ${format}`, async () => {
      const { headers } = await get(`format=${format}`);
      const date = new Date().toISOString().slice(0, 10);
      expect(headers['content-type']).to.equal(type);
      expect(headers['content-disposition']).to.equal(
        `attachment; filename="clearview-users-${date}.${format}"`,
      );
      expect(headers).to.include({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });

    it(`tells HEAD the same without reading or noting anything: ${format}`, async () => {
      const before = await exports();
      const path = `${app.url}/api/users/export?format=${format}`;
      const answer = await fetch(path, { method: 'HEAD', headers: { cookie: admin.cookie } });
      expect([answer.status, await answer.text()]).to.deep.equal([200, '']);
      expect(answer.headers.get('content-type')).to.equal(type);
      expect(await exports()).to.deep.equal(before);
    });
  }

  it('has the order and the filter of the list', async () => {
    const names = async (query: string) => jsonLines(await textOf(query)).map(({ username }) => username);
    expect(await names(`format=jsonl&sort=${q(['username', 'DESC'])}`)).to.deep.equal(
      ['root', 'joe', 'eve', 'bob', 'Ann'], //
    );
    expect(await names(`format=jsonl&filter=${q({ role: 'admin', is_active: false })}`)).to.deep.equal([
      'eve',
    ]);
    expect(await names(`format=jsonl&filter=${q({ never_signed_in: true, q: 'o' })}`)).to.deep.equal([]);
  });

  it('is a header alone, or nothing, where nobody is found', async () => {
    const nobody = `filter=${q({ q: 'nobody at all' })}`;
    expect(await textOf(`format=csv&${nobody}`)).to.equal(`${COLUMNS.join(',')}\r\n`);
    expect(await textOf(`format=jsonl&${nobody}`)).to.equal('');
  });

  it('is noted with format and filter, by whom', async () => {
    await textOf('format=csv');
    await textOf(`format=jsonl&filter=${q({ q: 'o', created_gte: '2025-01-01' })}`);
    const [plain, filtered] = (await exports()).slice(-2);
    expect(plain).to.include({ username: 'root' });
    expect(plain?.detail).to.deep.equal({ resource: 'users', format: 'csv' });
    expect(filtered?.detail).to.deep.equal({
      resource: 'users',
      format: 'jsonl',
      filter: '{"q":"o","created_gte":"2025-01-01T00:00:00.000Z"}',
    });
  });

  it('makes no formula of a name that an earlier edition let in', async () => {
    const hostile = ['=cmd|"/c calc"!A1', '+1', '-1', '@sum', '\tx', 'a,"b"\r\nc', '＝1'];
    await app.db('users').insert(hostile.map((username) => ({ username, password_hash: 'x' })));
    const rows = parseCsv(await textOf(`format=csv&sort=${q(['id', 'ASC'])}`)).slice(-hostile.length);
    expect(rows.map(([, name]) => name)).to.deep.equal(
      hostile.map((name) => (name.startsWith('a') ? name : `'${name}`)),
    );
    await app.db('users').whereIn('username', hostile).delete();
  });

  for (const query of [
    '',
    'format=',
    'format=xlsx',
    'format=CSV',
    'format=csv&format=jsonl',
    'format=csv&range=[0,9]',
    'format=csv&limit=5',
    'format=csv&cursor=x',
    'format=csv&filter=x',
    `format=csv&filter=${q({ q: '' }).slice(0, -3)}`,
    `format=csv&filter=${q({ nonsense: 1 })}`,
    `format=csv&filter=${q({ q: 'a\0' })}`,
    `format=csv&filter=${q({ id: [1, 2147483648] })}`,
    `format=csv&sort=${q(['password_hash', 'ASC'])}`,
  ]) {
    it(`refuses ?${query}: 422, without an event`, async () => {
      const before = await exports();
      expectError(await get(query), 422, 'invalid');
      expect(await exports()).to.deep.equal(before);
    });
  }

  it('is for administrators: 401 for the anonymous, 403 for a user', async () => {
    expectError(await get('format=csv', person(app)), 401, 'unauthenticated');
    expectError(await get('format=csv', await signIn(app, 'joe')), 403, 'forbidden');
  });
});

/** Opens the export and leaves it to the test how it is read. */
const openExport = (app: TestApp, who: Person, query: string) =>
  new Promise<http.IncomingMessage>((resolve, reject) => {
    const url = `${app.url}/api/users/export?${query}`;
    http.get(url, { headers: { cookie: who.cookie }, agent: false }, resolve).on('error', reject);
  });

const read = async (res: http.IncomingMessage) => {
  let text = '';
  for await (const chunk of res.setEncoding('utf8')) text += chunk as string;
  return text;
};

describe('Exporting 20,000 users', function () {
  this.timeout(120_000);
  let app: TestApp;
  let admin: Person;
  const open = (query: string) => openExport(app, admin, query);

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await addUsers(app.db, 20_000);
  });
  after(() => app.stop());

  for (const sort of ['id', 'username', 'role', 'is_active', 'created_at', 'updated_at', 'last_login_at']) {
    it(`holds each of them once, in the order of ${sort}`, async () => {
      const rows = jsonLines(await read(await open(`format=jsonl&sort=${q([sort, 'DESC'])}`)));
      expect(rows).to.have.length(20_001);
      expect(new Set(rows.map(({ id }) => id)).size).to.equal(20_001);
      const first = (await admin.get(`/api/users?sort=${q([sort, 'DESC'])}`)).body as { id: number }[];
      expect(rows.slice(0, 1000).map(({ id }) => id)).to.deep.equal(first.map(({ id }) => id));
    });
  }

  it('holds each hit of a filter once, few and many', async () => {
    for (const filter of [{ is_active: false }, { never_signed_in: false }]) {
      const rows = jsonLines(await read(await open(`format=jsonl&filter=${q(filter)}`)));
      const where = 'is_active' in filter ? 'not is_active' : 'last_login_at is not null';
      const ids = await app.db('users').whereRaw(where).orderBy('created_at').orderBy('id').pluck('id');
      expect(rows.map(({ id }) => id)).to.deep.equal(ids);
    }
  });

  it('is one CSV with one header, whole to its last line', async () => {
    const [head, ...rows] = parseCsv(await read(await open('format=csv')));
    expect(head).to.deep.equal(COLUMNS);
    expect(new Set(rows.map(([id]) => id)).size).to.equal(20_001);
  });

  it('is told as any other error when it fails before its first byte', async () => {
    await app.db.raw('alter table users rename column last_login_at to lost');
    try {
      expectError(await admin.get('/api/users/export?format=csv'), 500, 'internal');
    } finally {
      await app.db.raw('alter table users rename column lost to last_login_at');
    }
  });
});

/** Counts the batches that the database is asked for. */
const countBatches = (app: TestApp) => {
  const seen = { batches: 0 };
  const onQuery = ({ sql }: { sql: string }) => {
    if (sql.includes('cursor_key')) seen.batches += 1;
  };
  app.db.on('query', onQuery);
  return { seen, stop: () => app.db.off('query', onQuery) };
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use once the rubbish has been swept out. */
function liveMemory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('Exporting 200,000 users', function () {
  this.timeout(180_000);
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    for (let part = 0; part < 4; part++) {
      await app.db.raw(
        `insert into users (username, password_hash) select 'part${part}n' || n, 'x' from generate_series(1, 50000) n`,
      );
    }
  });
  after(() => app.stop());

  it('reads no further than its client does, and stops when the client hangs up', async () => {
    const { seen, stop } = countBatches(app);
    const res = await openExport(app, admin, 'format=jsonl');
    await new Promise((resolve) => res.once('data', resolve));
    res.pause();
    const held = () => app.db('users').count();
    // As long as it would take to read it all: the answers to other questions pass by meanwhile.
    for (let n = 0; n < 60; n++) await held();
    expect(seen.batches).to.be.lessThan(150);
    res.destroy();
    const atHangUp = seen.batches;
    for (let n = 0; n < 60; n++) await held();
    expect(seen.batches).to.be.at.most(atHangUp + 1);
    stop();
  });

  it('is broken off, never short, when the database fails in the middle', async () => {
    const res = await openExport(app, admin, 'format=jsonl');
    await new Promise((resolve) => res.once('data', resolve));
    res.pause();
    await app.db.raw('alter table users rename column last_login_at to lost');
    try {
      const failure = await read(res.resume()).catch((error: unknown) => error);
      expect(failure).to.be.an('error').with.property('code', 'ECONNRESET');
    } finally {
      await app.db.raw('alter table users rename column lost to last_login_at');
    }
  });

  for (const [what, shutOut] of [
    ['whose session is ended', (id: number) => admin.post(`/api/users/${id}/revoke-sessions`, {})],
    ['who is demoted', (id: number) => admin.patch(`/api/users/${id}`, { role: 'user' })],
  ] as const) {
    it(`is broken off for an administrator ${what} in the middle [G-15]`, async () => {
      const name = `leaver${what.length}`;
      const id = await createUser(admin, name, 'admin');
      const res = await openExport(app, await signIn(app, name), 'format=jsonl');
      await new Promise((resolve) => res.once('data', resolve));
      res.pause();
      expect((await shutOut(id)).status).to.equal(200);
      const { seen, stop } = countBatches(app);
      const failure = await read(res.resume()).catch((error: unknown) => error);
      stop();
      expect(failure).to.be.an('error').with.property('code', 'ECONNRESET');
      // What was on its way when it happened, and no more.
      expect(seen.batches).to.be.at.most(1);
    });
  }

  it('takes no more memory than a few batches', async () => {
    const answer = await fetch(`${app.url}/api/users/export?format=csv`, {
      headers: { cookie: admin.cookie },
    });
    const before = liveMemory();
    let [bytes, measured, peak] = [0, 0, 0];
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes - measured < 1e6) continue;
      measured = bytes;
      peak = Math.max(peak, liveMemory() - before);
    }
    expect(bytes).to.be.greaterThan(16e6);
    expect(peak).to.be.lessThan(25 * 1024 * 1024);
  });
});
