import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';

interface Session {
  id: number;
  user_id: number;
  username: string;
  ip: string;
  current: boolean;
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe('The list of sessions', () => {
  let app: TestApp;
  let admin: Person;
  let joe: number;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
    await createUser(admin, 'a_bel');
    const credentials = { username: 'joe', password: PASSWORD, remember: true };
    await person(app).post('/api/auth/login', credentials).set('User-Agent', FIREFOX).expect(200);
    await signIn(app, 'joe');
    await signIn(app, 'a_bel');
    // Seen one after another, whatever the clock's resolution.
    await app.db.raw('update user_sessions set last_seen_at = now() - make_interval(secs => 30 - public_id)');
  });
  after(() => app.stop());

  const list = (query: Record<string, unknown> = {}, who = admin) => {
    const params = Object.entries(query).map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${encodeURIComponent(text)}`;
    });
    return who.get(`/api/sessions?${params.join('&')}`);
  };
  const found = async (query: Record<string, unknown> = {}, who = admin): Promise<Session[]> => {
    const answer = await list(query, who);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as Session[];
  };
  const names = async (query: Record<string, unknown> = {}) =>
    (await found(query)).map(({ username }) => username);

  /** Changes joe's first session for the time of a look at the list. */
  async function idsWith(change: string): Promise<number[]> {
    const row = { public_id: 2 };
    const before = await app.db('user_sessions').where(row).first('created_at', 'expires_at', 'remember');
    await app.db.raw(`update user_sessions set ${change} where public_id = 2`);
    const ids = (await found()).map(({ id }) => id);
    await app
      .db('user_sessions')
      .where(row)
      .update(before ?? {});
    return ids;
  }

  it('is a plain array, the last seen first, with Content-Range [N-20]', async () => {
    expect(await names()).to.deep.equal(['a_bel', 'joe', 'joe', 'root']);
    expect((await list()).headers['content-range']).to.equal('sessions 0-3/4');
  });

  it('holds exactly these fields: neither hash nor cookie [N-20] [N-02]', async () => {
    const answer = await list();
    for (const session of answer.body as object[]) {
      expect(session).to.have.all.keys(
        ...['id', 'user_id', 'username', 'created_at', 'last_seen_at', 'expires_at', 'ip', 'user_agent'],
        ...['browser', 'system', 'remember', 'current'],
      );
    }
    for (const hash of await app.db('user_sessions').pluck<string[]>('id')) {
      expect(answer.text).not.to.include(hash);
    }
    expect(answer.text).not.to.include(admin.cookie.split('=')[1]);
  });

  it('says in words what was signed in with', async () => {
    const [session] = (await admin.get(`/api/sessions?filter=${encodeURIComponent('{"id":2}')}`))
      .body as object[];
    expect(session).to.deep.include({
      id: 2,
      user_id: joe,
      username: 'joe',
      ip: '127.0.0.1',
      remember: true,
    });
    expect(session).to.include({ user_agent: FIREFOX, browser: 'Firefox 128', system: 'Windows 10' });
  });

  it('marks the session that asks, in each browser another', async () => {
    const other = await signIn(app, 'root', 'CorrectHorse42');
    const current = async (who: Person) =>
      (await found({}, who)).filter(({ current }) => current).map(({ id, username }) => ({ id, username }));
    const [here, there] = [await current(admin), await current(other)];
    expect(here).to.deep.equal([{ id: 1, username: 'root' }]);
    expect(there).to.have.length(1);
    expect(there[0]?.username).to.equal('root');
    expect(there[0]?.id).not.to.equal(1);
    await other.post('/api/auth/logout').expect(200);
  });

  it('filters by id, user, address and part of the name', async () => {
    expect(await names({ filter: { user_id: joe } })).to.deep.equal(['joe', 'joe']);
    expect((await found({ filter: { id: [1, 3, 999] } })).map(({ id }) => id)).to.deep.equal([3, 1]);
    expect(await names({ filter: { ip: '127.0.0.1' } })).to.have.length(4);
    expect(await names({ filter: { ip: '127.0.0' } })).to.deep.equal([]);
    expect(await names({ filter: { q: 'BEL' } })).to.deep.equal(['a_bel']);
    expect(await names({ filter: { q: 'JO' } })).to.deep.equal(['joe', 'joe']);
    expect(await names({ filter: { q: 'a_' } })).to.deep.equal(['a_bel']);
    expect(await names({ filter: { q: '___' } })).to.deep.equal([]);
    expect(await names({ filter: { q: 'joe', user_id: 1 } })).to.deep.equal([]);
    expect((await list({ filter: { user_id: joe } })).headers['content-range']).to.equal('sessions 0-1/2');
  });

  it('sorts by its four fields, both ways', async () => {
    const ids = async (field: string, order: string) =>
      (await found({ sort: [field, order] })).map(({ id }) => id);
    for (const field of ['id', 'created_at', 'last_seen_at']) {
      expect(await ids(field, 'ASC'), field).to.deep.equal([1, 2, 3, 4]);
      expect(await ids(field, 'DESC'), field).to.deep.equal([4, 3, 2, 1]);
    }
    expect((await ids('expires_at', 'ASC')).at(-1)).to.equal(2);
    // The remembered one.
    expect((await ids('expires_at', 'DESC'))[0]).to.equal(2);
  });

  for (const field of ['user_agent', 'username', 'public_id', 's.id', 'ip']) {
    it(`refuses to sort by ${field}: 422`, async () => {
      expectError(await list({ sort: [field, 'ASC'] }), 422, 'invalid');
    });
  }

  for (const filter of [
    { id: 'x' },
    { user_id: '1' },
    { user_id: [1] },
    { user_id: 2_147_483_648 },
    { ip: 1 },
    { ip: '1\0' },
    { q: 'a\0' },
    { q: ['a'] },
    { public_id: 1 },
    { user_agent: 'x' },
    { expires_at: 'x' },
  ]) {
    it(`refuses the filter ${JSON.stringify(filter)}: 422`, async () => {
      expectError(await list({ filter }), 422, 'invalid');
    });
  }

  it('goes on by the cursor, through ties, without a row twice or left out', async () => {
    await app.db('user_sessions').update({ last_seen_at: new Date() });
    const seen: number[] = [];
    for (let path = '/api/sessions?range=[0,0]'; path !== '';) {
      const answer = await admin.get(path).expect(200);
      seen.push(...(answer.body as Session[]).map(({ id }) => id));
      path = /<([^>]+)>/.exec(answer.headers.link ?? '')?.[1] ?? '';
    }
    expect(seen).to.deep.equal([4, 3, 2, 1]);
  });

  it('hides what has expired [N-15]', async () => {
    expect(await idsWith("expires_at = now() - interval '1 s'")).to.have.members([1, 3, 4]);
  });

  it('hides what is past its absolute end, unless it is remembered [N-15]', async () => {
    const old = "created_at = now() - interval '24 h 1 s', expires_at = now() + interval '1 h'";
    expect(await idsWith(`${old}, remember = false`)).to.have.members([1, 3, 4]);
    expect(await idsWith(`${old}, remember = true`)).to.have.members([1, 2, 3, 4]);
  });

  it('hides those of an inactive user, even if their rows were left [N-08]', async () => {
    await app.db('users').where({ id: joe }).update({ is_active: false });
    expect(await names()).to.have.members(['root', 'a_bel']);
    await app.db('users').where({ id: joe }).update({ is_active: true });
  });

  it('shows a row of an earlier edition, without address and agent', async () => {
    await app.db('user_sessions').where({ public_id: 2 }).update({ ip: null, user_agent: null });
    const [session] = await found({ filter: { id: 2 } });
    expect(session).to.include({ ip: null, user_agent: null, browser: null, system: null });
  });

  it('is for administrators: 401 for the anonymous, 403 for a user [Z-02]', async () => {
    expectError(await list({}, person(app)), 401, 'unauthenticated');
    expectError(await list({}, await signIn(app, 'joe')), 403, 'forbidden');
  });
});
