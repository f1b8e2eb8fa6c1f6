import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { readConfig } from '../../../server/config.js';
import { createHashGate } from '../../../server/passwords/hashing.js';
import { createHashProcess, type HashProcess } from '../../../server/passwords/hashing-process.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { createTestDatabase } from '../../support/database.js';
import { ADMIN, createUser, person, PASSWORD, setUp } from '../../support/people.js';
import { spawnServer, urlOf } from '../../support/server-process.js';

const config = readConfig({});

/** What argon2-cffi's PasswordHasher() makes of `CorrectHorse42`: five times as dear as the default. */
const DEAR =
  '$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MGFiY2RlZg$CFvo7Au1QD93wZ0uZr1iX1L0d1LEDkfMjYXrMp/Elc4';

/** A process that hashes, and what it was warned of. */
function observed(
  settings = config,
  deadline?: number,
): { engine: HashProcess; warnings: unknown[]; pid: () => number } {
  const warnings: unknown[] = [];
  const logger = { warn: (...words: unknown[]) => void warnings.push(words) };
  const engine = createHashProcess(settings, logger, deadline);
  const pid = (): number => {
    const known = engine.pid();
    if (known === undefined) throw new Error('There is no process yet.');
    return known;
  };
  return { engine, warnings, pid };
}

const reasonOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (reason: unknown) => reason,
  );

describe('The process that hashes', function () {
  this.timeout(60_000);

  it('is not there before it is needed, and stays the same one', async () => {
    const { engine, pid } = observed();
    expect(engine.pid()).to.equal(undefined);
    const hash = await engine.hash('CorrectHorse42');
    const first = pid();
    expect(first).not.to.equal(process.pid);
    expect(await engine.verify(hash, 'CorrectHorse42')).to.equal(true);
    expect(pid()).to.equal(first);
  });

  it('answers as this process does: to half characters, NUL and what is no hash', async () => {
    const { engine } = observed();
    const apart = createHashGate(config, { engine });
    for (const password of ['CorrectHorse42', 'a\0b', '\ud800', 'ü'.repeat(600)]) {
      const hash = await createHashGate(config).inSlot((hasher) => hasher.hash(password));
      expect(await apart.inSlot((hasher) => hasher.verify(hash, password))).to.equal(true);
      expect(await apart.inSlot((hasher) => hasher.verify(hash, `${password}x`))).to.equal(false);
    }
    expect(await apart.inSlot((hasher) => hasher.verify(null, 'CorrectHorse42'))).to.equal(false);
    expect(await reasonOf(engine.verify('not a hash', 'x'))).to.be.instanceOf(Error);
  });

  it('is killed in the middle: what was under way is computed by the next one', async () => {
    const { engine, warnings, pid } = observed();
    const hash = await engine.hash('CorrectHorse42');
    const first = pid();
    // Stopped, so that nothing is finished before it is killed.
    process.kill(first, 'SIGSTOP');
    const right = [1, 2, 3].map(() => engine.verify(hash, 'CorrectHorse42'));
    const wrong = engine.verify(hash, 'CorrectHorse43');
    process.kill(first, 'SIGKILL');
    expect(await Promise.all(right)).to.deep.equal([true, true, true]);
    expect(await wrong).to.equal(false);
    expect(pid()).not.to.equal(first);
    expect(warnings).to.have.length(1);
  });

  it('is killed twice: who was under way is told to come back, and never that the password is wrong', async () => {
    const { engine, pid } = observed();
    const hash = await engine.hash('CorrectHorse42');
    const first = pid();
    process.kill(first, 'SIGSTOP');
    const reason = reasonOf(engine.verify(hash, 'CorrectHorse42'));
    process.kill(first, 'SIGKILL');
    while (engine.pid() === first || engine.pid() === undefined) await sleep(1);
    process.kill(pid(), 'SIGKILL');
    expect(await reason).to.deep.include({ code: 'busy', status: 503, extras: { retryAfter: 1 } });
    expect(await engine.verify(hash, 'CorrectHorse42')).to.equal(true);
  });

  it('cannot be started: who asks is told to come back, and the next one may have luck', async () => {
    const settings = { ...config, hashing: { ...config.hashing } };
    const { engine, pid } = observed(settings);
    const hash = await engine.hash('CorrectHorse42');
    process.kill(pid(), 'SIGSTOP');
    const underWay = reasonOf(engine.verify(hash, 'CorrectHorse42'));
    // No environment may hold a NUL: the system does not even try.
    settings.hashing.slots = '2\0' as unknown as number;
    process.kill(pid(), 'SIGKILL');
    expect(await underWay).to.deep.include({ code: 'busy', status: 503 });
    expect(await reasonOf(engine.verify(hash, 'CorrectHorse42'))).to.deep.include({ code: 'busy' });
    settings.hashing.slots = 2;
    expect(await engine.verify(hash, 'CorrectHorse42')).to.equal(true);
  });

  it('leaves the cores to others with each of its threads', async function () {
    if (process.platform !== 'linux') return this.skip();
    const { engine, pid } = observed();
    await engine.hash('CorrectHorse42');
    const tasks = readdirSync(`/proc/${pid()}/task`);
    expect(tasks.length).to.be.greaterThan(1);
    const niceness = tasks.map((task) => os.getPriority(Number(task)));
    expect(Math.min(...niceness)).to.equal(19);
  });

  it('is told no secret of the environment, and no password but through the pipe', async function () {
    if (process.platform !== 'linux') return this.skip();
    process.env.SECRET_FOR_THIS_TEST = 'nobody-else-reads-this';
    const { engine, pid } = observed();
    await engine.hash('CorrectHorse42');
    delete process.env.SECRET_FOR_THIS_TEST;
    const told = ['environ', 'cmdline'].map((file) => readFileSync(`/proc/${pid()}/${file}`, 'utf8')).join();
    expect(told).to.contain('UV_THREADPOOL_SIZE=').and.to.contain('hashing-child');
    expect(told).not.to.contain('nobody-else').and.not.to.contain('CorrectHorse42');
    expect(told).not.to.contain('DATABASE_URL');
  });
});

