/** The client for scripts: its types are today's, and a script that uses it gets through. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { createClearview, ClearviewError, everyRow, must } from '../../client/clearview.js';
import { onboard } from '../../client/examples/onboard.js';
import { clientSchema } from '../../scripts/build/client-schema.js';
import { projectRoot } from '../../server/core/project.js';
import type { Worker } from '../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startInternet, type Internet } from '../support/internet/index.js';
import { setUp, type Person } from '../support/people.js';
import { startTestWorker } from '../support/worker.js';

describe('The client for scripts', function () {
  this.timeout(120_000);
  let internet: Internet;
  let app: TestApp;
  let root: Person;
  let worker: Worker;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    root = await setUp(app);
    worker = startTestWorker(app);
  });
  after(async () => {
    await worker.stop();
    await app.stop();
    await internet.stop();
  });

  async function client(...scopes: string[]) {
    const answer = await root.post('/api/tokens', { name: scopes.join(), scopes });
    return createClearview({ url: app.url, token: (answer.body as { token: string }).token });
  }

  it('has the types of today: else run npm run client', async () => {
    const kept = readFileSync(path.join(projectRoot, 'client/schema.ts'), 'utf8');
    expect(kept === (await clientSchema()), 'client/schema.ts is out of date: run npm run client').to.equal(
      true,
    );
  });

  it('takes a tenant in whose record is there', async () => {
    internet.goodSite('proved.test');
    const api = await client('tenants:write', 'jobs:read');
    const report = await onboard(api, { name: 'Proved', domains: ['proved.test'] }, (line) => {
      const [, name, value] = /^Add the record {2}(\S+) {2}TXT {2}"(.+)"$/.exec(line) ?? [];
      if (name !== undefined) internet.zone.set(name, 'TXT', value!);
    });
    expect(report.tenant.state).to.equal('active');
    expect(report.grade).to.equal('A');
  });

  it('takes a tenant in on an administrator’s word', async () => {
    internet.badSite('waived.test');
    const api = await client('tenants:write', 'jobs:read');
    const wanted = { name: 'Waived', domains: ['waived.test'], waive: 'It is ours.' };
    const report = await onboard(api, wanted);
    expect(report.tenant.domains[0]?.proof).to.equal('waiver');
    expect(report.mends).not.to.deep.equal([]);
  });

  it('goes through a list page by page', async () => {
    const api = await client('tenants:read');
    const names: string[] = [];
    const page = (cursor: string | undefined) =>
      api.GET('/api/tenants', {
        params: {
          query: { sort: ['name', 'DESC'], limit: 1, filter: { state: 'active' }, ...(cursor && { cursor }) },
        },
      });
    for await (const tenant of everyRow(page)) names.push(tenant.name);
    expect(names).to.deep.equal(['Waived', 'Proved']);
  });

  it('throws what is refused, with its code and the sentence for each field', async () => {
    const api = await client('tenants:write');
    const refused = async (asked: Promise<unknown>): Promise<ClearviewError> => {
      const error: unknown = await asked.catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ClearviewError);
      return error as ClearviewError;
    };
    const body = { name: 'Nobody', domains: ['nowhere'] };
    const wrong = await refused(must(api.POST('/api/tenants', { body })));
    expect([wrong.status, wrong.code]).to.deep.equal([422, 'invalid']);
    expect(wrong.errors.domains).to.be.a('string');
    const jobs = await refused(must(api.GET('/api/users')));
    expect([jobs.status, jobs.code]).to.deep.equal([403, 'insufficient_scope']);
    const none = createClearview({ url: app.url, token: 'cv_none' });
    expect((await refused(must(none.GET('/api/tenants')))).code).to.equal('unauthenticated');
  });
});
