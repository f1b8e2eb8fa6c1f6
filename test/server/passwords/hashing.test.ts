import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../../server/config.js';
import type { Hasher } from '../../../server/core/context.js';
import { createHashGate } from '../../../server/passwords/hashing.js';

const config = readConfig({});

/** A hasher of the given cost. */
async function hasherOf(env: Record<string, string> = {}): Promise<Hasher> {
  return createHashGate(readConfig(env)).inSlot((hasher) => Promise.resolve(hasher));
}

/** What argon2-cffi's PasswordHasher() makes of `CorrectHorse42`: 64 MiB, three passes, four lanes. */
const FROM_PYTHON =
  '$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MGFiY2RlZg$CFvo7Au1QD93wZ0uZr1iX1L0d1LEDkfMjYXrMp/Elc4';

describe('The hasher', () => {
  let hasher: Hasher;

  before(async () => {
    hasher = await hasherOf();
  });

  it('makes argon2id hashes at the configured cost, in the order that other libraries read [P-08]', async () => {
    expect(await hasher.hash('CorrectHorse42')).to.match(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43}$/,
    );
  });

  it('makes another hash of the same password each time [P-08]', async () => {
    expect(await hasher.hash('CorrectHorse42')).not.to.equal(await hasher.hash('CorrectHorse42'));
  });

  it('verifies its own hashes, and no other password', async () => {
    const hash = await hasher.hash('CorrectHorse42');
    expect(await hasher.verify(hash, 'CorrectHorse42')).to.equal(true);
    expect(await hasher.verify(hash, 'CorrectHorse43')).to.equal(false);
  });

  it('verifies what argon2-cffi made with 64 MiB, three passes and four lanes [P-08]', async () => {
    expect(await hasher.verify(FROM_PYTHON, 'CorrectHorse42')).to.equal(true);
    expect(await hasher.verify(FROM_PYTHON, 'correctHorse42')).to.equal(false);
  });

  it('looks at the whole password: at no 72nd byte, no NUL and no kilobyte does it stop [P-03]', async () => {
    for (const start of ['x'.repeat(72), 'x'.repeat(1000), 'x\0']) {
      const hash = await hasher.hash(`${start}a`);
      expect(await hasher.verify(hash, `${start}b`), JSON.stringify(start.slice(0, 3))).to.equal(false);
      expect(await hasher.verify(hash, start), JSON.stringify(start.slice(0, 3))).to.equal(false);
    }
  });

  it('is false for nobody, whatever the password', async () => {
    expect(await hasher.verify(null, '')).to.equal(false);
    expect(await hasher.verify(null, 'CorrectHorse42')).to.equal(false);
  });

  it('tells a broken hash from a wrong password: an error, not a false', async () => {
    const error = await hasher.verify('not a hash', 'x').then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error);
  });
});

describe('Whether a hash is outdated', () => {
  const at = (cost: string): string => `$argon2id$v=19$${cost}$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA`;

  it('is not so for a hash just made [P-08]', async () => {
    const hasher = await hasherOf();
    expect(hasher.isOutdated(await hasher.hash('CorrectHorse42'))).to.equal(false);
  });

  for (const [cost, expected] of [
    ['m=19456,t=2,p=1', false],
    ['m=19456,p=1,t=2', false],
    ['m=65536,t=3,p=4', false],
    ['m=19455,t=2,p=1', true],
    ['m=19456,t=1,p=1', true],
    ['m=9,t=2,p=1', true],
    ['m=19456,t=2', true],
  ] as const) {
    it(`is ${expected} for ${cost} where 19456, 2 and 1 are asked for [P-08]`, async () => {
      expect((await hasherOf()).isOutdated(at(cost))).to.equal(expected);
    });
  }

  it('is so once the memory, the passes or the lanes are raised [P-08]', async () => {
    const hash = at('m=19456,t=2,p=1');
    const raised: Record<string, string>[] = [
      { ARGON2_MEMORY_KIB: '19457' },
      { ARGON2_TIME_COST: '3' },
      { ARGON2_PARALLELISM: '2' },
    ];
    for (const env of raised) {
      expect((await hasherOf(env)).isOutdated(hash), JSON.stringify(env)).to.equal(true);
    }
  });

  it('is so for another variant of argon2 [P-08]', async () => {
    expect((await hasherOf()).isOutdated(at('m=65536,t=3,p=4').replace('argon2id', 'argon2i'))).to.equal(
      true,
    );
  });
});

describe('The gate before hashing', () => {
  const gateOf = (slots: number, queue: number) => createHashGate({ ...config, hashing: { slots, queue } });

  it('runs no more at once than there are slots', async () => {
    const gate = gateOf(2, 100);
    let running = 0;
    let most = 0;
    const job = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await sleep(2);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => gate.inSlot(job)));
    expect(most).to.equal(2);
  });

  it('turns away who does not fit into the queue, at once and with a word when to come back', async () => {
    const gate = gateOf(1, 2);
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const jobs = [1, 2, 3].map(() => gate.inSlot(() => finished));
    const error: unknown = await gate.inSlot(() => Promise.resolve()).catch((reason: unknown) => reason);
    expect(error).to.deep.include({ code: 'busy', status: 503 });
    expect((error as { extras: object }).extras)
      .to.have.property('retryAfter')
      .that.is.greaterThan(0);
    finish();
    await Promise.all(jobs);
  });

  it('says honestly when to come back: as long as those who are there will take', async () => {
    const gate = gateOf(1, 60);
    const slow = Array.from({ length: 10 }, () => gate.inSlot(() => sleep(100)));
    await Promise.all(slow);
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const jobs = Array.from({ length: 61 }, () => gate.inSlot(() => finished));
    const error: unknown = await gate.inSlot(() => Promise.resolve()).catch((reason: unknown) => reason);
    // 61 jobs of about 100 ms, of which the mean remembers a little of its first guess.
    expect((error as { extras: { retryAfter: number } }).extras.retryAfter).to.be.at.least(5);
    finish();
    await Promise.all(jobs);
  });

  it('lets nobody wait for longer than makes sense', async () => {
    const gate = createHashGate({ ...config, hashing: { slots: 1, queue: 9 } }, { patience: 20 });
    const first = gate.inSlot(() => sleep(60));
    let ran = false;
    const late = gate.inSlot(() => Promise.resolve((ran = true)));
    expect(await late.catch((reason: unknown) => reason)).to.deep.include({ code: 'busy', status: 503 });
    expect(ran).to.equal(false);
    await first;
  });

  it('gives the slot back after an error, which reaches who asked', async () => {
    const gate = gateOf(1, 1);
    const error: unknown = await gate
      .inSlot(() => Promise.reject(new Error('no')))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property('message', 'no');
    expect(await gate.inSlot(() => Promise.resolve('next'))).to.equal('next');
  });
});
