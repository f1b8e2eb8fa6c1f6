import { expect } from 'chai';
import type { Response } from 'supertest';
import { startTestApp, type TestApp } from '../../support/app.js';
import { expectError } from '../../support/answers.js';
import { Authenticator, type Creation, type Lie, type Request } from '../../support/authenticator.js';
import { quickGate } from '../../support/hash-gates.js';
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
import { growStale, secondStep } from '../../support/second-factor.js';

const ORIGIN = 'https://clearview.example.org';

interface Begun<T> {
  step: string;
  options: T;
}

describe('Passkeys', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let id: number;
  let names = 0;
  let name: string;

  before(async () => {
    app = await startTestApp({ PUBLIC_URL: ORIGIN });
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    await app.db('guess_counters').delete();
    name = `joe${(names += 1)}`;
    id = await createUser(admin, name);
    joe = await signIn(app, name);
  });

  const beginAdd = async (who: Person): Promise<Begun<Creation>> =>
    (await who.post('/api/auth/passkeys/options', {}).expect(200)).body as Begun<Creation>;

  async function tryAdd(who: Person, key: Authenticator, lie: Lie = {}): Promise<Response> {
    const { step, options } = await beginAdd(who);
    return who.post('/api/auth/passkeys', { step, passkey: key.create(options, lie), name: 'Laptop' });
  }

  async function add(
    who: Person,
    options: { counts?: boolean; backedUp?: boolean } = {},
  ): Promise<Authenticator> {
    const key = new Authenticator(ORIGIN, options);
    expect((await tryAdd(who, key)).status).to.equal(200);
    return key;
  }

  /** The first step of a sign-in with a password. */
  async function first(): Promise<{ step: string; passkey_options: Request; methods: string[] }> {
    const answer = await person(app)
      .post('/api/auth/login', { username: name, password: PASSWORD })
      .expect(200);
    return answer.body as { step: string; passkey_options: Request; methods: string[] };
  }

  const begin = async (): Promise<Begun<Request>> =>
    (await person(app).post('/api/auth/passkey/options', {}).expect(200)).body as Begun<Request>;

  /** Signing in by passkey alone. */
  async function enter(key: Authenticator, lie: Lie = {}): Promise<Response> {
    const { step, options } = await begin();
    return person(app).post('/api/auth/passkey', { step, passkey: key.get(options, lie) });
  }

  describe('are made', () => {
    it('and shown by their names, with recovery codes at the first', async () => {
      const answer = await tryAdd(joe, new Authenticator(ORIGIN, { backedUp: true }));
      expect(answer.status).to.equal(200);
      const { recovery_codes, ...passkey } = answer.body as Record<string, unknown>;
      expect(recovery_codes).to.have.length(10);
      expect(passkey).to.include({ name: 'Laptop', backed_up: true, last_used_at: null });
      const again = await tryAdd(joe, new Authenticator(ORIGIN));
      expect((again.body as { recovery_codes: unknown }).recovery_codes).to.equal(null);
      const { body } = await joe.get('/api/auth/second-factor').expect(200);
      expect(body).to.deep.include({
        totp: null,
        recovery_codes_left: 10,
        required: false,
        passkeys_available: true,
      });
      expect((body as { passkeys: unknown[] }).passkeys).to.have.length(2);
      expect((await joe.get('/api/auth/me')).body).to.include({ second_factor: true });
      const row = await app.db('auth_audit').where({ event: 'second_factor_add', user_id: id }).first();
      expect(row?.detail).to.deep.equal({ target: id, username: name, method: 'passkey', name: 'Laptop' });
    });

    it('without a word of who it is in what the authenticator keeps, and other than those it has', async () => {
      const key = await add(joe);
      const { options } = await beginAdd(joe);
      const { user, excludeCredentials, rp } = options as unknown as Record<string, object>;
      expect(rp).to.deep.equal({ id: 'clearview.example.org', name: 'Clearview' });
      expect(Buffer.from((user as { id: string }).id, 'base64url')).to.have.length(32);
      expect(excludeCredentials).to.deep.include({
        id: key.id.toString('base64url'),
        type: 'public-key',
        transports: ['internal'],
      });
    });

    for (const [what, lie] of Object.entries<Lie>({
      'another origin': { origin: 'https://clearview.example.org.evil.example' },
      'another host': { rpId: 'evil.example' },
      'another challenge': { challenge: Buffer.from('something else').toString('base64url') },
      'another ceremony': { type: 'webauthn.get' },
    })) {
      it(`not for ${what}`, async () => {
        expectError(await tryAdd(joe, new Authenticator(ORIGIN), lie), 400, 'passkey_refused');
        expect((await joe.get('/api/auth/me')).body).to.include({ second_factor: false });
      });
    }

    it('not twice with one challenge, nor with that of somebody else', async () => {
      const { step, options } = await beginAdd(joe);
      const body = { step, passkey: new Authenticator(ORIGIN).create(options), name: 'x' };
      expectError(await admin.post('/api/auth/passkeys', body), 401, 'step_over');
      expectError(await joe.post('/api/auth/passkeys', body), 401, 'step_over');
    });

    it('not for two accounts', async () => {
      const key = await add(joe);
      await createUser(admin, `${name}x`);
      expectError(await tryAdd(await signIn(app, `${name}x`), key), 400, 'passkey_refused');
    });

    it('only by somebody who showed who they are a short while ago', async () => {
      const { step, options } = await beginAdd(joe);
      await growStale(app);
      expectError(await joe.post('/api/auth/passkeys/options', {}), 403, 'reauthentication_required');
      const body = { step, passkey: new Authenticator(ORIGIN).create(options), name: 'x' };
      expectError(await joe.post('/api/auth/passkeys', body), 403, 'reauthentication_required');
    });
  });

  describe('are named and removed', () => {
    it('by their owner alone', async () => {
      await add(joe);
      admin = await signIn(app, ADMIN.username, ADMIN.password);
      const { body } = await joe.get('/api/auth/second-factor');
      const path = `/api/auth/passkeys/${(body as { passkeys: { id: number }[] }).passkeys[0]?.id ?? 0}`;
      expectError(await admin.patch(path, { name: 'mine' }), 404, 'not_found');
      expectError(await admin.delete(path), 404, 'not_found');
      expect((await joe.patch(path, { name: 'Büro' }).expect(200)).body).to.include({ name: 'Büro' });
      await joe.delete(path).expect(200);
      expect((await joe.get('/api/auth/me')).body).to.include({ second_factor: false });
      expect(await app.db('recovery_codes').where({ user_id: id })).to.deep.equal([]);
      await signIn(app, name);
    });
  });

  describe('as a second factor', () => {
    it('take the second step', async () => {
      const key = await add(joe, { counts: true });
      const { step, passkey_options, methods } = await first();
      expect(methods).to.deep.equal(['recovery_code', 'passkey']);
      const answer = await secondStep(app, {
        step,
        passkey: key.get(passkey_options, { userVerified: false }),
      });
      expect(answer.body).to.deep.equal({ username: name, role: 'user' });
      const row = await app
        .db('auth_audit')
        .where({ event: 'login_ok', user_id: id })
        .orderBy('id', 'desc')
        .first();
      expect(row?.detail).to.deep.equal({ method: 'passkey' });
    });

    it('are refused when they are somebody else’s', async () => {
      await add(joe);
      await createUser(admin, `${name}x`);
      const theirs = await add(await signIn(app, `${name}x`));
      const { step, passkey_options } = await first();
      const answer = await secondStep(app, { step, passkey: theirs.get(passkey_options) });
      expectError(answer, 401, 'invalid_credentials');
    });
  });

  describe('alone', () => {
    it('sign in, and count as two factors', async () => {
      const answer = await enter(await add(joe));
      expect(answer.body).to.deep.equal({ username: name, role: 'user' });
      const who = person(app, cookieOf(answer));
      expect((await who.get('/api/auth/reauthenticate')).body).to.include({ fresh: true });
    });

    const refusals: Record<string, Lie> = {
      'of who was not asked for finger or PIN': { userVerified: false },
      'for another origin': { origin: 'http://clearview.example.org' },
      'for another host': { rpId: 'example.org' },
      'to another challenge': { challenge: Buffer.from('something else').toString('base64url') },
      'of another ceremony': { type: 'webauthn.create' },
      'that do not say whose they are': { userHandle: '' },
      'that say they are somebody else’s': { userHandle: Buffer.alloc(32).toString('base64url') },
      'with a wrong signature': { stranger: true },
    };
    for (const [what, lie] of Object.entries(refusals)) {
      it(`refuse answers ${what}`, async () => {
        const key = await add(joe);
        const answer = await enter(key, lie);
        expectError(answer, 401, 'invalid_credentials');
        expect(answer.headers['set-cookie']).to.equal(undefined);
        expect((await enter(key)).status).to.equal(200);
      });
    }

    it('refuse a passkey that nobody has', async () => {
      expectError(await enter(new Authenticator(ORIGIN)), 401, 'invalid_credentials');
    });

    it('refuse a copy, whose counter does not go on, and say so in the log', async () => {
      const key = await add(joe, { counts: true });
      expect((await enter(key)).status).to.equal(200);
      for (const counter of [0, 1]) expectError(await enter(key, { counter }), 401, 'invalid_credentials');
      const row = await app.db('auth_audit').where({ event: 'login_fail' }).orderBy('id', 'desc').first();
      expect(row?.detail).to.deep.equal({ username: name, method: 'passkey', reason: 'counter_went_back' });
    });

    it('take each answer once, of several at once too', async () => {
      const key = await add(joe);
      const { step, options } = await begin();
      const body = { step, passkey: key.get(options) };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => person(app).post('/api/auth/passkey', body)),
      );
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401, 401]);
    });

    it('open no account that is not active, and none after a reset of the second factor', async () => {
      const key = await add(joe);
      await admin.patch(`/api/users/${id}`, { is_active: false }).expect(200);
      expectError(await enter(key), 401, 'invalid_credentials');
      await admin.patch(`/api/users/${id}`, { is_active: true }).expect(200);
      await admin.delete(`/api/users/${id}/second-factor`).send({}).expect(200);
      expectError(await enter(key), 401, 'invalid_credentials');
    });

    it('end the session that the request came with', async () => {
      const key = await add(joe);
      const { step, options } = await begin();
      await joe.post('/api/auth/passkey', { step, passkey: key.get(options) }).expect(200);
      await joe.get('/api/auth/me').expect(401);
    });

    it('are not begun without end from one address, and what was begun and is over goes', async () => {
      const before = await app.db('sign_in_steps').where({ kind: 'passkey' });
      await app.db('sign_in_steps').update({ expires_at: new Date(Date.now() - 1000) });
      const statuses: number[] = [];
      for (let round = 0; round < 301; round += 1) {
        statuses.push((await person(app).post('/api/auth/passkey/options', {})).status);
      }
      expect(statuses.filter((status) => status === 200)).to.have.length(300);
      expect(statuses.at(-1)).to.equal(429);
      const over = await app.db('sign_in_steps').whereRaw('expires_at < now()');
      expect(over, `${before.length} before`).to.deep.equal([]);
    });
  });

  describe('show once more who sits there', () => {
    it('alone when they asked for finger or PIN, else beside the password', async () => {
      const key = await add(joe);
      const ask = async (lie: Lie, more: object) => {
        await growStale(app);
        const { body } = await joe.get('/api/auth/reauthenticate').expect(200);
        const { step, passkey_options, needs } = body as {
          step: string;
          passkey_options: Request;
          needs: string[];
        };
        expect(needs).to.deep.equal(['password', 'code', 'passkey']);
        const passkey = key.get(passkey_options, lie);
        return joe.post('/api/auth/reauthenticate', { step, passkey, ...more });
      };
      expect((await ask({}, {})).status).to.equal(200);
      expectError(await ask({ userVerified: false }, {}), 422, 'invalid');
      expect((await ask({ userVerified: false }, { password: PASSWORD })).status).to.equal(200);
      expectError(await ask({ stranger: true }, { password: PASSWORD }), 400, 'passkey_refused');
    });
  });
});

describe('Passkeys where browsers know none', () => {
  it('are not offered: at an address, or over plain HTTP', async () => {
    for (const PUBLIC_URL of [
      'http://192.0.2.1:3000',
      'https://[2001:db8::1]',
      'http://clearview.example.org',
    ]) {
      const app = await startTestApp({ PUBLIC_URL });
      try {
        app.deps.hashing = quickGate();
        const admin = await setUp(app);
        expectError(await admin.post('/api/auth/passkeys/options', {}), 400, 'passkeys_unavailable');
        expectError(await person(app).post('/api/auth/passkey/options', {}), 400, 'passkeys_unavailable');
        expect((await admin.get('/api/auth/second-factor')).body).to.include({ passkeys_available: false });
      } finally {
        await app.stop();
      }
    }
  });

  it('are made for the host of the request where no address is configured', async () => {
    const app = await startTestApp();
    try {
      app.deps.hashing = quickGate();
      const admin = await setUp(app);
      const answer = await admin
        .post('/api/auth/passkeys/options', {})
        .set('Host', 'localhost:3000')
        .expect(200);
      expect((answer.body as Begun<{ rp: { id: string } }>).options.rp.id).to.equal('localhost');
    } finally {
      await app.stop();
    }
  });
});
