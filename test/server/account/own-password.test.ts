import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { eventsAbout } from '../../support/audit.js';
import {
  ADMIN,
  cookieOf,
  createUser,
  PASSWORD,
  person,
  setUp,
  signIn,
  type Person,
} from '../../support/people.js';

const NEW = 'AnotherHorse43';

describe("A new password of one's own", () => {
  let app: TestApp;
  let admin: Person;
  let count = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });
  after(() => app.stop());

  async function somebody(): Promise<{ id: number; name: string; session: Person }> {
    const name = `own${(count += 1)}`;
    const id = await createUser(admin, name);
    return { id, name, session: await signIn(app, name) };
  }
  const change = (who: Person, current_password = PASSWORD, new_password = NEW) =>
    who.post('/api/auth/password', { current_password, new_password });
  const me = async (who: Person): Promise<number> => (await who.get('/api/auth/me')).status;
  const forget = () => app.db('guess_counters').delete();

  it('ends all other sessions, gives this one a new id and leaves one row in the log', async () => {
    const { id, name, session } = await somebody();
    const other = await signIn(app, name);
    const [before] = (
      (await session.get('/api/auth/sessions')).body as { id: number; current: boolean }[]
    ).filter(({ current }) => current);
    const answer = await change(session).expect(200);
    expect(answer.body).to.deep.equal({ ok: true, sessions_ended: 1 });
    const renewed = person(app, cookieOf(answer));
    expect(renewed.cookie)
      .to.match(/^clearview_session=[0-9a-f]{32}$/)
      .and.not.equal(session.cookie);
    expect([await me(session), await me(other), await me(renewed)]).to.deep.equal([401, 401, 200]);
    const list = (await renewed.get('/api/auth/sessions')).body as { id: number; current: boolean }[];
    expect(list.map((one) => [one.id, one.current])).to.deep.equal([[before?.id, true]]);
    expectError(
      await person(app).post('/api/auth/login', { username: name, password: PASSWORD }),
      401,
      'invalid_credentials',
    );
    expect(await me(await signIn(app, name, NEW))).to.equal(200);
    const rows = await eventsAbout(app, 'password_change', id);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.include({
      user_id: id,
      detail: { target: id, username: name, sessions_ended: 1 },
    });
  });

  it('needs the current one, and refuses a weak one and the same one', async () => {
    const { session } = await somebody();
    const wrong = await change(session, 'NotThePassword1');
    expectError(wrong, 400, 'wrong_password');
    expect((wrong.body as { errors: object }).errors).to.have.key('current_password');
    for (const weak of ['short1', 'onlylettersinhere', PASSWORD, 'Clearview2024!']) {
      const answer = await change(session, PASSWORD, weak);
      expectError(answer, 400, 'weak_password');
      expect((answer.body as { errors: object }).errors).to.have.key('new_password');
    }
    expectError(await session.post('/api/auth/password', { current_password: PASSWORD }), 422, 'invalid');
    expect(await me(session)).to.equal(200);
  });

  it('counts guesses as a sign-in does, and both together', async () => {
    const { name, session } = await somebody();
    await forget();
    for (let n = 0; n < 20; n += 1)
      expectError(await change(session, `Guess${n}xxxxxxx`), 400, 'wrong_password');
    const over = await change(session);
    expectError(over, 429, 'too_many_attempts');
    expect(Number(over.headers['retry-after'])).to.be.greaterThan(0);
    expectError(
      await person(app).post('/api/auth/login', { username: name, password: PASSWORD }),
      429,
      'too_many_attempts',
    );
    expect(await me(session), 'the session goes on').to.equal(200);
    await forget();
    const notes = await app
      .db('auth_audit')
      .where({ event: 'login_fail' })
      .whereRaw(`detail->>'username' = ?`, [name]);
    expect(notes).to.have.length(20);
    expect(JSON.stringify(notes)).not.to.include('Guess');
  });

  it('gives its count back when it succeeds', async () => {
    const { session } = await somebody();
    await forget();
    await change(session).expect(200);
    expect(await app.db('guess_counters').where('failures', '>', 0)).to.deep.equal([]);
  });

  it('frees somebody who had to change it, for whom nothing else was open', async () => {
    await forget();
    const id = await createUser(admin, 'mustchange');
    await admin.post(`/api/users/${id}/reset-password`, { password: PASSWORD, must_change_password: true });
    const session = await signIn(app, 'mustchange');
    expect((await session.get('/api/auth/me')).body).to.include({ must_change_password: true });
    expectError(await session.get('/api/tenants'), 403, 'password_change_required');
    const renewed = person(app, cookieOf(await change(session).expect(200)));
    expect((await renewed.get('/api/auth/me')).body).to.include({ must_change_password: false });
    expect((await renewed.get('/api/tenants')).status).to.equal(200);
  });

  it('lets exactly one of two at once through', async () => {
    for (let round = 0; round < 5; round += 1) {
      await forget();
      const { name, session } = await somebody();
      const answers = await Promise.all([
        change(session, PASSWORD, 'FirstOfTheTwo1'),
        change(session, PASSWORD, 'SecondOfTheTwo2'),
      ]);
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
      const winner = answers[0].status === 200 ? 'FirstOfTheTwo1' : 'SecondOfTheTwo2';
      expect(await me(await signIn(app, name, winner))).to.equal(200);
    }
  });

  it("never overtakes a reset: after both, the administrator's password holds or the change came first", async () => {
    for (let round = 0; round < 5; round += 1) {
      await forget();
      const { id, name, session } = await somebody();
      const [changed, reset] = await Promise.all([
        change(session),
        admin.post(`/api/users/${id}/reset-password`, { password: 'FromTheAdmin44' }),
      ]);
      expect(reset.status).to.equal(200);
      expect(changed.status).to.be.oneOf([200, 400, 401]);
      // Whoever came first: the reset's password is the one that stands, and no session outlives it.
      expect(await me(await signIn(app, name, 'FromTheAdmin44'))).to.equal(200);
      expect(await me(session)).to.equal(401);
      if (changed.status === 200) expect(await me(person(app, cookieOf(changed)))).to.equal(401);
    }
  });

  it('fails for a session that was ended while the hash was made, and changes nothing', async () => {
    await forget();
    const { id, name, session } = await somebody();
    const { hashing } = app.deps;
    app.deps.hashing = {
      async inSlot(job) {
        const result = await hashing.inSlot(job);
        await app.db('user_sessions').where({ user_id: id }).delete();
        return result;
      },
    };
    const other = await startTestApp({}, app.database);
    try {
      other.deps.hashing = app.deps.hashing;
      const answer = await person(other, session.cookie).post('/api/auth/password', {
        current_password: PASSWORD,
        new_password: NEW,
      });
      expectError(answer, 401, 'unauthenticated');
    } finally {
      app.deps.hashing = hashing;
      await other.stop();
    }
    expect(await me(await signIn(app, name))).to.equal(200);
  });

  it('leaves no secret in the log or in the database', async () => {
    await forget();
    const { session } = await somebody();
    const secret = 'NeverToBeFound77';
    const answer = await change(session, PASSWORD, secret).expect(200);
    const token = cookieOf(answer).split('=')[1] ?? '';
    const { rows } = await app.db.raw<{ rows: { dump: string }[] }>(
      `select string_agg(t::text, ' ') as dump from (
         select to_jsonb(a) as t from auth_audit a union all select to_jsonb(s) from user_sessions s
         union all select to_jsonb(u) from users u) as all_rows`,
    );
    for (const found of [secret, token, ADMIN.password]) expect(rows[0]?.dump).not.to.include(found);
  });
});
