import { expect } from 'chai';
import { lookForProofs } from '../../../server/onboarding/onboarding-service.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { eventsAbout } from '../../support/audit.js';
import { startInternet, type Internet } from '../../support/internet/index.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { workerCtx } from './worker-ctx.js';

interface Domain {
  domain: string;
  token: string;
  record: { name: string; type: string; value: string };
  file: { url: string; content: string };
  proof: string | null;
  checked_at: string | null;
  check_detail: string | null;
}

interface Onboarding {
  id: number;
  state: string;
  next_step: string;
  domains: Domain[];
  job: { id: number; state: string } | null;
}

const FILE = '/.well-known/clearview-verification.txt';

describe('Onboarding: the proof of control', function () {
  this.timeout(60_000);
  let internet: Internet;
  let app: TestApp;
  let joe: Person;
  let joeId: number;
  let made = 0;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    const root = await setUp(app);
    joeId = await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(async () => {
    await app.stop();
    await internet.stop();
  });

  const read = async (id: number) => (await joe.get(`/api/onboarding/${id}`)).body as Onboarding;
  /** Takes a tenant in. @returns its onboarding */
  async function take(...domains: string[]): Promise<Onboarding> {
    const answer = await joe.post('/api/tenants', { name: `Tenant ${made++}`, domains });
    expect(answer.status, answer.text).to.equal(200);
    return read((answer.body as { id: number }).id);
  }
  async function check(id: number, body: object = {}): Promise<Onboarding> {
    // The answer to a look stands for two seconds, for whoever does not wait.
    await app
      .db('tenant_domains')
      .where({ tenant_id: id })
      .update({ checked_at: new Date(Date.now() - 3000) });
    const answer = await joe.post(`/api/onboarding/${id}/check`, body);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as Onboarding;
  }
  const first = async (id: number) => (await check(id)).domains[0]!;
  const events = (event: string, target: number) => eventsAbout(app, event, target);
  const publish = ({ record }: Domain) => internet.zone.set(record.name, 'TXT', record.value);
  const upload = ({ domain, file }: Domain, body = `${file.content}\n`) =>
    internet.site(domain, { files: { [FILE]: body } });

  it('says what to put where', async () => {
    const { domains, next_step } = await take('what.test');
    const token = domains[0]!.token;
    expect(next_step).to.equal('prove_control');
    expect(domains).to.have.length(1);
    expect(domains[0]).to.deep.include({
      ...{ domain: 'what.test', unicode: 'what.test', proof: null, proved_at: null },
      record: { name: '_clearview.what.test', type: 'TXT', value: `clearview-verification=${token}` },
      file: { url: `https://what.test${FILE}`, content: `clearview-verification=${token}` },
      ...{ checked_at: null, check_detail: null },
    });
  });

  it('says what was seen when there is neither', async () => {
    const { id } = await take('neither.test');
    internet.site('neither.test');
    expect((await first(id)).check_detail).to.equal(
      `_clearview.neither.test has no TXT record. https://neither.test${FILE} answers 404.`,
    );
  });

  it('takes a TXT record among others, and queues the first scan', async () => {
    const { id, domains } = await take('record.test');
    internet.zone.set('_clearview.record.test', 'TXT', ['v=other', domains[0]!.record.value]);
    const after = await check(id);
    expect(after).to.include({ next_step: 'first_scan', state: 'onboarding' });
    expect(after.domains[0]).to.include({ proof: 'dns' });
    expect(after.domains[0]?.check_detail).to.equal('The TXT record of _clearview.record.test was found.');
    expect(after.job).to.include({ state: 'queued' });
    const stored = await app.db('tenant_domains').where({ tenant_id: id }).first();
    expect(stored).to.include({ proved_by: joeId, proved_by_name: 'joe' });
    const name = (await app.db('tenants').where({ id }).first('name'))?.name;
    expect(
      (await events('domain_proved', id)).map(({ detail, username }) => [detail, username]),
    ).to.deep.equal([[{ target: id, name, domain: 'record.test', proof: 'dns' }, 'joe']]);
    const [made] = await app.db('jobs').where({ tenant_id: id });
    expect(made).to.include({ trigger: 'onboarding', state: 'queued', requested_by_name: 'joe' });
    expect((await events('job_create', id)).map(({ detail }) => detail)).to.deep.equal([
      { target: id, name, job: made?.id, trigger: 'onboarding' },
    ]);
  });

  const bodies: Record<string, (content: string) => string> = {
    'with a line feed behind': (content) => `${content}\n`,
    'without one': (content) => content,
    'with CRLF and more lines': (content) => `${content}\r\nmore\r\n`,
    'with a byte order mark': (content) => `\uFEFF${content}\n`,
    'with spaces around': (content) => ` ${content} \n`,
  };
  for (const [what, body] of Object.entries(bodies)) {
    it(`takes a file ${what}`, async () => {
      const { id, domains } = await take(`file${made}.test`);
      upload(domains[0]!, body(domains[0]!.file.content));
      const after = await first(id);
      expect([after.proof, after.check_detail]).to.deep.equal([
        'file',
        `The file at ${domains[0]!.file.url} was found.`,
      ]);
    });
  }

  it('does not take a file whose second line it is, another token, or a page that only holds it', async () => {
    const { id, domains } = await take('wrong-file.test');
    const { content, url } = domains[0]!.file;
    for (const body of [`\n${content}`, `${content}0`, `<p>${content}</p>`, content.toUpperCase(), '']) {
      upload(domains[0]!, body);
      const { proof, check_detail } = await first(id);
      expect(proof, body).to.equal(null);
      expect(check_detail).to.contain(`${url} answers, but its first line is not the one asked for.`);
    }
  });

  it('tells a record with another token apart from one about something else', async () => {
    const { id } = await take('other-record.test');
    internet.site('other-record.test');
    const detailWith = async (...texts: string[]) => {
      internet.zone.set('_clearview.other-record.test', 'TXT', texts);
      return (await first(id)).check_detail;
    };
    expect(await detailWith('v=spf1 -all')).to.contain(
      '_clearview.other-record.test has a TXT record, but not the one asked for.',
    );
    expect(await detailWith('clearview-verification=0123')).to.contain(
      'holds "clearview-verification=0123", which is not the value asked for.',
    );
  });

  it('takes a file behind a redirect to www, and none that another organisation hosts', async () => {
    const { id, domains } = await take('apex.test', 'parked.test');
    const lead = (from: string, to: string) =>
      internet.site(from, { files: { [FILE]: { body: '', status: 302, headers: { location: to } } } });
    lead('apex.test', `https://www.apex.test${FILE}`);
    internet.site('www.apex.test', { files: { [FILE]: domains[0]!.file.content } });
    lead('parked.test', `https://parking.test${FILE}`);
    internet.site('parking.test', { files: { [FILE]: domains[1]!.file.content } });
    const [apex, parked] = (await check(id)).domains;
    expect(apex?.proof).to.equal('file');
    expect(parked?.proof).to.equal(null);
    expect(parked?.check_detail).to.contain('leads to parking.test, which is another organisation.');
  });

  it('goes by http when https cannot be reached, and puts up with a certificate that has expired', async () => {
    const { id, domains } = await take('plain.test', 'expired.test');
    upload(domains[0]!);
    internet.site('plain.test', { https: 'reset', redirect: false });
    upload(domains[1]!);
    internet.site('expired.test', { certificate: 'expired' });
    const after = await check(id);
    expect(after.domains.map(({ proof }) => proof)).to.deep.equal(['file', 'file']);
    expect(after.domains[0]?.check_detail).to.equal(`The file at http://plain.test${FILE} was found.`);
  });

  it('tells that nothing could be reached', async () => {
    const { id } = await take('away.test');
    internet.refuse('away.test');
    internet.zone.servfail('_clearview.away.test');
    const { proof, check_detail } = await first(id);
    expect(proof).to.equal(null);
    expect(check_detail).to.match(
      /^Nothing could be reached\. .*_clearview\.away\.test.*away\.test.*refused/,
    );
  });

  it('gives up in the end where nobody answers, and says so', async () => {
    const { id } = await take('silent.test');
    internet.zone.silence('_clearview.silent.test');
    internet.site('silent.test', { https: 'drop', http: 'drop' });
    const { proof, check_detail } = await first(id);
    expect(proof).to.equal(null);
    expect(check_detail).to.match(/^Nothing could be reached\. .*_clearview\.silent\.test.*silent\.test/);
    expect(check_detail).not.to.contain('The scan was ended');
  });

  it('looks for one domain only when told which, in whatever spelling', async () => {
    const { id } = await take('one.test', 'zwei-ü.test');
    const after = await check(id, { domain: ' Zwei-Ü.TEST. ' });
    expect(after.domains[1]?.check_detail).to.be.a('string');
    expect(after.domains[0]?.check_detail).to.equal(null);
  });

  it('does not ask again within two seconds', async () => {
    const { id } = await take('fresh.test');
    await check(id);
    const asked = internet.zone.queries('_clearview.fresh.test');
    expect(asked).to.be.greaterThan(0);
    const stored = () => app.db('tenant_domains').where({ tenant_id: id }).first('checked_at');
    // As if it had just been: on a slow machine two seconds may have passed.
    await app
      .db('tenant_domains')
      .where({ tenant_id: id })
      .update({ checked_at: app.db.raw(`now() + '1 min'`) as never });
    const before = await stored();
    expect((await joe.post(`/api/onboarding/${id}/check`, {})).status).to.equal(200);
    expect(internet.zone.queries('_clearview.fresh.test')).to.equal(asked);
    expect(await stored()).to.deep.equal(before);
  });

  it('looks once for ten who ask at the same time', async () => {
    const { id, domains } = await take('crowd.test');
    internet.site('crowd.test', { delay: 2000 });
    const one = () => joe.post(`/api/onboarding/${id}/check`, {});
    const answers = await Promise.all(Array.from({ length: 10 }, () => one()));
    for (const { status, body } of answers) {
      expect(status).to.equal(200);
      expect((body as Onboarding).domains[0]!.check_detail).to.contain('has no TXT record');
    }
    expect(internet.zone.queries(domains[0]!.record.name)).to.equal(1);
  });

  it('proves an active tenant’s new domain without a new first scan', async () => {
    const { id } = await take('base.test');
    await app.db('tenant_domains').where({ tenant_id: id }).update({ proof: 'dns', proved_at: new Date() });
    await app.db('tenants').where({ id }).update({ state: 'active' });
    await joe.patch(`/api/tenants/${id}`, { domains: ['base.test', 'added.test'] });
    const { domains, state } = await read(id);
    expect(state).to.equal('active');
    publish(domains[1]!);
    const after = await check(id);
    expect(after.domains.map(({ proof }) => proof)).to.deep.equal(['dns', 'dns']);
    expect(await app.db('jobs').where({ tenant_id: id })).to.deep.equal([]);
    expectError(await joe.get(`/api/onboarding/${id}`), 404, 'not_found');
  });

  it('by hand and by two workers at once: proved once, one event, one first scan', async () => {
    const { id, domains } = await take('race.test');
    publish(domains[0]!);
    const ctx = workerCtx(app);
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => joe.post(`/api/onboarding/${id}/check`, {})),
      lookForProofs(ctx),
      lookForProofs(ctx),
    ]);
    for (const answer of answers.slice(0, 6)) {
      expect((answer as { status: number }).status).to.be.oneOf([200, 404]);
    }
    expect((await read(id)).domains[0]?.proof).to.equal('dns');
    expect(await events('domain_proved', id)).to.have.length(1);
    expect(await events('job_create', id)).to.have.length(1);
    expect(await app.db('jobs').where({ tenant_id: id })).to.have.length(1);
  });
});
