import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { judgeBackup, judgeClock } from '../../scripts/cli/doctor/database.js';
import { judgeDisk } from '../../scripts/cli/doctor/disk.js';
import { checkSettings } from '../../scripts/cli/doctor/settings.js';
import { toJson, toTable, visible } from '../../scripts/cli/output.js';
import { readConfig } from '../../server/config.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { cliOn, type Cli } from '../support/cli.js';
import { makeDataFolder, signalPostgres } from '../support/own-postgres.js';
import { createUser, person, setUp, signIn } from '../support/people.js';
import { spawnServer } from '../support/server-process.js';

describe('The command line, beside a running server', function () {
  // Every command is a process of its own.
  this.timeout(120_000);

  let app: TestApp;
  let cli: Cli;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'clearview-cli-'));

  before(async () => {
    app = await startTestApp();
    cli = cliOn(app.database);
    await createUser(await setUp(app), 'joe');
  });

  after(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('teaches: every command has examples in its help', async () => {
    const top = await cli.run(['--help']);
    expect(top.code).to.equal(0);
    expect(top.stdout).to.contain('Exit codes:');
    for (const args of [['user', 'create'], ['backup'], ['audit', 'tail']]) {
      expect((await cli.run([...args, '--help'])).stdout).to.contain('Examples:');
    }
    expect((await cli.run(['nonsense'])).code).to.equal(2);
  });

  it('lists sessions and ends one', async () => {
    const joe = await signIn(app, 'joe');
    const [session] = await cli.json<{ id: number; username: string }[]>([
      'session',
      'list',
      '--user',
      'joe',
    ]);
    expect(session?.username).to.equal('joe');
    await cli.json(['session', 'revoke', String(session?.id)]);
    expect((await joe.get('/api/auth/me')).status).to.equal(401);
    expect((await cli.run(['session', 'revoke', String(session?.id)])).code).to.equal(3);
    expect((await cli.run(['session', 'revoke'])).code).to.equal(2);
  });

  it('follows the log as it grows, until it is stopped', async () => {
    const following = cli.start(['audit', 'tail', '--follow', '--json', '-n', '0', '--event', 'login_fail']);
    // It listens once it has asked for the end of the log; a failure is repeated until it is heard of.
    const fail = () => person(app).post('/api/auth/login', { username: 'stranger', password: 'x' });
    const timer = setInterval(() => void fail().then(() => undefined), 1_000);
    try {
      await following.says(/login_fail/);
    } finally {
      clearInterval(timer);
    }
    following.kill('SIGINT');
    const { code, stdout } = await following.ended;
    expect(code).to.equal(130);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).to.include({ event: 'login_fail' });
  });

  it('exports the log into a file of its owner alone, and notes it', async () => {
    const file = path.join(folder, 'audit.csv');
    const { rows } = await cli.json(['audit', 'export', file]);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const [heads, ...lines] = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(heads).to.equal('id,ts,event,user_id,username,ip,target,target_username,detail');
    expect(lines).to.have.length(Number(rows));
    const note = await app.db('auth_audit').where({ event: 'data_export' }).first();
    expect(note?.username).to.equal('cli');
  });

  it('says what is wrong with the configuration, without a word of a password', async () => {
    const env = { DATABASE_URL: 'postgres://u:topsecret@127.0.0.1:1/x' };
    for (const args of [['user', 'list'], ['doctor']]) {
      const { code, stdout, stderr } = await cli.run(args, { env });
      expect(code).to.equal(1);
      expect(stdout + stderr).to.contain('out of reach');
      expect(stdout + stderr).to.not.contain('topsecret');
    }
    expect((await cli.run(['user', 'list'], { env: { PORT: 'x' } })).stderr).to.contain('PORT must be');
  });

  it('finds nothing wrong with a server that was just set up', async () => {
    const { ok, findings } = await cli.json<{ ok: boolean; findings: { check: string }[] }>(['doctor']);
    expect(ok).to.equal(true);
    const checks = findings.map(({ check }) => check);
    expect(checks).to.include.members([
      'database',
      'migrations',
      'clock',
      'cookies',
      'proxy',
      'backup',
      'secret_key',
    ]);
  });

  it('works on the embedded PostgreSQL of a server that runs', async () => {
    const data = await makeDataFolder();
    const env = { DATA_DIR: path.join(data, 'data'), LOG_LEVEL: 'silent', SCAN_CONCURRENCY: '0' };
    const server = spawnServer(env);
    try {
      const url = await server.listening();
      const own = cliOn(env);
      await own.json(['user', 'create', 'root', '--role', 'admin', '--password-stdin'], {
        input: 'Sunny-Harbour42',
      });
      const answer = await fetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'root', password: 'Sunny-Harbour42' }),
      });
      expect(answer.status).to.equal(200);
      await own.json(['backup', path.join(data, 'a.clearview')]);
      // The server has not lost its database when the command line left.
      expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    } finally {
      await server.stop();
      await signalPostgres(env.DATA_DIR, 'SIGQUIT');
      rmSync(data, { recursive: true, force: true });
    }
  });
});

