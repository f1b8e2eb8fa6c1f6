import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { expectError } from '../../support/answers.js';
import { quickGate } from '../../support/hash-gates.js';
import { cookieOf, createUser, PASSWORD, person, setUp, signIn, type Person } from '../../support/people.js';
import {
  addTotp,
  appOf,
  firstStep,
  passTime,
  secondStep,
  signInWithCode,
  type App,
} from '../../support/second-factor.js';

const NEW_PASSWORD = 'NewJoePassword42';

describe('Guessing at the second step', () => {
  let app: TestApp;
  let admin: Person;
  let id: number;
  let names = 0;
  let name: string;
  let joe: Person;
  let phone: App;
  let codes: string[];

  before(async () => {
    app = await startTestApp();
    app.deps.hashing = quickGate();
    admin = await setUp(app);
  });
  after(() => app.stop());

  beforeEach(async () => {
    await app.db('guess_counters').delete();
    name = `joe${(names += 1)}`;
    id = await createUser(admin, name);
    joe = await signIn(app, name);
    ({ phone, codes } = await addTotp(app, joe));
  });

  /** Six digits that are no code of now. */
  function wrongCode(): string {
    const right = [-2, -1, 0, 1, 2].map((steps) => phone.code(steps));
    return (
      ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
    );
  }

  const failures = async (): Promise<number> => {
    const rows = await app.db('guess_counters').select('failures');
    return rows.reduce((sum, row) => sum + row.failures, 0);
  };

  it('answers a wrong password the same with a second factor and without one', async () => {
    await createUser(admin, `${name}x`);
    const look = async (username: string) => {
      const answer = await person(app).post('/api/auth/login', { username, password: 'WrongPassword42' });
      const headers = { ...(answer.headers as Record<string, string>) };
      for (const header of ['date', 'x-request-id']) delete headers[header];
      return { status: answer.status, text: answer.text, headers };
    };
    expect(await look(name)).to.deep.equal(await look(`${name}x`));
  });

  it('is over for a step after five codes, the right one too', async () => {
    const step = await firstStep(app, name);
    for (let round = 0; round < 5; round += 1) {
      expectError(await secondStep(app, { step, code: wrongCode() }), 401, 'invalid_credentials');
    }
    expectError(await secondStep(app, { step, code: phone.code() }), 401, 'step_over');
  });

  it('does not overrun five when all come at once', async () => {
    const step = await firstStep(app, name);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => secondStep(app, { step, code: wrongCode() })),
    );
    const seen = answers.map(({ body }) => (body as { code: string }).code);
    expect(seen.filter((code) => code === 'invalid_credentials')).to.have.length(5);
    expect(seen.filter((code) => code === 'step_over')).to.have.length(7);
    expect(
      await app
        .db('auth_audit')
        .whereRaw(`event = 'second_factor_fail' and detail->>'target' = ?`, [`${id}`]),
    ).to.have.length(5);
  });

  it('is over for a user after twenty, whatever the step; a recovery code still opens', async () => {
    for (let steps = 0; steps < 4; steps += 1) {
      const step = await firstStep(app, name);
      for (let round = 0; round < 5; round += 1) await secondStep(app, { step, code: wrongCode() });
    }
    const answer = await secondStep(app, { step: await firstStep(app, name), code: phone.code() });
    expectError(answer, 429, 'too_many_attempts');
    expect(Number((answer.headers as Record<string, string>)['retry-after'])).to.be.within(1, 900);
    const reauthenticate = { password: PASSWORD, code: phone.code() };
    expectError(await joe.post('/api/auth/reauthenticate', reauthenticate), 429, 'too_many_attempts');
    await signInWithCode(app, name, codes[0] ?? '');
  });

  it('gives no guesses back for the password alone, and all of them for both', async () => {
    await firstStep(app, name);
    const counted = await failures();
    expect(counted).to.be.greaterThan(0);
    const step = await firstStep(app, name);
    expect(await failures()).to.equal(counted * 2);
    expect((await secondStep(app, { step, code: phone.code() })).status).to.equal(200);
    expect(await failures()).to.equal(counted);
  });

  it('holds up who knows the password and nothing else', async () => {
    for (let round = 0; round < 20; round += 1) await firstStep(app, name);
    const answer = await person(app).post('/api/auth/login', { username: name, password: PASSWORD });
    expectError(answer, 429, 'too_many_attempts');
  });

  describe('between the two steps', () => {
    const changes: Record<string, () => Promise<unknown>> = {
      'a reset of the password': () =>
        admin.post(`/api/users/${id}/reset-password`, { password: NEW_PASSWORD }).expect(200),
      'a deactivation': () => admin.patch(`/api/users/${id}`, { is_active: false }).expect(200),
      'a deletion': () => admin.delete(`/api/users/${id}`).expect(200),
      'a reset of the second factor': () =>
        admin.delete(`/api/users/${id}/second-factor`).send({}).expect(200),
      'five minutes': () => app.db('sign_in_steps').update({ expires_at: new Date(Date.now() - 1) }),
    };
    for (const [what, happen] of Object.entries(changes)) {
      it(`${what} ends the first`, async () => {
        const step = await firstStep(app, name);
        await happen();
        const answer = await secondStep(app, { step, code: phone.code() });
        expectError(answer, 401, 'step_over');
        expect(answer.headers['set-cookie']).to.equal(undefined);
      });
    }

    it('nobody is signed in, and the session that came with the request lives until the end', async () => {
      const first = await joe.post('/api/auth/login', { username: name, password: PASSWORD }).expect(200);
      await joe.get('/api/auth/me').expect(200);
      const { step } = first.body as { step: string };
      await joe.post('/api/auth/login/second-factor', { step, code: phone.code() }).expect(200);
      await joe.get('/api/auth/me').expect(401);
    });

    it('the wish to be remembered is kept', async () => {
      const credentials = { username: name, password: PASSWORD, remember: true };
      const first = await person(app).post('/api/auth/login', credentials).expect(200);
      const { step } = first.body as { step: string };
      const answer = await secondStep(app, { step, code: phone.code() });
      const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
      expect(cookie).to.include('Max-Age=2592000');
    });
  });

  describe('codes', () => {
    it('are taken once, also in another step and by several at once', async () => {
      const steps = await Promise.all(Array.from({ length: 5 }, () => firstStep(app, name)));
      const code = phone.code();
      const answers = await Promise.all(steps.map((step) => secondStep(app, { step, code })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401, 401]);
    });

    it('are not taken when a newer one was', async () => {
      await signInWithCode(app, name, phone.code(1));
      const answer = await secondStep(app, { step: await firstStep(app, name), code: phone.code() });
      expectError(answer, 401, 'invalid_credentials');
    });

    it('that confirmed the app open no session', async () => {
      await joe.delete('/api/auth/second-factor/totp').send({}).expect(200);
      const made = await joe.post('/api/auth/second-factor/totp', {}).expect(200);
      const { secret } = made.body as { secret: string };
      expect(secret).to.match(/^[A-Z2-7]{32}$/);
      const other = appOf((made.body as { uri: string }).uri);
      const code = other.code();
      await joe.post('/api/auth/second-factor/totp/confirm', { code }).expect(200);
      expectError(
        await secondStep(app, { step: await firstStep(app, name), code }),
        401,
        'invalid_credentials',
      );
    });

    it('for recovery: exactly one of several at once wins', async () => {
      const steps = await Promise.all(Array.from({ length: 5 }, () => firstStep(app, name)));
      const code = codes[0] ?? '';
      const answers = await Promise.all(steps.map((step) => secondStep(app, { step, code })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401, 401]);
      expect((await joe.get('/api/auth/second-factor')).body).to.include({ recovery_codes_left: 9 });
      const [row] = await app.db('auth_audit').where({ event: 'recovery_code_use', user_id: id });
      expect(row?.detail).to.deep.equal({ target: id, username: name, left: 9 });
    });

    it('of somebody else open nothing', async () => {
      await createUser(admin, `${name}x`);
      const theirs = await addTotp(app, await signIn(app, `${name}x`));
      for (const code of [theirs.codes[0] ?? '', theirs.phone.code()]) {
        expectError(
          await secondStep(app, { step: await firstStep(app, name), code }),
          401,
          'invalid_credentials',
        );
      }
    });

    it('that are no codes are wrong ones, or refused, and never an error of ours', async () => {
      const step = await firstStep(app, name);
      for (const code of ['１２３４５６', '12345\u0000', '\ud800aaaaaaaaaaaaaaa', 'abcdefghijklmno0']) {
        await passTime(app);
        const answer = await secondStep(app, { step, code });
        expectError(answer, 401, 'invalid_credentials');
      }
      for (const body of [
        { step },
        { step, code: '' },
        { step, code: 123456 },
        { step: 'x', code: '123456' },
      ]) {
        expectError(await secondStep(app, body), 422, 'invalid');
      }
      expect(cookieOf(await secondStep(app, { step, code: phone.code() }))).not.to.equal('');
    });
  });
});
