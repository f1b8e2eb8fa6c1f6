import { expect } from 'chai';
import { operatorName } from '../../scripts/cli/machine.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { cliOn, type Cli } from '../support/cli.js';
import { ADMIN, PASSWORD, person, signIn } from '../support/people.js';

describe('clearview user, beside a running server', function () {
  // Every command is a process of its own.
  this.timeout(120_000);

  let app: TestApp;
  let cli: Cli;

  before(async () => {
    app = await startTestApp();
    cli = cliOn(app.database);
  });

  after(() => app.stop());

  const lastAudit = async () => app.db('auth_audit').orderBy('id', 'desc').first();

  it('does not let an ordinary user be the first account', async () => {
    const { code, stderr } = await cli.run(['user', 'create', 'joe', '--password-stdin'], {
      input: PASSWORD,
    });
    expect(code).to.equal(3);
    expect(stderr).to.contain('add --role admin');
  });

  it('makes the first administrator, who signs in and closes the setup', async () => {
    const made = await cli.json(['user', 'create', ADMIN.username, '--role', 'admin', '--password-stdin'], {
      input: `${ADMIN.password}\n`,
    });
    expect(made).to.include({ username: ADMIN.username, role: 'admin', is_active: true });
    expect(made).to.not.have.property('password_hash');
    const { body } = await person(app).get('/api/auth/setup-required');
    expect(body).to.deep.equal({ setup_required: false });
    expect((await (await signIn(app, ADMIN.username, ADMIN.password)).get('/api/auth/me')).status).to.equal(
      200,
    );
  });

  it('writes the audit row of the API, by cli and the person at the machine', async () => {
    expect(await lastAudit().then((row) => row?.event)).to.equal('login_ok');
    const row = await app.db('auth_audit').where({ event: 'user_create' }).first();
    expect(row).to.include({ user_id: null, username: 'cli', ip: 'local' });
    expect(row?.detail).to.include({ username: ADMIN.username, role: 'admin', os_user: operatorName() });
  });

  it('holds the policy of passwords, without a word of them', async () => {
    const { code, stderr, stdout } = await cli.run(['user', 'create', 'joe', '--password-stdin'], {
      input: 'password1234',
    });
    expect(code).to.equal(3);
    expect(stderr).to.contain('common passwords');
    expect(stdout + stderr).to.not.contain('password1234');
  });

  it('takes a name once, whatever its case', async () => {
    await cli.json(['user', 'create', 'joe', '--password-stdin'], { input: PASSWORD });
    const again = await cli.run(['user', 'create', 'JOE', '--password-stdin', '--json'], { input: PASSWORD });
    expect(again.code).to.equal(3);
    expect(JSON.parse(again.stderr)).to.deep.include({ code: 'username_taken' });
    expect(again.stdout).to.equal('');
  });

  it('lists as the API does', async () => {
    const root = await signIn(app, ADMIN.username, ADMIN.password);
    const { body } = await root.get('/api/users?sort=["username","ASC"]');
    expect(await cli.json(['user', 'list'])).to.deep.equal(body);
    const admins = await cli.json<{ id: number }[]>(['user', 'list', '--role', 'admin']);
    expect(admins.map(({ id }) => id)).to.deep.equal([1]);
  });

  it('resets a password and ends the sessions', async () => {
    const joe = await signIn(app, 'joe', PASSWORD);
    const { code, stdout } = await cli.run(['user', 'reset-password', 'Joe', '--password-stdin'], {
      input: 'Another-Harbour7',
    });
    expect(code).to.equal(0);
    expect(stdout).to.not.contain('Another-Harbour7');
    expect((await joe.get('/api/auth/me')).status).to.equal(401);
    expect((await lastAudit())?.detail).to.include({ sessions_ended: 1 });
    expect((await (await signIn(app, 'joe', 'Another-Harbour7')).get('/api/auth/me')).status).to.equal(200);
  });

  it('promotes, demotes, deactivates and activates', async () => {
    expect(await cli.json(['user', 'promote', 'joe'])).to.include({ role: 'admin' });
    expect(await cli.json(['user', 'demote', 'joe'])).to.include({ role: 'user' });
    const joe = await signIn(app, 'joe', 'Another-Harbour7');
    expect(await cli.json(['user', 'deactivate', 'joe'])).to.include({ is_active: false });
    expect((await joe.get('/api/auth/me')).status).to.equal(401);
    expect(await cli.json(['user', 'activate', 'joe'])).to.include({ is_active: true });
    expect((await lastAudit())?.detail).to.deep.include({ is_active: true, from: { is_active: false } });
  });

  it('keeps the last active administrator', async () => {
    for (const verb of ['demote', 'deactivate']) {
      const { code, stderr } = await cli.run(['user', verb, ADMIN.username]);
      expect(code).to.equal(3);
      expect(stderr).to.contain('last active administrator');
    }
  });

  it('says 3 for a name that is not there and 2 for a command that makes no sense', async () => {
    expect((await cli.run(['user', 'promote', 'nobody'])).code).to.equal(3);
    expect((await cli.run(['user', 'promote'])).code).to.equal(2);
    expect((await cli.run(['user', 'create', 'a b'])).code).to.equal(2);
    expect((await cli.run(['user', 'create', 'ann', '--role', 'king'])).code).to.equal(2);
    expect((await cli.run(['user', 'create', 'ann', '--password', PASSWORD])).code).to.equal(2);
    expect((await cli.run(['user', 'frobnicate'])).code).to.equal(2);
  });

  it('asks for no password where there is no terminal', async () => {
    const { code, stderr } = await cli.run(['user', 'reset-password', 'joe']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('--password-stdin');
  });

  it('lets somebody try again who failed too often', async () => {
    const guess = () => person(app).post('/api/auth/login', { username: 'joe', password: 'wrong' });
    const codes: number[] = [];
    while (codes.at(-1) !== 429 && codes.length < 30) codes.push((await guess()).status);
    expect(codes.at(-1)).to.equal(429);
    const shut = await person(app).post('/api/auth/login', { username: 'joe', password: 'Another-Harbour7' });
    expect(shut.status).to.equal(429);
    const { counters } = await cli.json(['user', 'unlock', 'joe']);
    expect(counters).to.be.greaterThan(0);
    expect(await lastAudit()).to.deep.include({ event: 'user_unlock', username: 'cli' });
    const open = await person(app).post('/api/auth/login', { username: 'joe', password: 'Another-Harbour7' });
    expect(open.status).to.equal(200);
  });
});
