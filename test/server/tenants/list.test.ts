import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { linkOf, q } from '../../support/lists.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { seedJob, seedTenant } from '../../support/tenants.js';

interface Tenant {
  id: number;
  name: string;
  trend: number[];
  domains: { domain: string }[];
  job: object | null;
}

describe('The list of tenants', () => {
  let app: TestApp;
  let joe: Person;
  const ids: Record<string, number> = {};

  before(async () => {
    app = await startTestApp();
    const root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
    const scans = (...scores: (number | null)[]) =>
      scores.map((score, index) => ({ score, daysAgo: scores.length - index }));
    const add = async (name: string, seed: object = {}) => {
      ids[name] = (await seedTenant(app, { name, ...seed })).id;
    };
    await add('Zebra Ltd', { scans: scans(50, 95), domains: ['zebra.org', 'stripes.net'] });
    await add('acme', { scans: scans(40), state: 'paused', domains: ['ac.me.uk'] });
    await add('Äpfel & Co', { scans: scans(...Array.from({ length: 14 }, (_, n) => n)) });
    await add('100% Wool_', { state: 'onboarding', unproved: ['xn--bcher-kva.org'] });
    await add('Éclair', { domains: ['e.fr'] });
  });
  after(() => app.stop());

  const list = (query = '') => joe.get(`/api/tenants${query}`);
  const names = async (query: string) => ((await list(query)).body as Tenant[]).map(({ name }) => name);
  const filter = (value: object) => `?filter=${q(value)}`;

  it('comes in the order of names, with its span and total', async () => {
    const answer = await list();
    expect(answer.headers['content-range']).to.equal('tenants 0-4/5');
    expect((answer.body as Tenant[]).map(({ name }) => name)).to.deep.equal([
      ...['100% Wool_', 'acme', 'Zebra Ltd', 'Äpfel & Co', 'Éclair'],
    ]);
  });

  it('shows each as one is shown alone', async () => {
    for (const tenant of (await list()).body as Tenant[]) {
      expect((await joe.get(`/api/tenants/${tenant.id}`)).body).to.deep.equal(tenant);
    }
  });

  it('has the domains in their order, at most twelve scores of the past, and the job that is alive', async () => {
    const job = await seedJob(app, ids.acme!, { checks_done: 3, checks_total: 9 });
    const all = (await list()).body as Tenant[];
    const byName = new Map(all.map((tenant) => [tenant.name, tenant]));
    expect(byName.get('Zebra Ltd')?.domains.map(({ domain }) => domain)).to.deep.equal([
      'zebra.org',
      'stripes.net',
    ]);
    expect(byName.get('Äpfel & Co')?.trend).to.deep.equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(byName.get('acme')?.job).to.deep.equal({
      id: job,
      state: 'queued',
      checks_done: 3,
      checks_total: 9,
    });
    expect(byName.get('Zebra Ltd')?.job).to.equal(null);
    await app.db('jobs').where({ id: job }).delete();
  });

  const searches: Record<string, string[]> = {
    zebra: ['Zebra Ltd'],
    'ZEBRA  LTD': ['Zebra Ltd'],
    stripes: ['Zebra Ltd'],
    STRIPES: ['Zebra Ltd'],
    ac: ['acme'],
    z: ['Zebra Ltd'],
    eb: [],
    e: ['Éclair'],
    ÄPFEL: ['Äpfel & Co'],
    'a\u0308pfel': ['Äpfel & Co'],
    'bücher.org': ['100% Wool_'],
    'BÜCHER.ORG': ['100% Wool_'],
    'bcher-kva': ['100% Wool_'],
    '100%': ['100% Wool_'],
    '%%%': [],
    ol_: ['100% Wool_'],
    'l\\_': [],
    'no such thing': [],
    '0.0.0.1': [],
    '🦊🦊🦊': [],
  };
  for (const [text, expected] of Object.entries(searches)) {
    it(`finds ${expected.join() || 'nothing'} for ${JSON.stringify(text)}`, async () => {
      expect(await names(filter({ q: text }))).to.deep.equal(expected);
    });
  }

  const filters: [object, string[]][] = [
    [{ state: 'paused' }, ['acme']],
    [{ state: 'onboarding' }, ['100% Wool_']],
    [{ grade: 'A' }, ['Zebra Ltd']],
    [{ grade: 'none' }, ['100% Wool_', 'Éclair']],
    [{ domain: 'stripes.net' }, ['Zebra Ltd']],
    [{ domain: 'Bücher.ORG' }, ['100% Wool_']],
    [{ domain: 'stripes' }, []],
    [{ grade: 'A', state: 'paused' }, []],
    [{ q: 'ze', state: 'active' }, ['Zebra Ltd']],
  ];
  for (const [value, expected] of filters) {
    it(`keeps ${expected.join() || 'nothing'} for ${JSON.stringify(value)}`, async () => {
      expect(await names(filter(value))).to.deep.equal(expected);
    });
  }

  it('answers many by their ids', async () => {
    const wanted = [ids.acme, ids['Éclair'], 999_999];
    expect(await names(filter({ id: wanted }))).to.deep.equal(['acme', 'Éclair']);
  });

  const orders: Record<string, string[]> = {
    score: ['100% Wool_', 'Éclair', 'Äpfel & Co', 'acme', 'Zebra Ltd'],
    grade: ['Zebra Ltd', 'acme', 'Äpfel & Co', '100% Wool_', 'Éclair'],
    state: ['Zebra Ltd', 'Äpfel & Co', 'Éclair', '100% Wool_', 'acme'],
  };
  for (const [field, expected] of Object.entries(orders)) {
    it(`is ordered by ${field}, by the id where that is the same`, async () => {
      expect(await names(`?sort=${q([field, 'ASC'])}`)).to.deep.equal(expected);
      expect(await names(`?sort=${q([field, 'DESC'])}`)).to.deep.equal(expected.toReversed());
    });
  }

  for (const field of ['id', 'name', 'state', 'score', 'grade', 'last_scan_at', 'created_at', 'updated_at']) {
    it(`goes on by the cursor in the order of ${field}, both ways, and misses none`, async () => {
      for (const direction of ['ASC', 'DESC']) {
        const whole = await names(`?sort=${q([field, direction])}`);
        const found: string[] = [];
        let path = `/api/tenants?sort=${q([field, direction])}&limit=2`;
        while (path !== '') {
          const page = await joe.get(path);
          expect(page.status, page.text).to.equal(200);
          found.push(...(page.body as Tenant[]).map(({ name }) => name));
          path = linkOf(page.headers);
        }
        expect(found).to.deep.equal(whole);
      }
    });
  }

  for (const query of [
    ...[`?sort=${q(['notes', 'ASC'])}`, `?sort=${q(['name_key', 'ASC'])}`, `?sort=${q(['name', 'asc'])}`],
    ...[filter({ state: 'gone' }), filter({ grade: 'G' }), filter({ grade: null }), filter({ name: 'acme' })],
    ...[filter({ q: 7 }), filter({ q: 'a\0' }), filter({ q: '\ud800' }), filter({ q: 'x'.repeat(201) })],
    ...[filter({ id: '1' }), filter({ domain: ['a'] }), '?range=[0,1000]', '?order=name'],
  ]) {
    it(`refuses ${decodeURIComponent(query).slice(0, 60)}: 422`, async () => {
      expectError(await list(query), 422, 'invalid');
    });
  }

  describe('the scores of one', () => {
    const path = () => `/api/tenants/${ids['Äpfel & Co']}/scores`;

    it('come newest first, with the job behind each', async () => {
      const answer = await joe.get(path());
      expect(answer.headers['content-range']).to.equal('scores 0-13/14');
      const scores = answer.body as {
        id: number;
        job_id: number;
        at: string;
        score: number;
        grade: string;
      }[];
      expect(scores.map(({ score }) => score)).to.deep.equal([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
      expect(scores[0]).to.have.all.keys('id', 'job_id', 'at', 'score', 'grade');
      expect(scores.every(({ id, job_id }) => id === job_id)).to.equal(true);
    });

    it('go on at the address in the Link header', async () => {
      const first = await joe.get(`${path()}?limit=10&sort=${q(['at', 'ASC'])}`);
      expect(linkOf(first.headers)).to.match(new RegExp(`^${path()}\\?`));
      const rest = await joe.get(linkOf(first.headers));
      expect((rest.body as { score: number }[]).map(({ score }) => score)).to.deep.equal([10, 11, 12, 13]);
    });

    it('are refused in another order, with a filter, and of nobody', async () => {
      expectError(await joe.get(`${path()}?sort=${q(['score', 'ASC'])}`), 422, 'invalid');
      expectError(await joe.get(`${path()}?filter=${q({ score: 1 })}`), 422, 'invalid');
      expectError(await joe.get('/api/tenants/999999/scores'), 404, 'not_found');
    });
  });
});
