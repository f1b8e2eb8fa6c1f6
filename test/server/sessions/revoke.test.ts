import { expect } from 'chai';
import { NOBODY, type ActorCtx } from '../../../server/core/context.js';
import { ApiError } from '../../../server/core/errors.js';
import { revokeSession } from '../../../server/sessions/sessions-service.js';
import { revokeSessions } from '../../../server/users/users-service.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { quickGate } from '../../support/hash-gates.js';
import { ADMIN, createUser, person, setUp, signIn, type Person } from '../../support/people.js';

let app: TestApp;
let admin: Person;
let adminId: number;
let joe: number;
let username: string;
let count = 0;

const me = async (who: Person): Promise<number> => (await who.get('/api/auth/me')).status;
const idsOf = (userId: number) =>
  app.db('user_sessions').where({ user_id: userId }).orderBy('public_id').pluck<number[]>('public_id');
const events = () => app.db('auth_audit').where({ event: 'session_revoke' }).orderBy('id');
const expire = (userId: number) =>
  app.db.raw("update user_sessions set expires_at = now() - interval '1 s' where user_id = ?", [userId]);

async function currentOf(who: Person): Promise<number> {
  const { body } = await who.get('/api/sessions').expect(200);
  return (body as { id: number; current: boolean }[]).find(({ current }) => current)?.id ?? 0;
}

