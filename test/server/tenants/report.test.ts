import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { parseCsv } from '../../support/csv.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { seedTenant, type SeedFinding } from '../../support/tenants.js';

interface Finding {
  domain: string;
  check_id: string;
  status: string;
  before?: string | null;
  gain: number;
  evidence: string[];
}

interface Report {
  tenant: { id: number; name: string };
  job_id: number | null;
  scanned_at: string | null;
  score: number | null;
  grade: string | null;
  mends: Finding[];
  findings: Finding[];
}

const BEFORE: SeedFinding[] = [
  { check_id: 'dns.resolves', status: 'pass' },
  { check_id: 'dns.caa', status: 'fail' },
  { check_id: 'mail.spf', status: 'unknown' },
];
const NOW: SeedFinding[] = [
  { check_id: 'dns.resolves', status: 'pass', evidence: ['192.0.2.1', '2001:db8::1'] },
  { check_id: 'dns.nameservers', status: 'fail', summary: '=HYPERLINK("x")', evidence: ['+1', 'a "b",\nc'] },
  { check_id: 'dns.caa', status: 'warn' },
  { check_id: 'mail.spf', status: 'fail' },
  { check_id: 'mail.dmarc', status: 'unknown' },
];

describe('The report of a tenant', () => {
  let app: TestApp;
  let root: Person;
  let joe: Person;
  let id: number;
  let jobs: number[];

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
    const scans = [
      { daysAgo: 3, findings: [{ check_id: 'dns.caa', status: 'pass' as const }] },
      { daysAgo: 2, findings: BEFORE },
      { daysAgo: 1, findings: NOW },
    ];
    ({ id, jobs } = await seedTenant(app, { name: 'Reported', domains: ['reported.org'], scans }));
  });
  after(() => app.stop());

  const report = async (of = id) => (await joe.get(`/api/tenants/${of}/report`)).body as Report;
  const exported = (format: string, who = joe) =>
    who.get(`/api/tenants/${id}/report/export?format=${format}`);
  const exports = () =>
    app
      .db('auth_audit')
      .where({ event: 'data_export' })
      .whereRaw(`detail->>'resource' = 'report'`)
      .orderBy('id');

  it('is of the newest scan, with the tenant as it is shown elsewhere', async () => {
    const found = await report();
    expect(found).to.have.all.keys(
      ...['tenant', 'job_id', 'scanned_at', 'score', 'grade', 'mends', 'findings'],
    );
    expect(found.tenant).to.deep.equal((await joe.get(`/api/tenants/${id}`)).body);
    expect(found.job_id).to.equal(jobs[2]);
    // 10 × 1 + 5 × 0 + 2 × 0.5 + 10 × 0 of 27; what was not seen does not count.
    expect([found.score, found.grade]).to.deep.equal([41, 'E']);
    expect(found.scanned_at).to.match(/Z$/);
  });

  it('says of each finding how it stood in the scan before, and null of what was not looked at then', async () => {
    const { findings } = await report();
    expect(findings.map(({ check_id, status, before }) => [check_id, before, status])).to.deep.equal([
      ['dns.resolves', 'pass', 'pass'],
      ['dns.nameservers', null, 'fail'],
      ['dns.caa', 'fail', 'warn'],
      ['mail.spf', 'unknown', 'fail'],
      ['mail.dmarc', null, 'unknown'],
    ]);
    expect(findings[0]).to.include.all.keys(
      ...['domain', 'group', 'title', 'severity', 'summary', 'evidence', 'looks_at', 'why', 'mend', 'link'],
      ...['seen_at', 'gain'],
    );
  });

  it('names the mends that would raise the score most, the most first', async () => {
    const { mends, findings } = await report();
    expect(mends.map(({ check_id, gain }) => [check_id, gain])).to.deep.equal([
      ['mail.spf', 37],
      ['dns.nameservers', 18.5],
      ['dns.caa', 3.7],
    ]);
    for (const { check_id, gain } of findings) {
      if (['dns.resolves', 'mail.dmarc'].includes(check_id)) expect(gain).to.equal(0);
    }
  });

  it('is empty before the first scan', async () => {
    const { id: fresh } = await seedTenant(app, { name: 'Fresh' });
    expect(await report(fresh)).to.deep.include({
      ...{ job_id: null, scanned_at: null, score: null, grade: null, mends: [], findings: [] },
    });
  });

  it('has the score of its scan, null for one that could not judge, whatever the tenant keeps', async () => {
    const scans = [
      { daysAgo: 2, score: 77 },
      { daysAgo: 1, score: null, findings: [NOW[4]!] },
    ];
    const { id: unseen } = await seedTenant(app, { name: 'Unseen', scans });
    const found = await report(unseen);
    expect([found.score, found.grade, found.mends]).to.deep.equal([null, null, []]);
    expect(found.findings).to.have.length(1);
  });

  it('outlives the findings of the scan before', async () => {
    const scans = [
      { daysAgo: 2, findings: BEFORE },
      { daysAgo: 1, findings: NOW },
    ];
    const { id: old, jobs: past } = await seedTenant(app, { name: 'Purged', scans });
    await app.db('jobs').where({ id: past[0] }).delete();
    const { findings } = await report(old);
    expect(findings.map(({ before }) => before)).to.deep.equal([null, null, null, null, null]);
  });

  it('is 404 of nobody', async () => {
    expectError(await joe.get('/api/tenants/999999/report'), 404, 'not_found');
    expectError(await joe.get('/api/tenants/999999/report/export?format=csv'), 404, 'not_found');
  });

  describe('as a file', () => {
    it('is JSON: the report itself', async () => {
      const answer = await exported('json');
      expect(answer.status).to.equal(200);
      expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
      expect(answer.headers['content-disposition']).to.match(
        new RegExp(`^attachment; filename="clearview-report-${id}-\\d{4}-\\d\\d-\\d\\d\\.json"$`),
      );
      expect(answer.body).to.deep.equal(await report());
    });

    it('is CSV: a line for each finding, and no formula for a spreadsheet', async () => {
      const answer = await exported('csv');
      expect(answer.headers['content-type']).to.equal('text/csv; charset=utf-8; header=present');
      const [head = [], ...lines] = parseCsv(answer.text);
      expect(head.slice(0, 8)).to.deep.equal([
        'domain',
        'check_id',
        'group',
        'title',
        'severity',
        'status',
        'before',
        'gain',
      ]);
      expect(lines).to.have.length(5);
      const cell = (line: number, name: string) => lines[line]?.[head.indexOf(name)];
      expect([cell(1, 'check_id'), cell(1, 'status'), cell(1, 'before')]).to.deep.equal([
        'dns.nameservers',
        'fail',
        '',
      ]);
      expect(cell(1, 'summary')).to.equal(`'=HYPERLINK("x")`);
      expect(cell(1, 'evidence')).to.equal(`'+1\na "b",\nc`);
      expect(cell(0, 'evidence')).to.equal('192.0.2.1\n2001:db8::1');
    });

    it('is written down before it leaves, by whom and of whom', async () => {
      const before = (await exports()).length;
      await exported('csv');
      await exported('json', root);
      const rows = (await exports()).slice(before);
      expect(rows.map(({ username, detail }) => [username, detail])).to.deep.equal([
        ['joe', { resource: 'report', format: 'csv', target: id, name: 'Reported' }],
        ['root', { resource: 'report', format: 'json', target: id, name: 'Reported' }],
      ]);
    });

    it('is refused in another format, with other parameters, and from another site; nothing is written', async () => {
      const before = (await exports()).length;
      const path = `/api/tenants/${id}/report/export`;
      for (const query of ['', '?format=', '?format=pdf', '?format=constructor', '?format=csv&format=csv']) {
        expectError(await joe.get(path + query), 422, 'invalid');
      }
      expectError(await joe.get(`${path}?format=csv&filter={}`), 422, 'invalid');
      expectError(await exported('csv').set('Sec-Fetch-Site', 'cross-site'), 403, 'cross_origin');
      expectError(await exported('csv').set('Origin', 'https://evil.example'), 403, 'cross_origin');
      expect(await exports()).to.have.length(before);
    });

    it('is announced to HEAD, without a trace', async () => {
      const before = (await exports()).length;
      const answer = await fetch(`${app.url}/api/tenants/${id}/report/export?format=csv`, {
        method: 'HEAD',
        headers: { cookie: joe.cookie },
      });
      expect([answer.status, await answer.text()]).to.deep.equal([200, '']);
      expect(answer.headers.get('content-disposition')).to.contain('attachment');
      expect(await exports()).to.have.length(before);
    });
  });
});
