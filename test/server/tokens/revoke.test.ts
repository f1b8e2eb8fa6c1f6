import { expect } from 'chai';
import type { Response } from 'supertest';
import { makeToken as randomToken } from '../../../server/core/token-form.js';
import { keepHouse } from '../../../server/worker/housekeeping.js';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, person, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, script, type MadeToken } from '../../support/tokens.js';

describe('Revoking tokens', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let joeId: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joeId = await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });
  after(() => app.stop());

  const ofJoe = (name = 'a script'): Promise<MadeToken> => makeToken(joe, { name, scopes: ['jobs:read'] });
  const works = async ({ token }: MadeToken): Promise<boolean> => {
    const { status } = await script(app, token).get('/api/jobs');
    expect(status).to.be.oneOf([200, 401]);
    return status === 200;
  };
  const lastEvent = () => app.db('auth_audit').orderBy('id', 'desc').first();
  const countEvents = async (): Promise<number> => (await app.db('auth_audit')).length;

  it('by the owner ends one at once, and is written down', async () => {
    const [one, other] = [await ofJoe('one'), await ofJoe('other')];
    expect((await joe.delete(`/api/tokens/${one.id}`).expect(200)).body).to.deep.equal({ ok: true });
    expect([await works(one), await works(other)]).to.deep.equal([false, true]);
    const row = await lastEvent();
    expect(row).to.deep.include({ event: 'token_revoke', user_id: joeId, username: 'joe' });
    const detail = { target: joeId, username: 'joe', token_id: one.id, token_name: 'one' };
    expect(row?.detail).to.deep.equal(detail);
    const before = await countEvents();
    expectError(await joe.delete(`/api/tokens/${one.id}`), 404, 'not_found');
    expect(await countEvents()).to.equal(before);
  });

  it("reaches one's own only: another's is not there, also for an administrator's own list", async () => {
    const [own, foreign] = [await ofJoe(), await makeToken(admin, { scopes: ['jobs:read'] })];
    expectError(await joe.delete(`/api/tokens/${foreign.id}`), 404, 'not_found');
    expectError(await admin.delete(`/api/tokens/${own.id}`), 404, 'not_found');
    expectError(await joe.delete(`/api/users/1/tokens/${foreign.id}`), 403, 'forbidden');
    expectError(await admin.delete(`/api/users/1/tokens/${own.id}`), 404, 'not_found');
    for (const id of ['0', 'x', '2147483648']) {
      expectError(await joe.delete(`/api/tokens/${id}`), 404, 'not_found');
    }
    expect([await works(own), await works(foreign)]).to.deep.equal([true, true]);
  });

  it('by an administrator ends one of a user', async () => {
    const made = await ofJoe('lost');
    await admin.delete(`/api/users/${joeId}/tokens/${made.id}`).expect(200);
    expect(await works(made)).to.equal(false);
    const row = await lastEvent();
    expect(row).to.deep.include({ event: 'token_revoke', username: 'root' });
    expect(row?.detail).to.deep.include({ target: joeId, username: 'joe', token_name: 'lost' });
  });

  it('by an administrator ends all of a user, with one event, and none the second time', async () => {
    await admin.delete(`/api/users/${joeId}/tokens`).expect(200);
    const made = await Promise.all([ofJoe(), ofJoe(), ofJoe()]);
    await app.db.raw(`update api_tokens set expires_at = now() where id = ?`, [made[0].id]);
    const own = await makeToken(admin, { scopes: ['jobs:read'] });
    const { body } = await admin.delete(`/api/users/${joeId}/tokens`).expect(200);
    expect(body).to.deep.equal({ ok: true, tokens_revoked: 2 });
    expect((await lastEvent())?.detail).to.deep.equal({ target: joeId, username: 'joe', tokens_revoked: 2 });
    for (const token of made) expect(await works(token)).to.equal(false);
    expect(await works(own)).to.equal(true);
    const before = await countEvents();
    const again = await admin.delete(`/api/users/${joeId}/tokens`).expect(200);
    expect(again.body).to.deep.equal({ ok: true, tokens_revoked: 0 });
    expect(await countEvents()).to.equal(before);
    expectError(await admin.delete('/api/users/2147483647/tokens'), 404, 'not_found');
  });

  it("by an administrator's token is noted with that token, too", async () => {
    const [acting, gone] = [await makeToken(admin, { scopes: ['users:write'] }), await ofJoe()];
    await script(app, acting.token).delete(`/api/users/${joeId}/tokens/${gone.id}`).expect(200);
    expect((await lastEvent())?.detail).to.deep.include({ token: acting.id, token_id: gone.id });
    // Its own as well.
    await script(app, acting.token).delete('/api/users/1/tokens').expect(200);
    expectError(await script(app, acting.token).get('/api/users'), 401, 'unauthenticated');
  });

  it('is for a script that is done: it ends itself, whatever its scopes', async () => {
    const made = await ofJoe('done');
    const answer = await script(app, made.token).delete('/api/tokens/current').expect(200);
    expect(answer.body).to.deep.equal({ ok: true });
    expect(await works(made)).to.equal(false);
    const row = await lastEvent();
    expect(row).to.deep.include({ event: 'token_revoke', user_id: joeId, username: 'joe' });
    expect(row?.detail).to.deep.include({ token_id: made.id, token: made.id, token_name: 'done' });
    expectError(await joe.delete('/api/tokens/current'), 400, 'token_needed');
    expectError(await person(app).delete('/api/tokens/current'), 401, 'unauthenticated');
  });

  describe('because it leaked', () => {
    const report = (token: unknown): Promise<Response> =>
      person(app).post('/api/tokens/leaked', { token }).then();

    it('needs nothing but the token, and is written down as what happened to its owner', async () => {
      const made = await ofJoe('in a public repository');
      expect((await report(made.token)).body).to.deep.equal({ ok: true });
      expect(await works(made)).to.equal(false);
      const row = await lastEvent();
      expect(row).to.deep.include({ event: 'token_leaked', user_id: null, username: null, ip: '127.0.0.1' });
      expect(row?.detail).to.deep.equal({
        target: joeId,
        username: 'joe',
        token_id: made.id,
        token_name: 'in a public repository',
      });
    });

    it('answers the same for every text, and writes nothing for what is no token', async () => {
      const made = await ofJoe();
      const real = await report(made.token);
      const before = await countEvents();
      const telling = ({ headers, ...answer }: Response) => {
        const { 'x-request-id': _, date: __, ...rest } = headers as Record<string, string>;
        return { status: answer.status, text: answer.text, headers: rest };
      };
      for (const text of [made.token, randomToken(), 'cv_nonsense', '', '\0', 'x'.repeat(5000), '\ud800']) {
        expect(telling(await report(text)), text.slice(0, 60)).to.deep.equal(telling(real));
      }
      expect(await countEvents()).to.equal(before);
    });

    it('takes the same time for all', async () => {
      const time = async (token: string): Promise<number> => {
        const begun = performance.now();
        await report(token);
        return performance.now() - begun;
      };
      const made = await ofJoe();
      // Beyond the floor no time tells anything: all of them are held until then.
      for (const token of [made.token, randomToken(), 'nonsense'])
        expect(await time(token)).to.be.greaterThan(195);
    });

    it('is refused for what is no text: 422', async () => {
      for (const token of [1, null, ['x'], {}]) expectError(await report(token), 422, 'invalid');
      expectError(await person(app).post('/api/tokens/leaked', { token: 'x', why: 'y' }), 422, 'invalid');
    });

    it('is limited for each address: 429, and the token lives', async () => {
      const made = await ofJoe();
      await app.db('guess_counters').delete();
      const answers = await Promise.all(Array.from({ length: 64 }, () => report('nonsense')));
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused).to.have.length(4);
      const answer = await report(made.token);
      expectError(answer, 429, 'too_many_requests');
      expect(Number(answer.headers['retry-after'])).to.be.within(1, 900);
      expect(await works(made)).to.equal(true);
      await app.db('guess_counters').delete();
    });
  });

  describe('by the housekeeping', () => {
    const age = (id: number, days: number) =>
      app.db.raw(`update api_tokens set expires_at = now() - make_interval(days => ?) where id = ?`, [
        days,
        id,
      ]);

    it('deletes those that expired thirty days ago, and writes it down', async () => {
      const [living, recent, old] = [await ofJoe(), await ofJoe(), await ofJoe()];
      await age(recent.id, 29);
      await age(old.id, 31);
      expect((await keepHouse(app.deps, 'test')).tokens).to.equal(1);
      const left = await app.db('api_tokens').whereIn('id', [living.id, recent.id, old.id]).orderBy('id');
      expect(left.map(({ id }) => id)).to.deep.equal([living.id, recent.id]);
      const row = await app.db('auth_audit').where({ event: 'token_purge' }).first();
      expect(row).to.deep.include({ user_id: null, username: null, detail: { count: 1, days: 30 } });
      expect((await keepHouse(app.deps, 'test')).tokens).to.equal(0);
      expect(await app.db('auth_audit').where({ event: 'token_purge' })).to.have.length(1);
    });
  });
});
