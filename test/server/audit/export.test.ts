import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { addAuditRows } from '../../support/bulk.js';
import { parseCsv } from '../../support/csv.js';
import { q } from '../../support/lists.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

const COLUMNS = ['id', 'ts', 'event', 'user_id', 'username', 'ip', 'target', 'target_username', 'detail'];

describe('Exporting the audit log', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    await addAuditRows(app.db, 3000);
  });
  after(() => app.stop());

  const read = async (query: string) => {
    const headers = { cookie: admin.cookie };
    const answer = await fetch(`${app.url}/api/audit/export?${query}`, { headers });
    const text = await answer.text();
    expect(answer.status, text).to.equal(200);
    return text;
  };
  const lines = async (query: string) =>
    (await read(`format=jsonl&${query}`))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { id: number });

  it('holds every row once, newest first, as the list shows it', async () => {
    const rows = await lines('');
    const ids = await app.db('auth_audit').orderBy('id', 'desc').pluck<number[]>('id');
    expect(rows.map(({ id }) => id)).to.deep.equal(ids);
    expect(rows.slice(0, 200)).to.deep.equal((await admin.get('/api/audit')).body);
  });

  it('has the filter and the order of the list', async () => {
    const rows = await lines(`filter=${q({ event: 'logout' })}&sort=${q(['id', 'ASC'])}`);
    const ids = await app.db('auth_audit').where({ event: 'logout' }).orderBy('id').pluck<number[]>('id');
    expect(ids).to.not.be.empty;
    expect(rows.map(({ id }) => id)).to.deep.equal(ids);
  });

  it('tells in CSV whom a row is about, and makes no formula of what strangers typed', async () => {
    const detail = { target: 7, username: '=cmd|"x"', user_agent: '@agent,\r\n' };
    await app.db('auth_audit').insert({ event: 'login_fail', username: '+1', ip: '-1', detail });
    const [head, row] = parseCsv(await read('format=csv'));
    // The newest row is that of the export itself.
    const filter = q({ event: 'login_fail', target_id: 7 });
    const [, hostile] = parseCsv(await read(`format=csv&filter=${filter}`));
    expect(head).to.deep.equal(COLUMNS);
    expect(row?.[2]).to.equal('data_export');
    expect(hostile?.slice(2, 8)).to.deep.equal(['login_fail', '', `'+1`, `'-1`, '7', `'=cmd|"x"`]);
    expect(JSON.parse(hostile?.[8] ?? '')).to.deep.equal(detail);
  });

  it('is noted before its first row, which is therefore the note', async () => {
    const [first] = await lines(`filter=${q({ event: 'data_export' })}`);
    expect(first).to.deep.include({
      event: 'data_export',
      detail: { resource: 'audit', format: 'jsonl', filter: '{"event":"data_export"}' },
    });
  });

  for (const query of ['', 'format=pdf', 'format=csv&limit=5', `format=csv&filter=${q({ event: 'x' })}`]) {
    it(`refuses ?${query}: 422`, async () => {
      expectError(await admin.get(`/api/audit/export?${query}`), 422, 'invalid');
    });
  }

  it('is for administrators: 401 for the anonymous, 403 for a user', async () => {
    expectError(await person(app).get('/api/audit/export?format=csv'), 401, 'unauthenticated');
    const joe = await signIn(app, 'joe');
    expectError(await joe.get('/api/audit/export?format=csv'), 403, 'forbidden');
  });
});
