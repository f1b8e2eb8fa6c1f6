import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { setUp, type Person } from '../../support/people.js';

/** Name, made, last sign-in. */
const PEOPLE: [string, string, string | null][] = [
  ['old-asleep', '2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'],
  ['old-awake', '2025-01-02T00:00:00Z', '2025-06-10T08:00:00.500Z'],
  ['old-never', '2025-01-03T00:00:00Z', null],
  ['new-never', '2025-06-01T12:00:00.250Z', null],
  ['new-awake', '2025-06-02T00:00:00Z', '2025-06-11T00:00:00Z'],
];

describe('Filters of users by age and use', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await app.db('users').insert(
      PEOPLE.map(([username, made, seen], n) => ({
        username,
        password_hash: 'x',
        is_active: n % 2 === 0,
        created_at: new Date(made),
        last_login_at: seen === null ? null : new Date(seen),
      })),
    );
  });
  after(() => app.stop());

  const list = (filter: object, more = '') =>
    admin.get(`/api/users?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`);

  const cases: [object, string[]][] = [
    [{ never_signed_in: true }, ['old-never', 'new-never']],
    [{ never_signed_in: false }, ['old-asleep', 'old-awake', 'new-awake', 'root']],
    [{ created_gte: '2025-06-01T12:00:00.250Z' }, ['new-never', 'new-awake', 'root']],
    [{ created_gte: '2025-06-01T12:00:00.251Z' }, ['new-awake', 'root']],
    [{ created_lte: '2025-01-02' }, ['old-asleep', 'old-awake']],
    [{ created_lte: '2025-01-01T23:59:59.999Z' }, ['old-asleep']],
    [{ created_lte: '2025-01-02T01:00:00+02:00' }, ['old-asleep']],
    [{ created_gte: '2025-01-02', created_lte: '2025-06-01' }, ['old-awake', 'old-never']],
    [{ created_gte: '2990-01-01' }, []],
    [{ dormant_since: '2025-06-10T08:00:00.500Z' }, ['old-asleep', 'old-never', 'new-never']],
    [{ dormant_since: '2025-06-10T08:00:00.501Z' }, ['old-asleep', 'old-awake', 'old-never', 'new-never']],
    [{ dormant_since: '2025-06-01T12:00:00.250Z' }, ['old-asleep', 'old-never']],
    [{ dormant_since: '2025-01-03' }, []],
    [{ dormant_since: '2025-06-05', is_active: true }, ['old-asleep', 'old-never']],
    [{ dormant_since: '2025-06-05', never_signed_in: false }, ['old-asleep']],
    [{ dormant_since: '2025-06-05', q: 'never' }, ['old-never', 'new-never']],
  ];
  const orders = [
    ...['id', 'username', 'role', 'is_active', 'created_at', 'updated_at', 'last_login_at'],
  ].flatMap((field) => [
    [field, 'ASC'],
    [field, 'DESC'],
  ]);
  for (const [filter, names] of cases) {
    it(`${JSON.stringify(filter)} finds ${names.join(', ') || 'nobody'}, in every order`, async () => {
      const answer = await list(filter);
      expect(answer.status, answer.text).to.equal(200);
      expect((answer.body as { username: string }[]).map(({ username }) => username)).to.deep.equal(names);
      const range = names.length > 0 ? `0-${names.length - 1}` : '*';
      expect(answer.headers['content-range']).to.equal(`users ${range}/${names.length}`);
      for (const order of orders) {
        const sorted = await list(filter, `&sort=${encodeURIComponent(JSON.stringify(order))}`);
        const found = (sorted.body as { username: string }[]).map(({ username }) => username);
        expect(found, order.join(' ')).to.have.members(names);
      }
    });
  }

  const wrong: object[] = [
    ...['true', 1, 0, null, [true], {}].map((value) => ({ never_signed_in: value })),
    ...['created_gte', 'created_lte', 'dormant_since'].flatMap((name) =>
      [
        'yesterday',
        '',
        '2025',
        '2025-13-01',
        '2025-06-01T00:00:00',
        5,
        null,
        ['2025-06-01'],
        '2025-06-01\0',
      ].map((value) => ({ [name]: value })),
    ),
    { created_gt: '2025-06-01' },
    { revision: 1 },
    { live_sessions: 1 },
  ];
  for (const filter of wrong) {
    it(`refuses ${JSON.stringify(filter)}: 422`, async () => {
      expectError(await list(filter), 422, 'invalid');
    });
  }

  for (const field of ['revision', 'live_sessions', 'never_signed_in', 'dormant_since']) {
    it(`does not sort by ${field}: 422`, async () => {
      expectError(
        await admin.get(`/api/users?sort=${encodeURIComponent(`["${field}","ASC"]`)}`),
        422,
        'invalid',
      );
    });
  }
});
