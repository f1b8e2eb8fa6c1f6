import { expect } from 'chai';
import request from 'supertest';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const NEWER = FIREFOX.replaceAll('128.0', '129.0');
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

interface Row {
  id: number;
  event: string;
  username: string | null;
  by_me: boolean;
  ip: string | null;
  detail: Record<string, unknown>;
}

describe("One's own sessions, notices and activity", () => {
  let app: TestApp;
  let admin: Person;
  let count = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  async function somebody(): Promise<{ id: number; name: string }> {
    const name = `mine${(count += 1)}`;
    return { id: await createUser(admin, name), name };
  }

  /** Signs in with a browser. @returns both cookies, by name, and who it is */
  async function browse(username: string, agent: string, browser = '') {
    const answer = await request(app.url)
      .post('/api/auth/login')
      .set({ 'User-Agent': agent, ...(browser === '' ? {} : { Cookie: `clearview_browser=${browser}` }) })
      .send({ username, password: PASSWORD })
      .expect(200);
    const cookies = (answer.headers['set-cookie'] as unknown as string[]).map(
      (one) => one.split(';', 1)[0] ?? '',
    );
    return {
      who: person(app, cookies[0]),
      browser: cookies[1]?.split('=')[1] ?? '',
      header: (answer.headers['set-cookie'] as unknown as string[])[1] ?? '',
    };
  }
  const notices = async (who: Person) => (await who.get('/api/auth/notices').expect(200)).body as Row[];
  const activity = async (who: Person, query = '') =>
    (await who.get(`/api/auth/activity${query}`).expect(200)).body as Row[];

  it('show the sessions of nobody else, in words', async () => {
    const { name } = await somebody();
    const { who } = await browse(name, FIREFOX);
    const answer = await who.get('/api/auth/sessions').expect(200);
    expect(answer.headers['content-range']).to.equal('sessions 0-0/1');
    const [session] = answer.body as Record<string, unknown>[];
    expect(session).to.have.all.keys(
      ...['id', 'browser', 'system', 'ip', 'created_at', 'last_seen_at', 'expires_at', 'remember', 'current'],
    );
    expect(session).to.include({ browser: 'Firefox 128', system: 'Linux', ip: '127.0.0.1', current: true });
    expectError(await who.get('/api/auth/sessions?filter={"user_id":1}'), 422, 'invalid');
  });

  it("end one of one's own, never somebody else's", async () => {
    const { id, name } = await somebody();
    const [a, b] = [await signIn(app, name), await signIn(app, name)];
    const [root] = (await admin.get('/api/auth/sessions')).body as { id: number }[];
    expectError(await a.delete(`/api/auth/sessions/${root?.id}`), 404, 'not_found');
    expect((await admin.get('/api/auth/me')).status).to.equal(200);
    const sessions = (await a.get('/api/auth/sessions')).body as { id: number; current: boolean }[];
    const other = sessions.find(({ current }) => !current);
    const own = sessions.find(({ current }) => current);
    await a.delete(`/api/auth/sessions/${other?.id}`).expect(200);
    expectError(await a.delete(`/api/auth/sessions/${other?.id}`), 404, 'not_found');
    expectError(await b.get('/api/auth/me'), 401);
    const ended = await a.delete(`/api/auth/sessions/${own?.id}`).expect(200);
    expect(String(ended.headers['set-cookie'])).to.match(/^clearview_session=;/);
    expectError(await a.get('/api/auth/me'), 401);
    const rows = await app.db('auth_audit').where({ event: 'session_revoke', user_id: id }).orderBy('id');
    expect(rows.map(({ detail }) => detail)).to.deep.equal([
      { target: id, username: name, session: other?.id },
      { target: id, username: name, session: own?.id },
    ]);
  });

  it('end all others at once, and none when there is none', async () => {
    const { name } = await somebody();
    const [a, b, c] = [await signIn(app, name), await signIn(app, name), await signIn(app, name)];
    expect((await a.delete('/api/auth/sessions')).body).to.deep.equal({ ok: true, sessions_ended: 2 });
    expect((await a.delete('/api/auth/sessions')).body).to.deep.equal({ ok: true, sessions_ended: 0 });
    expect((await a.get('/api/auth/me')).status).to.equal(200);
    for (const gone of [b, c]) expectError(await gone.get('/api/auth/me'), 401);
  });

  it('leave one of two that end each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { name } = await somebody();
      const both = [await signIn(app, name), await signIn(app, name)];
      const answers = await Promise.all(both.map((one) => one.delete('/api/auth/sessions')));
      const alive = await Promise.all(both.map(async (one) => (await one.get('/api/auth/me')).status));
      expect(alive.sort()).to.deep.equal([200, 401]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401]);
    }
  });

  it('tell of a browser that was not seen before, and only of such a one', async () => {
    const { id, name } = await somebody();
    const first = await browse(name, FIREFOX);
    expect(first.header).to.match(
      /^clearview_browser=[0-9a-f]{32}; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect(await notices(first.who), 'the first of all').to.deep.equal([]);
    const updated = await browse(name, NEWER);
    expect(await notices(updated.who), 'without its cookie, after an update').to.deep.equal([]);
    const second = await browse(name, CHROME);
    const [notice, ...others] = await notices(second.who);
    expect(others).to.deep.equal([]);
    expect(notice).to.deep.include({
      kind: 'new_browser',
      detail: { browser: 'Chrome 126', system: 'Windows 10', ip: '127.0.0.1' },
    });
    const again = await browse(name, CHROME, second.browser);
    expect(again.browser, 'the cookie stays').to.equal(second.browser);
    // Another system, but the cookie of a browser that is known.
    await browse(name, CHROME.replace('Windows NT 10.0; Win64; x64', 'X11; Linux x86_64'), first.browser);
    expect(await notices(again.who)).to.have.length(1);
    const events = await app.db('auth_audit').where({ event: 'login_new_browser', user_id: id });
    expect(events.map(({ detail }) => detail)).to.deep.equal([
      { browser: 'Chrome 126', system: 'Windows 10' },
    ]);
    const keys = await app.db('known_browsers').where({ user_id: id });
    expect(JSON.stringify(keys)).not.to.include(first.browser).and.not.to.include('Firefox');
  });

  it('keep fifty things that browsers are known by, the newest', async () => {
    const { id, name } = await somebody();
    await app.db.raw(
      `insert into known_browsers (user_id, key, last_seen_at)
       select ?, 'k' || n, now() - make_interval(days => n) from generate_series(1, 60) n`,
      [id],
    );
    await browse(name, FIREFOX);
    const keys = await app.db('known_browsers').where({ user_id: id }).pluck('key');
    expect(keys).to.have.length(50).and.to.include('k1').and.not.to.include('k49');
  });

  it("put notices away, one or all, one's own only", async () => {
    const { id, name } = await somebody();
    await browse(name, FIREFOX);
    const { who } = await browse(name, CHROME);
    const [notice] = await notices(who);
    expectError(await admin.delete(`/api/auth/notices/${notice?.id}`), 404, 'not_found');
    await who.delete(`/api/auth/notices/${notice?.id}`).expect(200);
    expectError(await who.delete(`/api/auth/notices/${notice?.id}`), 404, 'not_found');
    expect(await notices(who)).to.deep.equal([]);
    await app.db('notices').insert([1, 2].map(() => ({ user_id: id, kind: 'new_browser' })));
    await who.delete('/api/auth/notices').expect(200);
    await who.delete('/api/auth/notices').expect(200);
    expect(await app.db('notices').where({ user_id: id })).to.deep.equal([]);
    const rows = await app.db('auth_audit').where({ event: 'notice_dismiss', user_id: id }).orderBy('id');
    expect(rows.map(({ detail }) => detail)).to.deep.equal([{ notices: 1 }, { notices: 2 }]);
  });

  it('tell what one did, what others did to the account, and who failed with its name', async () => {
    const { id, name } = await somebody();
    await person(app).post('/api/auth/login', { username: name.toUpperCase(), password: 'NotThePassword1' });
    const { name: other } = await somebody();
    await person(app).post('/api/auth/login', { username: other, password: 'NotThePassword1' });
    const who = await signIn(app, name);
    await admin.post(`/api/users/${id}/password-link`, {});
    const rows = await activity(who);
    expect(rows.map(({ event, by_me, username }) => [event, by_me, username])).to.deep.equal([
      ['password_link_create', false, 'root'],
      ['login_ok', true, name],
      ['login_fail', false, null],
      ['user_create', false, 'root'],
    ]);
    expect(
      rows.map(({ ip }) => ip),
      "an administrator's address is theirs",
    ).to.deep.equal([null, '127.0.0.1', '127.0.0.1', null]);
    const failed = await activity(who, '?event=login_fail');
    expect(failed.map(({ event }) => event)).to.deep.equal(['login_fail']);
    expect(await activity(who, `?filter=${encodeURIComponent('{"ts_gte":"2999-01-01"}')}`)).to.deep.equal([]);
    const page = await who.get('/api/auth/activity?range=[0,1]').expect(200);
    expect(page.headers['content-range']).to.equal('activity 0-1/4');
    const next = /<([^>]+)>/.exec(page.headers.link ?? '')?.[1] ?? '';
    expect(((await who.get(next)).body as Row[]).map(({ event }) => event)).to.deep.equal([
      'login_fail',
      'user_create',
    ]);
  });

  it('tell an administrator nothing that they did to others as if it were their own', async () => {
    const { name } = await somebody();
    const rows = await activity(admin);
    expect(rows.every(({ detail }) => detail.target === undefined || detail.target === 1)).to.equal(true);
    expect(JSON.stringify(rows)).not.to.include(name);
  });

  it('tell the heir of a name nothing of who bore it before', async () => {
    const { id, name } = await somebody();
    await person(app).post('/api/auth/login', { username: name, password: 'NotThePassword1' });
    await admin.delete(`/api/users/${id}`);
    await createUser(admin, name);
    const rows = await activity(await signIn(app, name));
    expect(rows.map(({ event }) => event)).to.deep.equal(['login_ok', 'user_create']);
  });
});
