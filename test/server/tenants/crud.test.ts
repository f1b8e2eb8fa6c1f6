import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { eventsAbout } from '../../support/audit.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';

const FIELDS = [
  ...['id', 'name', 'domains', 'notes', 'state', 'created_by', 'created_by_name', 'created_at', 'updated_at'],
  ...['revision', 'score', 'grade', 'trend', 'last_job_id', 'last_scan_at', 'next_scan_at', 'job'],
];

interface Tenant {
  id: number;
  name: string;
  domains: { domain: string; unicode: string; proof: string | null }[];
  revision: number;
  state: string;
}

describe('Tenants: take in, read, change, delete', () => {
  let app: TestApp;
  let root: Person;
  let joe: Person;
  let joeId: number;
  let made = 0;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    joeId = await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const create = (body: object, who = joe) => who.post('/api/tenants', body);
  const take = async (domains: string[], more: object = {}): Promise<Tenant> => {
    const answer = await create({ name: `Tenant ${made++}`, domains, ...more });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as Tenant;
  };
  const read = async (id: number) => (await joe.get(`/api/tenants/${id}`)).body as Tenant;
  const events = (event: string, target: number) => eventsAbout(app, event, target);
  const activate = (id: number) => app.db('tenants').where({ id }).update({ state: 'active' });

  it('answers a tenant with exactly the fields of the contract, in onboarding and unproved', async () => {
    const answer = await create({ name: '  Example Ltd ', domains: ['Example.ORG.', 'bücher.example.com'] });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.have.all.keys(...FIELDS);
    expect(answer.body).to.deep.include({
      name: 'Example Ltd',
      domains: [
        { domain: 'example.org', unicode: 'example.org', proof: null, proved_at: null },
        { domain: 'xn--bcher-kva.example.com', unicode: 'bücher.example.com', proof: null, proved_at: null },
      ],
      ...{ notes: '', state: 'onboarding', created_by: joeId, created_by_name: 'joe', revision: 1 },
      ...{ score: null, grade: null, trend: [], last_job_id: null, last_scan_at: null, next_scan_at: null },
      job: null,
    });
    expect(await read((answer.body as Tenant).id)).to.deep.equal(answer.body);
  });

  it('writes down who took a tenant in, with the domains as they are stored', async () => {
    const { id, name } = await take(['münchen.example.net'], { notes: 'Ask Anna.' });
    const [row, ...others] = await events('tenant_create', id);
    expect(others).to.deep.equal([]);
    expect(row).to.deep.include({ user_id: joeId, username: 'joe' });
    expect(row?.detail).to.deep.equal({ target: id, name, domains: ['xn--mnchen-3ya.example.net'] });
  });

  it('gives every domain a token of its own, which no answer of this list shows', async () => {
    const tenant = await take(['token-a.org', 'token-b.org']);
    const tokens = await app.db('tenant_domains').where({ tenant_id: tenant.id }).pluck('token');
    expect(new Set(tokens).size).to.equal(2);
    for (const token of tokens) expect(token).to.match(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(await read(tenant.id))).not.to.contain(tokens[0]);
  });

  it('changes name, notes and domains; the audit log has what was and what is', async () => {
    const { id, name } = await take(['was.org', 'stays.org'], { notes: 'old' });
    const patch = { name: 'Renamed', notes: 'new', domains: ['new.org', 'stays.org'] };
    const answer = await joe.patch(`/api/tenants/${id}`, patch);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.headers.etag).to.equal('"2"');
    expect(answer.body).to.include({ name: 'Renamed', notes: 'new', revision: 2, state: 'onboarding' });
    expect((answer.body as Tenant).domains.map(({ domain }) => domain)).to.deep.equal(patch.domains);
    const [row, ...others] = await events('tenant_update', id);
    expect(others).to.deep.equal([]);
    expect(row?.detail).to.deep.equal({
      target: id,
      ...patch,
      from: { name, notes: 'old', domains: ['was.org', 'stays.org'] },
    });
  });

  it('keeps the tokens and proofs of the domains that stay, and their order is the one given', async () => {
    const { id } = await take(['one.org', 'two.org', 'three.org']);
    await app
      .db('tenant_domains')
      .where({ domain: 'two.org' })
      .update({ proof: 'dns', proved_at: app.db.fn.now() as never });
    const stored = async (domain: string) => app.db('tenant_domains').where({ domain }).first();
    const before = await stored('two.org');
    await joe.patch(`/api/tenants/${id}`, { domains: ['four.org', 'two.org', 'one.org'] });
    expect((await read(id)).domains.map(({ domain, proof }) => [domain, proof])).to.deep.equal([
      ['four.org', null],
      ['two.org', 'dns'],
      ['one.org', null],
    ]);
    const after = await stored('two.org');
    expect(after).to.deep.include({ id: before?.id, token: before?.token, position: 1 });
    expect(await stored('three.org')).to.equal(undefined);
  });

  it('leaves no trace of a change that changes nothing', async () => {
    const tenant = await take(['same.org'], { notes: 'n' });
    const answer = await joe.patch(`/api/tenants/${tenant.id}`, {
      ...{ name: ` ${tenant.name} `, notes: 'n', domains: ['SAME.org'] },
    });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal(tenant);
    expect(await events('tenant_update', tenant.id)).to.deep.equal([]);
  });

  it('lets a tenant take its own name in another case', async () => {
    const { id, name } = await take(['case.org']);
    const answer = await joe.patch(`/api/tenants/${id}`, { name: name.toUpperCase() });
    expect(answer.body).to.include({ name: name.toUpperCase(), revision: 2 });
  });

  it('pauses and resumes: the next scan goes and comes back', async () => {
    const { id } = await take(['paused.org']);
    await activate(id);
    const paused = await joe.patch(`/api/tenants/${id}`, { state: 'paused' });
    expect(paused.body).to.include({ state: 'paused', next_scan_at: null });
    const resumed = await joe.patch(`/api/tenants/${id}`, { state: 'active' });
    const { next_scan_at } = resumed.body as { next_scan_at: string };
    const hours = (Date.parse(next_scan_at) - Date.now()) / 3_600_000;
    expect(hours).to.be.within(-0.1, 28.1);
    expect((await events('tenant_update', id)).map(({ detail }) => detail.from)).to.deep.equal([
      { state: 'active' },
      { state: 'paused' },
    ]);
  });

  for (const state of ['active', 'paused']) {
    it(`does not let a tenant in onboarding become ${state}: 400`, async () => {
      const { id } = await take([`still-${state}.org`]);
      expectError(await root.patch(`/api/tenants/${id}`, { state, notes: 'x' }), 400, 'nothing_to_scan');
      expect(await read(id)).to.include({ state: 'onboarding', notes: '' });
      expect(await events('tenant_update', id)).to.deep.equal([]);
    });
  }

  it('deletes with everything when an administrator writes the name, in any case', async () => {
    const { id, name } = await take(['gone.org']);
    const [job] = await app
      .db('jobs')
      .insert({ tenant_id: id, trigger: 'manual', state: 'succeeded', finished_at: new Date() })
      .returning('id');
    await app.db('findings').insert({
      ...{ job_id: job?.id, domain: 'gone.org', check_id: 'x', status: 'pass', summary: 's' },
    });
    await app
      .db('tenant_scores')
      .insert({ job_id: job!.id, tenant_id: id, at: new Date(), score: 80, grade: 'B' });
    const answer = await root.delete(`/api/tenants/${id}`).send({ name: ` ${name.toUpperCase()}` });
    expect([answer.status, answer.body]).to.deep.equal([200, { ok: true }]);
    expectError(await root.get(`/api/tenants/${id}`), 404, 'not_found');
    for (const table of ['jobs', 'tenant_domains', 'tenant_scores'] as const) {
      expect(await app.db(table).where({ tenant_id: id })).to.deep.equal([]);
    }
    expect(await app.db('findings').where({ job_id: job?.id })).to.deep.equal([]);
    const [row] = await events('tenant_delete', id);
    expect(row?.detail).to.deep.equal({ target: id, name, jobs: 1 });
  });

  it('does not delete under another name: 400, with the reason under name', async () => {
    const { id } = await take(['safe.org']);
    for (const name of ['', 'Tenant', 'tenant  x', 'safe.org']) {
      const answer = await root.delete(`/api/tenants/${id}`).send({ name });
      expectError(answer, 400, 'name_mismatch');
      expect((answer.body as { errors: object }).errors).to.have.keys('name');
    }
    for (const body of [{}, { name: 7 }, { name: null }, { name: ['x'] }, { name: 'x', force: true }]) {
      expectError(await root.delete(`/api/tenants/${id}`).send(body), 422, 'invalid');
    }
    expect((await read(id)).id).to.equal(id);
  });

  it('lets no user delete: 403 before 404 and before the body, with a row in the log', async () => {
    const { id, name } = await take(['guarded.org']);
    const denied = () => app.db('auth_audit').where({ event: 'access_denied', username: 'joe' });
    const before = (await denied()).length;
    expectError(await joe.delete(`/api/tenants/${id}`).send({ name }), 403, 'forbidden');
    expectError(await joe.delete('/api/tenants/2147483647').send({ nonsense: 1 }), 403, 'forbidden');
    const rows = await denied().orderBy('id');
    expect(rows.slice(before).map(({ detail }) => detail)).to.deep.equal([
      { door: 'DELETE /api/tenants' },
      { door: 'DELETE /api/tenants' },
    ]);
    expect((await read(id)).name).to.equal(name);
  });

  it('answers 404 for what is no tenant', async () => {
    for (const id of ['2147483647', '0', '01', '2147483648', 'x', '1e1', '-1', '1%20']) {
      expectError(await root.get(`/api/tenants/${id}`), 404, 'not_found');
      expectError(await root.get(`/api/tenants/${id}/scores`), 404, 'not_found');
      expectError(await root.patch(`/api/tenants/${id}`, { notes: 'x' }), 404, 'not_found');
      expectError(await root.delete(`/api/tenants/${id}`).send({ name: 'x' }), 404, 'not_found');
    }
  });

  describe('If-Match', () => {
    it('refuses a change on the strength of what is no longer so, and says who changed what', async () => {
      const { id, name } = await take(['stale.org']);
      const change = (body: object, tag: string) =>
        root.patch(`/api/tenants/${id}`, body).set('If-Match', tag);
      expect((await joe.patch(`/api/tenants/${id}`, { notes: 'hers' })).status).to.equal(200);
      const late = await change({ notes: 'mine' }, '"1"');
      expectError(late, 412, 'stale');
      expect((late.body as { detail: string }).detail).to.equal(
        'joe changed this tenant meanwhile: notes. Read it again and decide anew.',
      );
      expectError(await change({ notes: 'mine' }, 'W/"2"'), 412, 'stale');
      expectError(await change({ notes: 'mine' }, '2'), 400, 'malformed_request');
      const gone = root.delete(`/api/tenants/${id}`).set('If-Match', '"1"').send({ name });
      expectError(await gone, 412, 'stale');
      expect((await change({ notes: 'mine' }, '"2"')).status).to.equal(200);
      const right = root.delete(`/api/tenants/${id}`).set('If-Match', '"3"').send({ name });
      expect((await right).status).to.equal(200);
    });
  });
});
