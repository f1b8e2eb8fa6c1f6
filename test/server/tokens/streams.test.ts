/** What goes on for long ends with the token that asked for it. */
import { expect } from 'chai';
import http from 'node:http';
import { NOBODY, type ActorCtx } from '../../../server/core/context.js';
import { whyOver } from '../../../server/sessions/still-allowed-service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { watch, type Watching } from '../../support/event-stream.js';
import { createUser, setUp, signIn, type Person } from '../../support/people.js';
import { makeToken, type MadeToken } from '../../support/tokens.js';

describe('What a token began', () => {
  let app: TestApp;
  let admin: Person;
  let names = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await app.db.raw(
      `insert into users (username, password_hash) select 'many' || n, 'x' from generate_series(1, 60000) n`,
    );
  });
  after(() => app.stop());

  interface Owner {
    id: number;
    made: MadeToken;
  }

  async function newOwner(): Promise<Owner> {
    const username = `owner${(names += 1)}`;
    const id = await createUser(admin, username, 'admin');
    return { id, made: await makeToken(await signIn(app, username)) };
  }

  const open = (path: string, { token }: MadeToken): Promise<Watching> =>
    watch(app.url + path, '', { authorization: `Bearer ${token}` });

  const ENDS: [what: string, code: string, end: (owner: Owner) => Promise<unknown>][] = [
    ['is revoked', 'unauthenticated', ({ id, made }) => admin.delete(`/api/users/${id}/tokens/${made.id}`)],
    ['is reported', 'unauthenticated', ({ made }) => admin.post('/api/tokens/leaked', { token: made.token })],
    [
      'has an owner who is deactivated',
      'unauthenticated',
      ({ id }) => admin.patch(`/api/users/${id}`, { is_active: false }),
    ],
    ['has an owner who is deleted', 'unauthenticated', ({ id }) => admin.delete(`/api/users/${id}`)],
    [
      'has an owner who is demoted',
      'forbidden',
      ({ id }) => admin.patch(`/api/users/${id}`, { role: 'user' }),
    ],
  ];

  for (const [what, code, end] of ENDS) {
    it(`ends its stream of the log when it ${what}, and tells why`, async () => {
      const owner = await newOwner();
      const stream = await open('/api/audit/stream', owner.made);
      expect(stream.status).to.equal(200);
      await createUser(admin, `seen${names}`);
      await stream.until((told) => told.some(({ data }) => data.event === 'user_create'));
      await end(owner);
      await stream.ended;
      const last = stream.events().at(-1);
      expect([last?.event, last?.data.code]).to.deep.equal(['end', code]);
    });

    it(`breaks its export off when it ${what} in the middle`, async () => {
      const owner = await newOwner();
      const headers = { authorization: `Bearer ${owner.made.token}` };
      const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http
          .get(`${app.url}/api/users/export?format=jsonl`, { headers, agent: false }, resolve)
          .once('error', reject);
      });
      expect(answer.statusCode).to.equal(200);
      await new Promise((resolve) => answer.once('data', resolve));
      answer.pause();
      await end(owner);
      const failure = await new Promise((resolve) => {
        answer.once('error', resolve).once('end', () => resolve(null));
        answer.resume();
      });
      expect(failure).to.be.an('error').with.property('code', 'ECONNRESET');
    });
  }

  it('is over for whoever asks again: revoked, expired, demoted; and never for an operator', async () => {
    const { id, made } = await newOwner();
    const grant = { id: made.id, name: made.name, scopes: made.scopes, expiresAt: new Date(made.expires_at) };
    const ctx: ActorCtx = {
      ...app.deps,
      ...NOBODY,
      requestId: 'test',
      ip: '127.0.0.1',
      userAgent: null,
      actor: { id, username: 'owner', role: 'admin' },
      token: grant,
    };
    const why = async (gate: 'user' | 'admin'): Promise<string | undefined> =>
      (await whyOver(ctx, gate))?.code;
    expect([await why('user'), await why('admin')]).to.deep.equal([undefined, undefined]);
    await app.db('users').where({ id }).update({ role: 'user' });
    expect([await why('user'), await why('admin')]).to.deep.equal([undefined, 'forbidden']);
    await app.db('users').where({ id }).update({ is_active: false });
    expect(await why('user')).to.equal('unauthenticated');
    await app.db('users').where({ id }).update({ is_active: true });
    await app.db.raw(`update api_tokens set expires_at = now() where id = ?`, [made.id]);
    expect(await why('user')).to.equal('unauthenticated');
    const cli = {
      ...ctx,
      token: null,
      operator: 'somebody',
      actor: { id: 0, username: 'cli', role: 'admin' as const },
    };
    expect(await whyOver(cli, 'admin')).to.equal(null);
  });

  it('counts as its owner: ten streams, however many tokens', async () => {
    const { made } = await newOwner();
    const streams = await Promise.all(Array.from({ length: 11 }, () => open('/api/jobs/stream', made)));
    expect(streams.filter(({ status }) => status === 503)).to.have.length(1);
    for (const stream of streams) stream.close();
  });
});
