/** Every way back of docs/recovery.md, as it is written there. */
import { expect } from 'chai';
import * as OTPAuth from 'otpauth';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/app.js';
import { cliOn, type Cli } from '../support/cli.js';
import { ADMIN, createUser, PASSWORD, person, setUp, signIn } from '../support/people.js';

describe('clearview as the way back', function () {
  // Every command is a process of its own.
  this.timeout(120_000);

  let app: TestApp;
  let cli: Cli;

  before(async () => {
    app = await startTestApp();
    cli = cliOn(app.database);
    await createUser(await setUp(app), 'joe');
  });

  after(() => app.stop());

  const events = async (event: string) => app.db('auth_audit').where({ event, username: 'cli' });

  it('a lost phone: the second factor goes, the password stays', async () => {
    const joe = await signIn(app, 'joe');
    const { body } = await joe.post('/api/auth/second-factor/totp');
    const totp = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(body.secret as string) });
    await joe.post('/api/auth/second-factor/totp/confirm', { code: totp.generate() }).expect(200);
    const stopped = await person(app).post('/api/auth/login', { username: 'joe', password: PASSWORD });
    expect(stopped.body).to.include({ second_factor_required: true });
    await cli.json(['user', 'reset-second-factor', 'joe']);
    expect((await (await signIn(app, 'joe')).get('/api/auth/me')).body).to.include({ second_factor: false });
    expect(await events('second_factor_reset')).to.have.length(1);
  });

  it('a lost password: a link, by which they choose another', async () => {
    const { url } = await cli.json<{ url: string }>(['user', 'password-link', 'joe']);
    const [, token] = /\/password\.html#([0-9a-f]{32})$/.exec(url) ?? [];
    const password = 'Quiet-Meadow77';
    await person(app).post('/api/auth/link/password', { token, password }).expect(200);
    await person(app).post('/api/auth/link/password', { token, password }).expect(404);
    expect((await (await signIn(app, 'joe', password)).get('/api/auth/me')).status).to.equal(200);
    expect(JSON.stringify(await app.db('auth_audit'))).to.not.contain(token);
  });

  it('a lost password: another one, to be changed at the next sign-in', async () => {
    const reset = ['user', 'reset-password', 'joe', '--must-change', '--password-stdin'];
    await cli.json(reset, { input: 'Given-To-Joe88' });
    const { body } = await (await signIn(app, 'joe', 'Given-To-Joe88')).get('/api/auth/me');
    expect(body).to.include({ must_change_password: true });
  });

  it('a leaked token: it opens nothing from then on', async () => {
    const create = ['token', 'create', '-u', ADMIN.username, '-n', 'nightly', '-s', 'users:read'];
    const { code, stdout } = await cli.run(create);
    expect(code).to.equal(0);
    const token = stdout.trim();
    expect(token).to.match(/^cv_/);
    const use = () => request(app.url).get('/api/users').set('Authorization', `Bearer ${token}`);
    expect((await use()).status).to.equal(200);
    await cli.json(['token', 'revoke', '--leaked'], { input: `${token}\n` });
    expect((await use()).status).to.equal(401);
    expect(await events('token_leaked')).to.have.length(0);
    expect(await app.db('auth_audit').where({ event: 'token_leaked' })).to.have.length(1);
    expect((await cli.run(['token', 'revoke', '--leaked'], { input: 'cv_slip' })).code).to.equal(2);
  });

  it('a token by its number, and all of somebody', async () => {
    const make = () => cli.json(['token', 'create', '-u', 'joe', '-n', 'x', '-s', 'tenants:read']);
    const one = await make();
    await make();
    await cli.json(['token', 'revoke', String(one.id)]);
    expect(await cli.json(['token', 'list', '--user', 'joe'])).to.have.length(1);
    expect(await cli.json(['token', 'revoke', '--user', 'joe'])).to.include({ tokens_revoked: 1 });
    const beyond = await cli.run(['token', 'create', '-u', 'joe', '-n', 'x', '-s', 'users:read']);
    expect(beyond.code).to.equal(2);
  });

  it('a locked-out last administrator: unlocked, with a new password, or another one promoted', async () => {
    const guess = () => person(app).post('/api/auth/login', { username: ADMIN.username, password: 'no' });
    for (let tries = 0; tries < 30 && (await guess()).status !== 429; tries += 1);
    await cli.json(['user', 'unlock', ADMIN.username]);
    expect((await (await signIn(app, ADMIN.username, ADMIN.password)).get('/api/auth/me')).status).to.equal(
      200,
    );
    // As a repair by hand may leave it: nobody can administer.
    await app.db('users').update({ is_active: false });
    const sick = await cli.run(['doctor', '--json']);
    expect(sick.code).to.equal(1);
    expect(sick.stdout).to.contain('Nobody can administer');
    await cli.json(['user', 'activate', 'joe']);
    expect(await cli.json(['user', 'promote', 'joe'])).to.include({ role: 'admin', is_active: true });
    await cli.json(['user', 'create', 'spare', '--role', 'admin', '--password-stdin'], {
      input: 'Sunny-Harbour42',
    });
    const spare = await signIn(app, 'spare', 'Sunny-Harbour42');
    expect((await spare.get('/api/users')).status).to.equal(200);
  });
});