describe('What the command line shows', () => {
  it('obeys no control character that a stranger typed', () => {
    expect(visible('a\u001b[2Jb\u202ec\u009b')).to.equal('a\\u{1b}[2Jb\\u{202e}c\\u{9b}');
    expect(toTable({ NAME: (text: string) => text }, ['x\u0007'])).to.equal('NAME\nx\\u{7}');
    const odd = { text: 'a\u009b\u202e\n' };
    expect(toJson(odd)).to.match(/^[\x20-\x7e]+$/);
    expect(JSON.parse(toJson(odd, 2))).to.deep.equal(odd);
  });
});

describe('doctor', () => {
  const bad = (env: Record<string, string>) =>
    checkSettings(readConfig(env))
      .filter(({ state }) => state === 'wrong' || state === 'warn')
      .map(({ check }) => check);

  it('knows settings of cookies and proxies that do not fit', () => {
    expect(bad({})).to.deep.equal([]);
    const PUBLIC_URL = 'https://cv.example.org';
    expect(bad({ PUBLIC_URL, TRUST_PROXY: '10.0.0.1' })).to.deep.equal([]);
    expect(bad({ PUBLIC_URL })).to.deep.equal(['proxy']);
    expect(bad({ PUBLIC_URL, TRUST_PROXY: '10.0.0.1', COOKIE_SECURE: 'false' })).to.deep.equal(['cookies']);
    expect(bad({ PUBLIC_URL: 'http://cv.example.org', COOKIE_SECURE: 'true' })).to.deep.equal(['cookies']);
    expect(bad({ HOST: '0.0.0.0' })).to.deep.equal(['proxy']);
    expect(bad({ DATABASE_URL: 'postgres://u:p@db.example.org/x' })).to.deep.equal(['transport']);
    expect(bad({ DATABASE_URL: 'postgres://u:p@db.example.org/x?sslmode=verify-full' })).to.deep.equal([]);
  });

  it('judges clock, disk and the age of backups', () => {
    expect([0, -4, 6, -60].map((skew) => judgeClock(skew).state)).to.deep.equal([
      'ok',
      'ok',
      'wrong',
      'wrong',
    ]);
    const GIB = 1024 ** 3;
    const disk = [100, 3, 0.1].map((free) => judgeDisk('/', free * GIB, 200 * GIB).state);
    expect(disk).to.deep.equal(['ok', 'warn', 'wrong']);
    const now = Date.parse('2026-03-20T00:00:00Z');
    const ago = (days: number) => new Date(now - days * 86_400_000);
    expect(judgeBackup(ago(1), ago(100), 7, now).state).to.equal('ok');
    expect(judgeBackup(ago(8), ago(100), 7, now).state).to.equal('wrong');
    expect(judgeBackup(null, ago(1), 7, now).state).to.equal('warn');
    expect(judgeBackup(null, ago(9), 7, now).state).to.equal('wrong');
    expect(judgeBackup(null, ago(9), 0, now).state).to.equal('note');
  });
});
