import { expect } from 'chai';
import type { CheckText } from '../../../server/scans/check.js';
import { CHECKS } from '../../../server/scans/checks/index.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';

const idsOf = (body: unknown): string[] => (body as CheckText[]).map(({ id }) => id);

describe('GET /api/checks', () => {
  let app: TestApp;
  let joe: Person;
  before(async () => {
    app = await startTestApp();
    await createUser(await setUp(app), 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const list = (query: Record<string, string> = {}) =>
    joe.get(`/api/checks?${new URLSearchParams(query).toString()}`);

  it('is for those who are signed in', async () => {
    expectError(await person(app).get('/api/checks'), 401, 'unauthenticated');
  });

  it('answers every check with its words, and nothing of what runs it', async () => {
    const { status, body, headers } = await list();
    expect(status).to.equal(200);
    expect(headers['content-range']).to.equal(`checks 0-${CHECKS.length - 1}/${CHECKS.length}`);
    expect(idsOf(body)).to.deep.equal(CHECKS.map(({ id }) => id).sort());
    const { id, group, title, severity, looks_at, why, mend, link } = CHECKS.find(
      (check) => check.id === 'mail.spf',
    )!;
    expect((body as CheckText[]).find((row) => row.id === id)).to.deep.equal({
      id,
      group,
      title,
      severity,
      looks_at,
      why,
      mend,
      link,
    });
  });

  it('filters by group and severity', async () => {
    const { body } = await list({ filter: '{"group":"mail","severity":"high"}' });
    expect(idsOf(body)).to.deep.equal(['mail.dmarc', 'mail.spf']);
    expectError(await list({ filter: '{"group":"post"}' }), 422, 'invalid');
  });

  it('sorts and pages, and the cursor leads through everything once', async () => {
    const sort = '["title","DESC"]';
    const seen: string[] = [];
    let answer = await list({ sort, limit: '4' });
    for (;;) {
      seen.push(...(answer.body as CheckText[]).map(({ title }) => title));
      const [, next] = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '') ?? [];
      if (next === undefined) break;
      answer = await joe.get(next);
      expect(answer.status).to.equal(200);
    }
    const titles = CHECKS.map(({ title }) => title);
    expect(seen).to.deep.equal(titles.sort((one, other) => other.localeCompare(one, 'en')));
  });
});
