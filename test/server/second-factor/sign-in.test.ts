import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { expectError } from '../../support/answers.js';
import { quickGate } from '../../support/hash-gates.js';
import { createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';
import {
  addTotp,
  firstStep,
  growStale,
  passTime,
  secondStep,
  signInWithCode,
  type App,
} from '../../support/second-factor.js';

const LOGIN = '/api/auth/login';

describe('Signing in with an app', () => {
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let id: number;
  let phone: App;
  let codes: string[];

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
    id = await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
    ({ phone, codes } = await addTotp(app, joe));
  });
  after(() => app.stop());
  beforeEach(async () => {
    await app.db('guess_counters').delete();
    await passTime(app);
  });

  it('takes two steps: the first sets no cookie and says how the second may be taken', async () => {
    const answer = await person(app).post(LOGIN, { username: 'joe', password: PASSWORD }).expect(200);
    expect(answer.headers['set-cookie']).to.equal(undefined);
    const { step, ...rest } = answer.body as { step: string };
    expect(step).to.match(/^[0-9a-f]{32}$/);
    expect(rest).to.deep.equal({
      second_factor_required: true,
      methods: ['totp', 'recovery_code'],
      passkey_options: null,
    });
    const second = await secondStep(app, { step, code: phone.code() });
    expect(second.status).to.equal(200);
    expect(second.body).to.deep.equal({ username: 'joe', role: 'user' });
    const row = await app.db('auth_audit').orderBy('id', 'desc').first();
    expect(row).to.deep.include({ event: 'login_ok', user_id: id, detail: { method: 'totp' } });
  });

  it('takes a recovery code, however it is typed, once', async () => {
    const code = (codes[0] ?? '').toUpperCase().replaceAll('-', ' ');
    const who = await signInWithCode(app, 'joe', code);
    await who.get('/api/auth/me').expect(200);
    expectError(
      await secondStep(app, { step: await firstStep(app, 'joe'), code }),
      401,
      'invalid_credentials',
    );
  });

  it('asks whoever sits there again after ten minutes, by password and code', async () => {
    const who = await signInWithCode(app, 'joe', phone.code());
    await growStale(app);
    await passTime(app);
    const add = () => who.post('/api/auth/second-factor/recovery-codes', {});
    expectError(await add(), 403, 'reauthentication_required');
    const { body } = await who.get('/api/auth/reauthenticate').expect(200);
    expect(body).to.deep.equal({
      fresh: false,
      needs: ['password', 'code'],
      step: null,
      passkey_options: null,
    });
    await who.post('/api/auth/reauthenticate', { password: PASSWORD, code: phone.code() }).expect(200);
    await add().expect(200);
  });
});
