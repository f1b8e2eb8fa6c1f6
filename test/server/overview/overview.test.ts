import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { seedJob, seedTenant, type SeedScan } from '../../support/tenants.js';

interface Overview {
  tenants: Record<string, number>;
  grades: Record<string, number>;
  average: number | null;
  worse: { id: number; name: string; from: number; to: number; grade: string }[];
  lowest: { id: number; name: string; score: number; grade: string }[];
  jobs: { id: number; tenant_name: string; state: string }[];
  scanned_today: number;
}

describe('The overview', () => {
  let app: TestApp;
  let joe: Person;

  beforeEach(async () => {
    app = await startTestApp();
    const root = await setUp(app);
    await createUser(root, 'joe');
    joe = await signIn(app, 'joe');
  });
  afterEach(() => app.stop());

  const read = async () => (await joe.get('/api/overview')).body as Overview;
  const add = async (name: string, scans: SeedScan[], seed: object = {}) =>
    (await seedTenant(app, { name, scans, ...seed })).id;

  it('has nothing to tell at first', async () => {
    expect(await read()).to.deep.equal({
      tenants: { total: 0, onboarding: 0, active: 0, paused: 0 },
      grades: { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0, none: 0 },
      ...{ average: null, worse: [], lowest: [], jobs: [], scanned_today: 0 },
    });
  });

  it('counts states and grades, and takes the average of those that have a score', async () => {
    await add('Good', [{ score: 95 }]);
    await add('Fair', [{ score: 72 }], { state: 'paused' });
    await add('Poor', [{ score: 20 }]);
    await add('Fresh', [], { state: 'onboarding' });
    const found = await read();
    expect(found.tenants).to.deep.equal({ total: 4, onboarding: 1, active: 2, paused: 1 });
    expect(found.grades).to.deep.equal({ A: 1, B: 0, C: 1, D: 0, E: 0, F: 1, none: 1 });
    expect(found.average).to.equal(62);
    expect(found.lowest.map(({ name, score, grade }) => [name, score, grade])).to.deep.equal([
      ['Poor', 20, 'F'],
      ['Fair', 72, 'C'],
      ['Good', 95, 'A'],
    ]);
  });

  it('tells whose score fell since the last scan at least a day ago, the worst fall first', async () => {
    const small = await add('Small fall', [
      { daysAgo: 1.5, score: 90 },
      { daysAgo: 0.1, score: 85 },
    ]);
    const great = await add('Great fall', [
      { daysAgo: 9, score: 10 },
      { daysAgo: 2, score: 80 },
      { daysAgo: 0.5, score: 20 },
      { daysAgo: 0.1, score: 30 },
    ]);
    await add('Rose', [
      { daysAgo: 2, score: 50 },
      { daysAgo: 0.1, score: 60 },
    ]);
    await add('Fell a week ago', [
      { daysAgo: 9, score: 90 },
      { daysAgo: 7, score: 10 },
    ]);
    await add('Only today', [
      { daysAgo: 0.5, score: 90 },
      { daysAgo: 0.1, score: 10 },
    ]);
    await add('Could not be judged then', [
      { daysAgo: 2, score: null },
      { daysAgo: 0.1, score: 10 },
    ]);
    expect((await read()).worse).to.deep.equal([
      { id: great, name: 'Great fall', from: 80, to: 30, grade: 'F' },
      { id: small, name: 'Small fall', from: 90, to: 85, grade: 'B' },
    ]);
  });

  it('names ten that fell and five that are lowest, at most', async () => {
    for (let n = 0; n < 12; n += 1) {
      await add(`Fell ${n}`, [
        { daysAgo: 2, score: 90 },
        { daysAgo: 0.1, score: 50 - n },
      ]);
    }
    const found = await read();
    expect(found.worse.map(({ to }) => to)).to.deep.equal([39, 40, 41, 42, 43, 44, 45, 46, 47, 48]);
    expect(found.lowest.map(({ score }) => score)).to.deep.equal([39, 40, 41, 42, 43]);
  });

  it('shows up to twenty jobs that wait or run, as the list of jobs does', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 22; n += 1) ids.push(await seedJob(app, await add(`Waits ${n}`, [{ score: 50 }])));
    const { jobs } = await read();
    expect(jobs.map(({ id }) => id)).to.deep.equal(ids.slice(0, 20));
    const [listed] = (await joe.get(`/api/jobs?filter=${encodeURIComponent(`{"id":${ids[0]}}`)}`))
      .body as object[];
    expect(jobs[0]).to.deep.equal(listed);
  });

  it('counts the tenants that were scanned since midnight (UTC)', async () => {
    await add('Just now', [{ score: 50 }]);
    await add('The day before', [{ daysAgo: 1, score: 50 }]);
    await add('Never', []);
    expect((await read()).scanned_today).to.equal(1);
  });

  it('takes no parameters', async () => {
    expectError(await joe.get('/api/overview?days=7'), 422, 'invalid');
  });
});
