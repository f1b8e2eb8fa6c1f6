import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { eventsAbout } from '../../support/audit.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

const CHOSEN = 'ChosenByMyself55';

describe('Links to set a password', () => {
  let app: TestApp;
  let admin: Person;
  let count = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  beforeEach(() => app.db('guess_counters').delete());
  after(() => app.stop());

  const name = (): string => `linked${(count += 1)}`;
  const open = (token: string) => person(app).post('/api/auth/link', { token });
  const use = (token: string, password = CHOSEN) =>
    person(app).post('/api/auth/link/password', { token, password });
  const me = async (who: Person): Promise<number> => (await who.get('/api/auth/me')).status;

  async function linkFor(id: number): Promise<{ token: string; kind: string; url: string }> {
    const { body } = await admin.post(`/api/users/${id}/password-link`, {}).expect(200);
    const { url, kind } = body as { url: string; kind: string };
    return { token: url.split('#')[1] ?? '', kind, url };
  }

  async function invite(username: string): Promise<number> {
    const { body } = await admin.post('/api/users', { username, invite: true }).expect(200);
    return (body as { id: number }).id;
  }

  it('invite somebody whom nobody can be before they have chosen a password', async () => {
    const username = name();
    const id = await invite(username);
    for (const password of ['!', '', PASSWORD]) {
      expectError(
        await person(app).post('/api/auth/login', { username, password }),
        401,
        'invalid_credentials',
      );
    }
    const { token, kind, url } = await linkFor(id);
    expect(kind).to.equal('invite');
    expect(url).to.match(new RegExp(`^${app.url}/password\\.html#[0-9a-f]{32}$`));
    expect((await open(token).expect(200)).body).to.include({ username, kind: 'invite' });
    expect((await use(token).expect(200)).body).to.deep.equal({ ok: true, username });
    expect(await me(await signIn(app, username, CHOSEN))).to.equal(200);
    const created = await eventsAbout(app, 'user_create', id);
    expect(created[0]?.detail).to.deep.equal({ target: id, username, role: 'user', invite: true });
    const used = await eventsAbout(app, 'password_link_use', id);
    expect(used[0]).to.deep.include({
      user_id: id,
      username,
      detail: { target: id, username, kind: 'invite', sessions_ended: 0 },
    });
  });

  it('take either a password or an invitation', async () => {
    for (const body of [
      { username: name() },
      { username: name(), invite: true, password: PASSWORD },
      { username: name(), invite: true, must_change_password: true },
      { username: name(), invite: 'yes' },
    ]) {
      expectError(await admin.post('/api/users', body), 422, 'invalid');
    }
  });

  it('end nothing when they are made, and all sessions when they are used', async () => {
    const username = name();
    const id = await createUser(admin, username);
    const session = await signIn(app, username);
    const { token, kind } = await linkFor(id);
    expect(kind).to.equal('reset');
    expect(await me(session)).to.equal(200);
    await use(token).expect(200);
    expect(await me(session)).to.equal(401);
    expectError(await person(app).post('/api/auth/login', { username, password: PASSWORD }), 401);
    expectError(await open(token), 404, 'link_over');
    expectError(await use(token), 404, 'link_over');
  });

  it('are over, alike, when unknown, malformed, replaced, expired or of somebody inactive', async () => {
    const id = await createUser(admin, name());
    const first = await linkFor(id);
    const second = await linkFor(id);
    const inactive = await createUser(admin, name());
    const third = await linkFor(inactive);
    await admin.patch(`/api/users/${inactive}`, { is_active: false });
    const expired = await createUser(admin, name());
    const fourth = await linkFor(expired);
    await app
      .db('password_links')
      .where({ user_id: expired })
      .update({ expires_at: app.db.raw('now()') as never });
    const answers = [];
    for (const token of ['0'.repeat(32), 'x', '', first.token, third.token, fourth.token]) {
      answers.push(await open(token), await use(token));
    }
    for (const answer of answers) expectError(answer, 404, 'link_over');
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    await open(second.token).expect(200);
    await admin.patch(`/api/users/${inactive}`, { is_active: true });
    await open(third.token).expect(200);
  });

  it('are not used up by a weak password', async () => {
    const username = name();
    const { token } = await linkFor(await createUser(admin, username));
    expectError(await use(token, 'short1'), 400, 'weak_password');
    expectError(await use(token, `${username}!!!!!!!!!`), 400, 'weak_password');
    await use(token).expect(200);
  });

  it('are used once, however many try at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const username = name();
      const { token } = await linkFor(await invite(username));
      const chosen = [1, 2, 3, 4].map((n) => `ChosenByNumber${n}${n}`);
      const answers = await Promise.all(chosen.map((password) => use(token, password)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).to.have.length(1);
      for (const lost of answers.filter((one) => one !== won[0])) expectError(lost, 404, 'link_over');
      const password = chosen[answers.indexOf(won[0]!)];
      expect(await me(await signIn(app, username, password))).to.equal(200);
    }
  });

  it('end when the password is set in another way', async () => {
    const username = name();
    const id = await createUser(admin, username);
    const { token } = await linkFor(id);
    await admin.post(`/api/users/${id}/reset-password`, { password: 'SetMeanwhile66' }).expect(200);
    expectError(await open(token), 404, 'link_over');
    const again = await linkFor(id);
    const session = await signIn(app, username, 'SetMeanwhile66');
    await session
      .post('/api/auth/password', { current_password: 'SetMeanwhile66', new_password: CHOSEN })
      .expect(200);
    expectError(await open(again.token), 404, 'link_over');
  });

  it('that do not work are limited from one address, and those that do are not counted', async () => {
    const { token } = await linkFor(await createUser(admin, name()));
    for (let n = 0; n < 40; n += 1) await open(token).expect(200);
    for (let n = 0; n < 30; n += 1) expectError(await open('f'.repeat(32)), 404, 'link_over');
    const over = await open(token);
    expectError(over, 429, 'too_many_attempts');
    expect(Number(over.headers['retry-after'])).to.be.greaterThan(0);
  });

  it('are kept as a hash, stand in no log, and are tidied away', async () => {
    const id = await createUser(admin, name());
    const { token } = await linkFor(id);
    const [row] = await app.db('password_links').where({ user_id: id });
    expect(row?.hash).to.match(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await app.db('auth_audit'))).not.to.include(token);
    expect((await eventsAbout(app, 'password_link_create', id))[0]?.detail).to.include({ kind: 'reset' });
    await app.db('password_links').update({ expires_at: app.db.raw(`now() - interval '1 minute'`) as never });
    const { purgeLinks } = await import('../../../server/links/links-service.js');
    expect(await purgeLinks(app.deps)).to.be.greaterThan(0);
    expect(await app.db('password_links')).to.deep.equal([]);
  });

  it('bear the address that people know, where one is configured', async () => {
    const id = await createUser(admin, name());
    const other = await startTestApp({ PUBLIC_URL: 'https://clearview.example.org' }, app.database);
    try {
      const { body } = await person(other, admin.cookie)
        .post(`/api/users/${id}/password-link`, {})
        .expect(200);
      expect((body as { url: string }).url).to.match(
        /^https:\/\/clearview\.example\.org\/password\.html#[0-9a-f]{32}$/,
      );
    } finally {
      await other.stop();
    }
  });
});
