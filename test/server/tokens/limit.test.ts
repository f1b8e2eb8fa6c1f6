import { expect } from 'chai';
import type { Response } from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';
import { makeToken, script } from '../../support/tokens.js';

describe('How often a token may ask', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  const remaining = (answer: Response): number =>
    Number(/remaining=(\d+)/.exec(answer.headers.ratelimit as string)?.[1]);

  it('is told with every answer, refusals included, and people are not told', async () => {
    const client = script(app, (await makeToken(admin, { scopes: ['jobs:read'] })).token);
    const first = await client.get('/api/jobs').expect(200);
    expect(first.headers['ratelimit-policy']).to.equal('600;w=60');
    expect(first.headers.ratelimit).to.match(/^limit=600, remaining=599, reset=\d+$/);
    expect(remaining(await client.get('/api/tenants').expect(403))).to.equal(598);
    expect(remaining(await client.get('/api/jobs/2147483647').expect(404))).to.equal(597);
    // On the way to an address that is not there several gates are passed.
    expect(remaining(await client.get('/api/jobs/1/2/3').expect(404))).to.equal(596);
    for (const name of ['x-ratelimit-limit', 'retry-after']) expect(first.headers).not.to.have.property(name);
    for (const answer of [await admin.get('/api/jobs'), await script(app, 'cv_x').get('/api/jobs')]) {
      expect(answer.headers).not.to.have.property('ratelimit');
    }
  });

  it('ends at 600 a minute: 429 in the form of every error, and others go on', async function () {
    this.timeout(60_000);
    const client = script(app, (await makeToken(admin)).token);
    const counts: Record<number, number> = {};
    let refused: Response | undefined;
    for (let round = 0; round < 31; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/api/auth/me').then()));
      for (const answer of answers) {
        counts[answer.status] = (counts[answer.status] ?? 0) + 1;
        if (answer.status === 429) refused = answer;
      }
    }
    expect(counts).to.deep.equal({ 200: 600, 429: 20 });
    if (refused === undefined) throw new Error('Nothing was refused.');
    expectError(refused, 429, 'too_many_requests');
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60);
    expect(refused.headers.ratelimit).to.match(/^limit=600, remaining=0, reset=\d+$/);
    // Another token of the same owner from the same address, and the owner.
    await script(app, (await makeToken(admin)).token)
      .get('/api/auth/me')
      .expect(200);
    await admin.get('/api/auth/me').expect(200);
    // What is over the limit can still be ended by its owner.
    expect(await app.db('auth_audit').where({ event: 'access_denied' })).to.deep.equal([]);
  });
});
