import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { expectError } from '../../support/answers.js';
import { eventsAbout } from '../../support/audit.js';
import { quickGate } from '../../support/hash-gates.js';
import { ADMIN, createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';
import {
  addTotp,
  appOf,
  firstStep,
  growStale,
  passTime,
  secondStep,
  signInWithCode,
} from '../../support/second-factor.js';

const OWN = '/api/auth/second-factor';

describe('One’s own second factor', () => {
  let app: TestApp;
  let admin: Person;
  let id: number;
  let names = 0;
  let name: string;
  let joe: Person;

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    await app.db('guess_counters').delete();
    await app.db('settings').update({
      require_second_factor_user: false,
      require_second_factor_admin: false,
      reauthenticate_admins: false,
    });
    admin = await signIn(app, ADMIN.username, ADMIN.password);
    name = `joe${(names += 1)}`;
    id = await createUser(admin, name);
    joe = await signIn(app, name);
  });

  const flag = async (): Promise<boolean | undefined> =>
    (await app.db('users').where({ id }).first('second_factor'))?.second_factor;

  it('is none at first', async () => {
    expect((await joe.get(OWN).expect(200)).body).to.deep.equal({
      totp: null,
      recovery_codes_left: 0,
      passkeys: [],
      required: false,
      passkeys_available: false,
    });
    expectError(await joe.post(`${OWN}/recovery-codes`, {}), 400, 'second_factor_needed');
    expectError(await joe.delete(`${OWN}/totp`), 404, 'not_found');
  });

  it('counts once a code of the app was confirmed, and is written down', async () => {
    const { body } = await joe.post(`${OWN}/totp`, {}).expect(200);
    const { uri, secret } = body as { uri: string; secret: string };
    expect(uri).to.equal(
      `otpauth://totp/Clearview:${name}?issuer=Clearview&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(await flag()).to.equal(false);
    await signIn(app, name);
    expectError(await joe.post(`${OWN}/totp/confirm`, { code: 'abcdef' }), 400, 'invalid_code');
    const confirmed = await joe.post(`${OWN}/totp/confirm`, { code: appOf(uri).code() }).expect(200);
    expect((confirmed.body as { recovery_codes: string[] }).recovery_codes).to.have.length(10);
    expect(await flag()).to.equal(true);
    expectError(await joe.post(`${OWN}/totp`, {}), 409, 'factor_exists');
    expectError(await joe.post(`${OWN}/totp/confirm`, { code: appOf(uri).code() }), 400, 'invalid_code');
    expect((await joe.get('/api/auth/me')).body).to.include({ second_factor: true });
    const [row] = await eventsAbout(app, 'second_factor_add', id);
    expect(row?.detail).to.deep.equal({ target: id, username: name, method: 'totp' });
  });

  it('has the newest of two secrets that wait', async () => {
    const older = appOf(((await joe.post(`${OWN}/totp`, {}).expect(200)).body as { uri: string }).uri);
    const newer = appOf(((await joe.post(`${OWN}/totp`, {}).expect(200)).body as { uri: string }).uri);
    expectError(await joe.post(`${OWN}/totp/confirm`, { code: older.code() }), 400, 'invalid_code');
    await joe.post(`${OWN}/totp/confirm`, { code: newer.code() }).expect(200);
  });

  it('is confirmed once by several at once', async () => {
    const { uri } = (await joe.post(`${OWN}/totp`, {}).expect(200)).body as { uri: string };
    const code = appOf(uri).code();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => joe.post(`${OWN}/totp/confirm`, { code })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400, 400, 400]);
  });

  it('goes with its recovery codes, and the sign-in is one step again', async () => {
    await addTotp(app, joe);
    await joe.delete(`${OWN}/totp`).send({}).expect(200);
    expect(await flag()).to.equal(false);
    expect(await app.db('recovery_codes').where({ user_id: id })).to.deep.equal([]);
    await signIn(app, name);
    expect(await eventsAbout(app, 'second_factor_remove', id)).to.have.length(1);
  });

  it('has new recovery codes on request: the old ones end', async () => {
    const { codes } = await addTotp(app, joe);
    const { body } = await joe.post(`${OWN}/recovery-codes`, {}).expect(200);
    const fresh = (body as { recovery_codes: string[] }).recovery_codes;
    expect(fresh).to.have.length(10);
    for (const code of fresh) expect(code).to.match(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const answer = await secondStep(app, { step: await firstStep(app, name), code: codes[0] });
    expectError(answer, 401, 'invalid_credentials');
    await signInWithCode(app, name, fresh[9] ?? '');
  });

  it('is changed only by somebody who showed who they are within ten minutes', async () => {
    await addTotp(app, joe);
    await growStale(app);
    for (const asked of [
      joe.post(`${OWN}/totp`, {}),
      joe.post(`${OWN}/totp/confirm`, { code: '123456' }),
      joe.delete(`${OWN}/totp`),
      joe.post(`${OWN}/recovery-codes`, {}),
    ]) {
      expectError(await asked, 403, 'reauthentication_required');
    }
    await joe.get(OWN).expect(200);
  });

  describe('showing once more who one is', () => {
    const again = (body: object) => joe.post('/api/auth/reauthenticate', body);
    const isFresh = async () =>
      ((await joe.get('/api/auth/reauthenticate')).body as { fresh: boolean }).fresh;

    it('takes the password of who has no second factor', async () => {
      await growStale(app);
      expectError(await again({ password: 'WrongPassword42' }), 400, 'wrong_password');
      expectError(await again({}), 422, 'invalid');
      expect(await isFresh()).to.equal(false);
      await again({ password: PASSWORD }).expect(200);
      expect(await isFresh()).to.equal(true);
    });

    it('takes password and code of who has one: neither alone', async () => {
      const { phone, codes } = await addTotp(app, joe);
      await growStale(app);
      expectError(await again({ password: PASSWORD }), 422, 'invalid');
      expectError(await again({ code: phone.code() }), 422, 'invalid');
      expectError(await again({ password: 'WrongPassword42', code: phone.code() }), 400, 'wrong_password');
      expectError(await again({ password: PASSWORD, code: 'aaaa-aaaa-aaaa-aaaa' }), 400, 'invalid_code');
      expect(await isFresh()).to.equal(false);
      await again({ password: PASSWORD, code: phone.code() }).expect(200);
      expect(await isFresh()).to.equal(true);
      expectError(await again({ password: PASSWORD, code: phone.code() }), 400, 'invalid_code');
      await again({ password: PASSWORD, code: codes[3] }).expect(200);
    });

    it('counts wrong passwords like those of the sign-in', async () => {
      for (let round = 0; round < 20; round += 1) await again({ password: 'WrongPassword42' });
      expectError(await again({ password: PASSWORD }), 429, 'too_many_attempts');
      await app.db('guess_counters').delete();
    });

    it('makes one session fresh, not the others of the same person', async () => {
      const other = await signIn(app, name);
      await growStale(app);
      await again({ password: PASSWORD }).expect(200);
      expectError(await other.post(`${OWN}/totp`, {}), 403, 'reauthentication_required');
    });
  });

  describe('that a role needs', () => {
    it('is added before anything else opens, and the last one stays', async () => {
      await app.db('settings').update({ require_second_factor_user: true });
      expectError(await joe.get('/api/tenants'), 403, 'second_factor_required');
      expect((await joe.get('/api/auth/me')).body).to.include({ must_add_second_factor: true });
      const { phone } = await addTotp(app, joe);
      await joe.get('/api/tenants').expect(200);
      expect((await joe.get(OWN)).body).to.include({ required: true });
      expectError(await joe.delete(`${OWN}/totp`).send({}), 400, 'second_factor_needed');
      await signInWithCode(app, name, phone.code());
      expect(await flag()).to.equal(true);
    });

    it('is not asked of the other role', async () => {
      await app.db('settings').update({ require_second_factor_admin: true });
      await joe.get('/api/tenants').expect(200);
      expectError(await admin.get('/api/users'), 403, 'second_factor_required');
    });
  });

  describe('that was lost', () => {
    const reset = (who: Person, user = id) => who.delete(`/api/users/${user}/second-factor`).send({});

    it('is taken away by an administrator, with a trace of who and what', async () => {
      await addTotp(app, joe);
      await reset(admin).expect(200);
      expect(await flag()).to.equal(false);
      await signIn(app, name);
      await joe.get('/api/auth/me').expect(200);
      const [row] = await eventsAbout(app, 'second_factor_reset', id);
      expect(row).to.deep.include({
        username: ADMIN.username,
        detail: { target: id, username: name, totp: true, passkeys: 0 },
      });
    });

    it('of an administrator is taken away by one who showed who they are, where the settings ask for it', async () => {
      await admin.patch(`/api/users/${id}`, { role: 'admin' }).expect(200);
      await addTotp(app, joe);
      await app.db('settings').update({ reauthenticate_admins: true });
      await growStale(app);
      expectError(await reset(admin), 403, 'reauthentication_required');
      await admin.post('/api/auth/reauthenticate', { password: ADMIN.password }).expect(200);
      await reset(admin).expect(200);
    });

    it('leaves no trace where there was none', async () => {
      await reset(admin).expect(200);
      expect(await eventsAbout(app, 'second_factor_reset', id)).to.deep.equal([]);
    });

    it('is not taken away by others, nor by an administrator from themselves', async () => {
      expectError(await reset(joe), 403, 'forbidden');
      expectError(await reset(person(app)), 401, 'unauthenticated');
      const own = ((await admin.get('/api/auth/me')).body as { id: number }).id;
      expectError(await reset(admin, own), 400, 'own_account');
    });
  });

  it('opens with no key but the one that sealed it; recovery codes open still', async () => {
    const { phone, codes } = await addTotp(app, joe);
    const other = await startTestApp({ SECRET_KEY: 'ab'.repeat(32) }, app.database);
    try {
      other.deps.hashing = quickGate();
      const step = await firstStep(other, name);
      expectError(await secondStep(other, { step, code: phone.code() }), 401, 'invalid_credentials');
      await signInWithCode(other, name, codes[0] ?? '');
    } finally {
      await other.stop();
    }
    await passTime(app);
    await signInWithCode(app, name, phone.code());
  });

  it('stays with its owner: a secret put into the row of somebody else opens nothing', async () => {
    const { phone } = await addTotp(app, joe);
    await createUser(admin, `${name}x`);
    await addTotp(app, await signIn(app, `${name}x`));
    const row = await app.db('totp_factors').where({ user_id: id }).first();
    await app.db('totp_factors').update({ sealed_secret: row?.sealed_secret ?? '', last_step: 0 });
    const answer = await secondStep(app, { step: await firstStep(app, `${name}x`), code: phone.code() });
    expectError(answer, 401, 'invalid_credentials');
  });
});
