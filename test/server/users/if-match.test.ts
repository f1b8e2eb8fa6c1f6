import { expect } from 'chai';
import { expectError } from '../../support/answers.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../../support/people.js';
import { sendRaw } from '../../support/raw-http.js';

describe('Changing a user only as one knows it', () => {
  let app: TestApp;
  let root: Person;
  let max: Person;
  let maxId: number;
  let made = 0;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
    maxId = await createUser(root, 'max', 'admin');
    max = await signIn(app, 'max');
  });
  after(() => app.stop());

  const newUser = () => createUser(root, `person${made++}`);
  const read = (id: number) => root.get(`/api/users/${id}`);
  const revisionOf = async (id: number) => ((await read(id)).body as { revision: number }).revision;
  const patch = (id: number, body: object, ifMatch: string, who = root) =>
    who.patch(`/api/users/${id}`, body).set('If-Match', ifMatch);

  describe('the revision', () => {
    it('is 1 at first, in the list, of one and in the answers of changes, and the ETag', async () => {
      const created = await root.post('/api/users', { username: 'first', password: PASSWORD });
      const { id } = created.body as { id: number };
      expect(created.body).to.include({ revision: 1 });
      const one = await read(id);
      expect([one.body.revision, one.headers.etag]).to.deep.equal([1, '"1"']);
      const changed = await root.patch(`/api/users/${id}`, { role: 'admin' });
      expect([changed.body.revision, changed.headers.etag]).to.deep.equal([2, '"2"']);
      const [listed] = (await root.get(`/api/users?filter=${encodeURIComponent(`{"id":${id}}`)}`))
        .body as object[];
      expect(listed).to.deep.equal(changed.body);
    });

    it('rises with role, state and name, and with nothing else', async () => {
      const id = await newUser();
      const after = async (change: () => PromiseLike<unknown>) => {
        await change();
        return revisionOf(id);
      };
      const stored = (fields: object) => app.db('users').where({ id }).update(fields);
      expect(await after(() => root.patch(`/api/users/${id}`, { role: 'admin' }))).to.equal(2);
      expect(await after(() => root.patch(`/api/users/${id}`, { role: 'admin' }))).to.equal(2);
      expect(await after(() => root.patch(`/api/users/${id}`, { is_active: false, role: 'user' }))).to.equal(
        3,
      );
      expect(await after(() => root.patch(`/api/users/${id}`, { is_active: true }))).to.equal(4);
      const password = { password: 'BrandNewPass99' };
      expect(await after(() => root.post(`/api/users/${id}/reset-password`, password))).to.equal(4);
      expect(await after(() => signIn(app, `person${made - 1}`, password.password))).to.equal(4);
      expect(await after(() => stored({ password_hash: 'other' }))).to.equal(4);
      expect(await after(() => stored({ role: 'user', is_active: true }))).to.equal(4);
      expect(await after(() => stored({ username: 'Renamed' }))).to.equal(5);
    });

    it('is not for a client to set', async () => {
      const id = await newUser();
      expectError(await root.patch(`/api/users/${id}`, { role: 'admin', revision: 7 }), 422, 'invalid');
    });
  });

  describe('live_sessions', () => {
    it('counts the sessions that are alive', async () => {
      const id = await newUser();
      const name = `person${made - 1}`;
      const count = async () => ((await read(id)).body as { live_sessions: number }).live_sessions;
      expect(await count()).to.equal(0);
      const [first] = [await signIn(app, name), await signIn(app, name), await signIn(app, name)];
      expect(await count()).to.equal(3);
      await first.post('/api/auth/logout');
      expect(await count()).to.equal(2);
      const [one, other] = await app.db('user_sessions').where({ user_id: id });
      await app
        .db('user_sessions')
        .where({ id: one?.id })
        .update({ expires_at: new Date(Date.now() - 1) });
      expect(await count()).to.equal(1);
      // Past its absolute end, however fresh it was kept.
      await app
        .db('user_sessions')
        .where({ id: other?.id })
        .update({ created_at: new Date(Date.now() - 864e5 - 1000) });
      expect(await count()).to.equal(0);
      await app.db('user_sessions').where({ id: other?.id }).update({ remember: true });
      expect(await count()).to.equal(1);
      const changed = await root.patch(`/api/users/${id}`, { role: 'admin' });
      expect(changed.body.live_sessions).to.equal(1);
      expect((await root.patch(`/api/users/${id}`, { is_active: false })).body.live_sessions).to.equal(0);
    });
  });

  describe('If-Match', () => {
    const fresh: Record<string, string> = {
      'the version read': '"1"',
      'any version': '*',
      'a list with it': '"7", "1"',
      'a list with it, without spaces and with empty places': ',"0",,"1",',
      'a list with a weak one beside it': 'W/"1", "1"',
      'a list with a comma in a tag': '"a,b","1"',
    };
    for (const [what, header] of Object.entries(fresh)) {
      it(`lets ${what} through: ${header}`, async () => {
        const answer = await patch(await newUser(), { role: 'admin' }, header);
        expect(answer.status, answer.text).to.equal(200);
        expect(answer.headers.etag).to.equal('"2"');
      });
    }

    const stale: Record<string, string> = {
      'an older version': '"1"',
      'a version yet to come': '"3"',
      'a list without it': '"1", "3", "22"',
      'the right one, but weak': 'W/"2"',
      'an empty tag': '""',
      'another spelling': '"02"',
      'a star in quotes': '"*"',
      'something with a comma': '"1,2"',
    };
    for (const [what, header] of Object.entries(stale)) {
      it(`refuses ${what}: 412 to ${header}`, async () => {
        const id = await newUser();
        await patch(id, { role: 'admin' }, '"1"', max);
        const before = (await read(id)).body as object;
        const events = await app.db('auth_audit').count();
        expectError(await patch(id, { role: 'user' }, header), 412, 'stale');
        expect((await read(id)).body).to.deep.equal(before);
        expect(await app.db('auth_audit').count()).to.deep.equal(events);
      });
    }

    for (const header of ['1', 'W/1', '"1', '1"', "'1'", '"1" "2"', 'w/"1"', '*, "1"', '"a b"', '', ',']) {
      it(`does not guess what is meant by ${JSON.stringify(header)}: 400`, async () => {
        const id = await newUser();
        expectError(await patch(id, { role: 'admin' }, header), 400, 'malformed_request');
        expect(await revisionOf(id)).to.equal(1);
      });
    }

    it('names who changed what, the last time', async () => {
      const id = await newUser();
      const detail = async () => (await patch(id, { role: 'user' }, '"1"')).body.detail as string;
      await max.patch(`/api/users/${id}`, { role: 'admin' });
      const end = 'Read it again and decide anew.';
      expect(await detail()).to.equal(`max changed this user meanwhile: role from user to admin. ${end}`);
      await root.post(`/api/users/${id}/reset-password`, { password: 'BrandNewPass99' });
      expect(await detail()).to.equal(`max changed this user meanwhile: role from user to admin. ${end}`);
      await root.patch(`/api/users/${id}`, { role: 'user', is_active: false });
      expect(await detail()).to.equal(
        `root changed this user meanwhile: role from admin to user, state from active to inactive. ${end}`,
      );
      await max.post('/api/users/bulk', { ids: [id], action: 'update', data: { is_active: true } });
      expect(await detail()).to.equal(
        `max changed this user meanwhile: state from inactive to active. ${end}`,
      );
    });

    it('says less where the log knows nothing', async () => {
      const id = await newUser();
      await app.db('users').where({ id }).update({ role: 'admin' });
      const answer = await patch(id, { role: 'user' }, '"1"');
      expect(answer.body.detail).to.equal('This user was changed meanwhile. Read it again and decide anew.');
    });

    it('does not tell one user of changes to another whose id begins alike', async () => {
      const id = await newUser();
      await app.db('users').where({ id }).update({ role: 'admin' });
      const detail = { target: Number(`${id}0`), role: 'admin', from: { role: 'user' } };
      await app.db('auth_audit').insert({ event: 'user_update', username: 'other', detail });
      expect((await patch(id, { role: 'user' }, '"1"')).body.detail).to.match(/^This user was changed/);
    });

    it('comes after 401, 403, 404 and 422, before the rules about administrators', async () => {
      expectError(await patch(2147483647, { role: 'user' }, '*'), 404, 'not_found');
      expectError(await patch(await newUser(), { role: 'root' }, '"9"'), 422, 'invalid');
      expectError(await patch(maxId, { role: 'user' }, '"9"', max), 412, 'stale');
      expectError(await patch(maxId, { role: 'user' }, '*', max), 400, 'own_account');
    });

    it('is asked also of a change that changes nothing', async () => {
      const id = await newUser();
      expectError(await patch(id, { role: 'user' }, '"2"'), 412, 'stale');
      expect((await patch(id, { role: 'user' }, '"1"')).headers.etag).to.equal('"1"');
    });

    it('keeps a deletion off, too', async () => {
      const id = await newUser();
      await root.patch(`/api/users/${id}`, { role: 'admin' });
      expectError(await root.delete(`/api/users/${id}`).set('If-Match', '"1"'), 412, 'stale');
      expect((await root.delete(`/api/users/${id}`).set('If-Match', '"2"')).status).to.equal(200);
    });

    it('is one list when the header is sent twice', async () => {
      const id = await newUser();
      const body = JSON.stringify({ role: 'admin' });
      const headers = ['If-Match: "8"', 'If-Match: "1"', `Cookie: ${root.cookie}`];
      headers.push('Content-Type: application/json', `Content-Length: ${body.length}\r\n\r\n${body}`);
      const lines = [`PATCH /api/users/${id} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers];
      expect((await sendRaw(app.url, lines.join('\r\n'))).status).to.equal(200);
      expect(await revisionOf(id)).to.equal(2);
    });

    it('lets exactly one of twenty at once through', async () => {
      const id = await newUser();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => patch(id, { is_active: false }, '"1"')),
      );
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
      for (const answer of answers.filter(({ status }) => status !== 200)) expectError(answer, 412, 'stale');
    });
  });
});