describe('The deadline of a hash', function () {
  this.timeout(60_000);

  it('ends a process that hangs, and the next one computes', async () => {
    const { engine, warnings, pid } = observed(config, 3_000);
    const hash = await engine.hash('CorrectHorse42');
    const first = pid();
    process.kill(first, 'SIGSTOP');
    expect(await engine.verify(hash, 'CorrectHorse42')).to.equal(true);
    expect(pid()).not.to.equal(first);
    expect(warnings).to.have.length(1);
  });

  it('is that of the process that has it: what is computed once more has all of it again', async () => {
    const { engine, warnings, pid } = observed(config, 5_000);
    const hash = await engine.hash('CorrectHorse42');
    const first = pid();
    process.kill(first, 'SIGSTOP');
    const answer = engine.verify(hash, 'CorrectHorse42');
    await sleep(4_000);
    process.kill(first, 'SIGKILL');
    while (engine.pid() === first || engine.pid() === undefined) await sleep(1);
    const second = pid();
    process.kill(second, 'SIGSTOP');
    await sleep(1_500);
    process.kill(second, 'SIGCONT');
    expect(await answer).to.equal(true);
    expect(pid()).to.equal(second);
    expect(warnings).to.have.length(1);
  });

  it('is later where hashes are dearer: by the settings', async () => {
    const dear = readConfig({ ARGON2_MEMORY_KIB: '77824', ARGON2_TIME_COST: '3' });
    const { engine, warnings, pid } = observed(dear, 1_000);
    await engine.hash('CorrectHorse42');
    process.kill(pid(), 'SIGSTOP');
    const hash = engine.hash('CorrectHorse42');
    await sleep(2_000);
    process.kill(pid(), 'SIGCONT');
    expect(await hash).to.contain('m=77824');
    expect(warnings).to.deep.equal([]);
  });

  it('is later where hashes are dearer: by what is stored, and for who may be behind it', async () => {
    const cheap = await createHashGate(config).inSlot((hasher) => hasher.hash('CorrectHorse42'));
    const { engine, warnings, pid } = observed(config, 1_000);
    await engine.verify(DEAR, 'CorrectHorse42');
    process.kill(pid(), 'SIGSTOP');
    const answers = [DEAR, cheap].map((stored) => engine.verify(stored, 'CorrectHorse42'));
    await sleep(2_000);
    process.kill(pid(), 'SIGCONT');
    expect(await Promise.all(answers)).to.deep.equal([true, true]);
    expect(warnings).to.deep.equal([]);
  });

  it('of the dearest hash that a row could name is no timer that ends at once', async () => {
    const { engine, warnings } = observed();
    // What follows the cost is none, so that nobody tries.
    const beyond = '$argon2id$v=19$m=4294967295,t=4294967295,p=1$?$?';
    expect(await reasonOf(engine.verify(beyond, 'x'))).to.be.instanceOf(Error);
    expect(warnings).to.deep.equal([]);
  });
});

describe('A sign-in whose hash is computed apart', function () {
  this.timeout(60_000);
  let app: TestApp;
  let apart: HashProcess;

  before(async () => {
    app = await startTestApp();
    await createUser(await setUp(app), 'joe');
    apart = createHashProcess(app.config, app.deps.logger);
    app.deps.hashing = createHashGate(app.config, { engine: apart });
  });
  after(() => app.stop());

  const knock = async (password: string) =>
    person(app).post('/api/auth/login', { username: 'joe', password });

  it('works, and refuses', async () => {
    expect((await knock(PASSWORD)).status).to.equal(200);
    expect((await knock('WrongPassword42')).status).to.equal(401);
  });

  it('is finished although the process dies in the middle of it', async () => {
    process.kill(apart.pid() ?? 0, 'SIGSTOP');
    const many = Array.from({ length: 5 }, () => knock(PASSWORD));
    await sleep(300);
    process.kill(apart.pid() ?? 0, 'SIGKILL');
    expect((await Promise.all(many)).map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
  });
});

describe('The process that hashes, when the server ends', function () {
  this.timeout(60_000);

  // It writes to the server's stderr, so `ended` waits for it too.
  for (const [how, end] of [
    ['in order', 'stop'],
    ['by a crash', 'kill'],
  ] as const) {
    it(`${how}, ends with it`, async () => {
      const database = await createTestDatabase();
      const server = spawnServer({ DATABASE_URL: urlOf(database), LOG_LEVEL: 'error' });
      const url = await server.listening();
      const headers = { 'content-type': 'application/json' };
      const setup = await fetch(`${url}/api/auth/setup`, {
        method: 'POST',
        headers,
        body: JSON.stringify(ADMIN),
      });
      expect(setup.status).to.equal(200);
      await server[end]();
      await database.drop();
    });
  }
});
