import { expect } from 'chai';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../../server/config.js';
import { configProblems as problems } from '../../support/config.js';
import { projectRoot } from '../../../server/core/project.js';

describe('The configuration', () => {
  it('has the defaults of the contract when nothing is set', () => {
    const config = readConfig({});
    expect(config).to.deep.include({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      database: { poolMax: 10, isPooled: false, directUrl: undefined },
      webConcurrency: 1,
      dataDir: path.join(projectRoot, 'data'),
      cookieSecure: 'auto',
      trustProxy: [],
      session: { idle: 28_800, absolute: 86_400, remember: 2_592_000 },
      minPasswordLength: 12,
      argon2: { memoryKib: 19_456, timeCost: 2, parallelism: 1 },
      setupToken: undefined,
      logLevel: 'info',
    });
  });

  it('takes an empty or blank variable for one that is not set', () => {
    const names = ['PORT', 'COOKIE_SECURE', 'DATABASE_URL', 'TRUST_PROXY', 'LOG_LEVEL', 'SETUP_TOKEN'];
    for (const blank of ['', '  ']) {
      expect(readConfig(Object.fromEntries(names.map((name) => [name, blank])))).to.deep.equal(
        readConfig({}),
      );
    }
  });

  it('does not change any more', () => {
    expect(Object.isFrozen(readConfig({}))).to.equal(true);
  });

  it('hashes on each core at once, and on few where there are many [F12]', () => {
    expect(readConfig({}).hashing.slots).to.equal(Math.min(16, availableParallelism()));
  });

  it('leaves each of several processes its share of the cores, and one hash at least [F12]', () => {
    const half = Math.max(1, Math.min(16, Math.floor(availableParallelism() / 2)));
    expect(readConfig({ WEB_CONCURRENCY: '2' }).hashing.slots).to.equal(half);
    expect(readConfig({ WEB_CONCURRENCY: '64' }).hashing.slots).to.be.at.least(1);
  });

  for (const [name, least, most] of [
    ['PORT', 0, 65_535],
    ['SESSION_IDLE_SECONDS', 1, 31_536_000],
    ['SESSION_ABSOLUTE_SECONDS', 1, 31_536_000],
    ['SESSION_REMEMBER_SECONDS', 1, 31_536_000],
    ['MIN_PASSWORD_LENGTH', 12, 128],
    ['ARGON2_MEMORY_KIB', 19_456, 2_097_152],
    ['ARGON2_TIME_COST', 2, 100],
    ['ARGON2_PARALLELISM', 1, 16],
    ['HASH_QUEUE_LIMIT', 1, 10_000],
    ['AUDIT_RETENTION_DAYS', 30, 3_650],
    ['JOB_RETENTION_DAYS', 7, 3_650],
    ['SCAN_CONCURRENCY', 0, 50],
    ['SCAN_HOUR', 0, 23],
    ['WEB_CONCURRENCY', 1, 64],
    ['DATABASE_POOL_MAX', 5, 100],
  ] as const) {
    it(`takes ${name} from ${least} to ${most} and names it otherwise`, () => {
      for (const good of [least, most]) expect(problems({ [name]: String(good) })).to.deep.equal([]);
      const bad = [String(least - 1), String(most + 1), 'abc', '12.5', '1e3', '0x10', `${least}s`, '９'];
      for (const value of bad) {
        const [problem, ...others] = problems({ [name]: value });
        expect(problem, value).to.match(new RegExp(`^${name} must be a whole number`));
        expect(others).to.deep.equal([]);
      }
    });
  }

  it('takes true and false for COOKIE_SECURE, and no other spelling', () => {
    expect(readConfig({ COOKIE_SECURE: 'true' }).cookieSecure).to.equal(true);
    expect(readConfig({ COOKIE_SECURE: 'false' }).cookieSecure).to.equal(false);
    for (const value of ['yes', 'TRUE', '1', '0', 'auto', 'constructor', '__proto__']) {
      expect(problems({ COOKIE_SECURE: value })[0], value).to.match(
        /^COOKIE_SECURE must be one of true, false/,
      );
    }
  });

  it('takes the known names of log levels only', () => {
    for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) {
      expect(readConfig({ LOG_LEVEL: level }).logLevel).to.equal(level);
    }
    for (const level of ['INFO', 'verbose', '30', 'toString']) {
      expect(problems({ LOG_LEVEL: level })[0], level).to.match(/^LOG_LEVEL must be one of/);
    }
  });

  it('takes addresses and networks for TRUST_PROXY', () => {
    const value = '127.0.0.1, ::1,10.0.0.0/8 , fd00::/8,::ffff:10.0.0.0/104';
    expect(readConfig({ TRUST_PROXY: value }).trustProxy).to.deep.equal(
      value.split(',').map((s) => s.trim()),
    );
  });

  it('never takes everybody for a proxy [F33]', () => {
    for (const value of ['0.0.0.0/0', '::/0', '10.0.0.1,0.0.0.0/0', '::ffff:0:0/96', '::/1', '0::/64']) {
      expect(problems({ TRUST_PROXY: value })[0], value).to.match(/^TRUST_PROXY must not trust everybody/);
    }
    for (const value of [
      'true',
      'all',
      '*',
      '1',
      '2',
      'loopback',
      'proxy.example',
      '10.0.0.0/33',
      '10.1',
      '/8',
    ]) {
      expect(problems({ TRUST_PROXY: value })[0], value).to.match(/^TRUST_PROXY must list addresses/);
    }
  });

  it('takes an address or a name for HOST', () => {
    for (const value of ['0.0.0.0', '::', '::1', 'localhost', 'clearview.example']) {
      expect(readConfig({ HOST: value }).host).to.equal(value);
    }
    for (const value of ['http://localhost', 'a b', '-x', '127.0.0.1:80', '[::1]']) {
      expect(problems({ HOST: value })[0], value).to.match(/^HOST must be/);
    }
  });

  it('takes a URL of PostgreSQL for DATABASE_URL, and never repeats what was given', () => {
    for (const value of ['postgres://u:p@h/d', 'postgresql://h:5433/d?sslmode=verify-full']) {
      expect(readConfig({ DATABASE_URL: value }).databaseUrl).to.equal(value);
    }
    for (const value of [
      'mysql://u:hunter2@h/d',
      'hunter2',
      'http://hunter2',
      'u:hunter2@h/d',
      '://hunter2',
    ]) {
      const [problem] = problems({ DATABASE_URL: value });
      expect(problem, value).to.match(/^DATABASE_URL must look like postgres:/);
      expect(problem).not.to.include('hunter2');
    }
  });

  it('takes a pooler, and a way past it, beside DATABASE_URL alone', () => {
    const url = 'postgres://clearview:secret@db.example:6432/clearview';
    const direct = 'postgres://clearview:secret@db.example:5432/clearview';
    const env = { DATABASE_URL: url, DATABASE_POOLER: 'transaction', DATABASE_DIRECT_URL: direct };
    expect(readConfig(env).database).to.deep.equal({ poolMax: 10, isPooled: true, directUrl: direct });
    expect(problems({ ...env, DATABASE_POOLER: 'session' })[0]).to.match(/^DATABASE_POOLER must be one of/);
    expect(problems({ ...env, DATABASE_DIRECT_URL: 'secret' })).to.deep.equal([
      'DATABASE_DIRECT_URL must look like postgres://user:password@host:5432/database.',
    ]);
    for (const name of ['DATABASE_POOLER', 'DATABASE_DIRECT_URL'] as const) {
      expect(problems({ [name]: env[name] })[0], name).to.match(/need DATABASE_URL/);
    }
  });

  it('wants a SETUP_TOKEN that cannot be guessed, and never repeats what was given', () => {
    expect(readConfig({ SETUP_TOKEN: 'x'.repeat(16) }).setupToken).to.equal('x'.repeat(16));
    for (const value of ['hunter2', 'x'.repeat(257), 'hunter2 with spaces in it', 'hunter2hunter2hü']) {
      const [problem] = problems({ SETUP_TOKEN: value });
      expect(problem, value).to.match(/^SETUP_TOKEN must have 16 to 256/);
      expect(problem).not.to.include('hunter2');
    }
  });

  it('tells every wrong value at once, one sentence each', () => {
    const env = {
      PORT: 'abc',
      HOST: 'a b',
      DATABASE_URL: 'x',
      COOKIE_SECURE: 'yes',
      TRUST_PROXY: 'all',
      SESSION_IDLE_SECONDS: '0',
      MIN_PASSWORD_LENGTH: '8',
      ARGON2_MEMORY_KIB: '1024',
      SETUP_TOKEN: 'short',
      LOG_LEVEL: 'loud',
    };
    expect(problems(env).map((problem) => problem.split(' ', 1)[0])).to.have.members(Object.keys(env));
  });
});