/** What a use case answers when the actor is no longer what the gate saw. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return error instanceof ApiError ? error.code : 'none';
}

const ctxOf = (id: number): ActorCtx => ({
  ...app.deps,
  requestId: 'test',
  ip: '127.0.0.1',
  userAgent: null,
  ...NOBODY,
  actor: { id, username: 'former', role: 'admin' },
  // Neither a session nor a token: what is asked again here is the actor alone.
  sessionId: null,
});

function useApp(): void {
  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
    adminId = ((await admin.get('/api/auth/me')).body as { id: number }).id;
  });
  after(() => app.stop());
  beforeEach(async () => {
    username = `joe${(count += 1)}`;
    joe = await createUser(admin, username);
  });
}

describe('Ending one session', () => {
  useApp();

  it('the next request of that browser is 401, other sessions go on, and the log says so [N-20]', async () => {
    const [left, right] = [await signIn(app, username), await signIn(app, username)];
    const [id = 0] = await idsOf(joe);
    const before = (await events()).length;
    const answer = await admin.delete(`/api/sessions/${id}`).expect(200);
    expect(answer.body).to.deep.equal({ ok: true });
    expectError(await left.get('/api/auth/me'), 401, 'unauthenticated');
    expect(await me(right)).to.equal(200);
    const rows = (await events()).slice(before);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.deep.include({ user_id: adminId, username: 'root', ip: '127.0.0.1' });
    expect(rows[0]?.detail).to.deep.equal({ target: joe, username, session: id });
  });

  it('is 404 for one that is gone, over or unknown, and writes nothing', async () => {
    await signIn(app, username);
    const [id = 0] = await idsOf(joe);
    await admin.delete(`/api/sessions/${id}`).expect(200);
    await signIn(app, username);
    const [dead = 0] = await idsOf(joe);
    await expire(joe);
    const before = (await events()).length;
    const unknown = [id, dead, 2_147_483_647, 2_147_483_648, 99_999_999_999, 0, -1, '01', '1.0', '1e0'];
    for (const path of [...unknown, 'x', '%00', '1%00', '%F0%9F%98%80', "1'--", 'a'.repeat(64)]) {
      expectError(await admin.delete(`/api/sessions/${path}`), 404, 'not_found');
    }
    expect(await events()).to.have.length(before);
  });

  it('takes no hash for an id [N-02]', async () => {
    const session = await signIn(app, username);
    const row = await app.db('user_sessions').where({ user_id: joe }).first('id');
    expectError(await admin.delete(`/api/sessions/${row?.id}`), 404, 'not_found');
    expect(await me(session)).to.equal(200);
  });

  it('may be the one that asks: it is signed out, another of the same user is not', async () => {
    const [here, there] = [
      await signIn(app, ADMIN.username, ADMIN.password),
      await signIn(app, ADMIN.username, ADMIN.password),
    ];
    const id = await currentOf(here);
    await here.delete(`/api/sessions/${id}`).expect(200);
    expectError(await here.get('/api/sessions'), 401, 'unauthenticated');
    expect(await me(there)).to.equal(200);
    expect((await events()).at(-1)?.detail).to.deep.equal({ target: adminId, username: 'root', session: id });
  });

  it('asked for by 10 at once: one succeeds, 9 are told 404, one event [R-11]', async () => {
    await signIn(app, username);
    const [id = 0] = await idsOf(joe);
    const before = (await events()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => admin.delete(`/api/sessions/${id}`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal([200, ...Array<number>(9).fill(404)]);
    expect(await events()).to.have.length(before + 1);
  });

  it('is not undone by requests of that session that are under way [R-06]', async () => {
    const session = await signIn(app, username);
    // Due for renewal, so that each of them wants to write the row.
    await app.db.raw("update user_sessions set last_seen_at = now() - interval '5 min' where user_id = ?", [
      joe,
    ]);
    const [id = 0] = await idsOf(joe);
    const requests = Array.from({ length: 20 }, () => me(session));
    await admin.delete(`/api/sessions/${id}`).expect(200);
    for (const status of await Promise.all(requests)) expect(status).to.be.oneOf([200, 401]);
    expect(await me(session)).to.equal(401);
    expect(await idsOf(joe)).to.deep.equal([]);
  });

  it('refuses a body with anything in it: 422', async () => {
    await signIn(app, username);
    const [id = 0] = await idsOf(joe);
    for (const body of [{ id }, { reason: 'a\0' }, [1]]) {
      expectError(await admin.delete(`/api/sessions/${id}`).send(body), 422, 'invalid');
    }
    expect(await idsOf(joe)).to.deep.equal([id]);
  });

  it('is for administrators and from their own pages: 401, 403 [Z-02] [W-01]', async () => {
    const session = await signIn(app, username);
    const [id = 0] = await idsOf(joe);
    expectError(await person(app).delete(`/api/sessions/${id}`), 401, 'unauthenticated');
    // Their own one, too: this is the administrators' door.
    expectError(await session.delete(`/api/sessions/${id}`), 403, 'forbidden');
    const foreign = admin.delete(`/api/sessions/${id}`).set('Sec-Fetch-Site', 'cross-site');
    expectError(await foreign, 403, 'cross_origin');
    expect(await me(session)).to.equal(200);
  });

  it('asks again inside the change whether the actor is an administrator [F4]', async () => {
    const session = await signIn(app, username);
    const [id = 0] = await idsOf(joe);
    const former = await createUser(admin, `former${count}`);
    expect(await codeOf(revokeSession(ctxOf(former), id))).to.equal('forbidden');
    await app.db('users').where({ id: former }).update({ role: 'admin', is_active: false });
    expect(await codeOf(revokeSession(ctxOf(former), id))).to.equal('unauthenticated');
    expect(await me(session)).to.equal(200);
  });
});

describe('Ending all sessions of a user', () => {
  useApp();

  const revoke = (id: number | string, who = admin) => who.post(`/api/users/${id}/revoke-sessions`, {});

  it('ends them all and none of another, says how many, and writes one event [N-20]', async () => {
    const sessions = [await signIn(app, username), await signIn(app, username), await signIn(app, username)];
    await createUser(admin, `${username}x`);
    const other = await signIn(app, `${username}x`);
    const before = (await events()).length;
    expect((await revoke(joe).expect(200)).body).to.deep.equal({ ok: true, sessions_ended: 3 });
    for (const session of sessions) expectError(await session.get('/api/auth/me'), 401, 'unauthenticated');
    expect(await me(other)).to.equal(200);
    const rows = (await events()).slice(before);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ user_id: adminId, username: 'root' });
    expect(rows[0]?.detail).to.deep.equal({ target: joe, username, sessions_ended: 3 });
  });

  it('of one’s own account keeps the one that asks', async () => {
    const others = [
      await signIn(app, ADMIN.username, ADMIN.password),
      await signIn(app, ADMIN.username, ADMIN.password),
    ];
    expect((await revoke(adminId).expect(200)).body).to.deep.equal({ ok: true, sessions_ended: 2 });
    for (const session of others) expect(await me(session)).to.equal(401);
    expect(await me(admin)).to.equal(200);
    expect((await revoke(adminId).expect(200)).body).to.deep.equal({ ok: true, sessions_ended: 0 });
  });

  it('writes no event when there was nothing to end', async () => {
    const before = (await events()).length;
    expect((await revoke(joe).expect(200)).body).to.deep.equal({ ok: true, sessions_ended: 0 });
    expect(await events()).to.have.length(before);
  });

  it('takes what is over along without counting it: it could come back', async () => {
    await signIn(app, username);
    await expire(joe);
    await signIn(app, username);
    expect((await revoke(joe).expect(200)).body).to.deep.equal({ ok: true, sessions_ended: 1 });
    expect(await idsOf(joe)).to.deep.equal([]);
  });

  it('leaves the account alone: the user may sign in again at once', async () => {
    await signIn(app, username);
    await revoke(joe).expect(200);
    expect(await me(await signIn(app, username))).to.equal(200);
  });

  it('is 404 for a user who does not exist and for what is no id', async () => {
    for (const id of [2_147_483_647, 2_147_483_648, 0, '01', 'x', '%00', '1%00']) {
      expectError(await revoke(id), 404, 'not_found');
    }
  });

  it('refuses a body with anything in it: 422', async () => {
    const session = await signIn(app, username);
    for (const body of [{ all: true }, { username: 'a\0' }, [1]]) {
      expectError(await admin.post(`/api/users/${joe}/revoke-sessions`, body), 422, 'invalid');
    }
    expect(await me(session)).to.equal(200);
  });

  it('is for administrators: 401, 403 [Z-02]', async () => {
    const session = await signIn(app, username);
    expectError(await revoke(joe, person(app)), 401, 'unauthenticated');
    expectError(await revoke(joe, session), 403, 'forbidden');
    expect(await me(session)).to.equal(200);
  });

  it('asked for twice at once counts each session once', async () => {
    for (let n = 0; n < 4; n += 1) await signIn(app, username);
    const before = (await events()).length;
    const answers = await Promise.all([revoke(joe), revoke(joe)]);
    const ended = answers.map(({ body }) => (body as { sessions_ended: number }).sessions_ended).sort();
    expect(ended).to.deep.equal([0, 4]);
    expect(await events()).to.have.length(before + 1);
  });

  it('by two administrators of each other leaves nobody with an error of the server', async () => {
    const other = await createUser(admin, `${username}a`, 'admin');
    const [left, right] = [
      await signIn(app, ADMIN.username, ADMIN.password),
      await signIn(app, `${username}a`),
    ];
    const answers = await Promise.all([revoke(other, left), revoke(adminId, right)]);
    for (const { status } of answers) expect(status).to.be.oneOf([200, 401]);
    expect(answers.some(({ status }) => status === 200)).to.equal(true);
    admin = await signIn(app, ADMIN.username, ADMIN.password);
  });

  it('asks again inside the change whether the actor is an administrator [F4]', async () => {
    const session = await signIn(app, username);
    const former = await createUser(admin, `former${count}`);
    expect(await codeOf(revokeSessions(ctxOf(former), joe))).to.equal('forbidden');
    expect(await me(session)).to.equal(200);
  });
});
