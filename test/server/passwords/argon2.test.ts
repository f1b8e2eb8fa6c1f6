import { expect } from 'chai';
import argon2 from 'argon2';
import { inC, loadArgon2, loadRust, type Argon2 } from '../../../server/passwords/argon2.js';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What people type, and what they do not: half characters, NUL, more than a kilobyte, nothing. */
const PASSWORDS = ['CorrectHorse42', 'pässwörd 42 🐎', 'a\0b', '\ud800', 'ü'.repeat(600), ''];

describe('The two packages of argon2', function () {
  this.timeout(30_000);
  let inRust: Argon2;

  before(async () => {
    inRust = await loadRust();
  });

  it('understand each other, whatever the password', async () => {
    for (const password of PASSWORDS) {
      for (const [maker, reader] of [[inC, inRust] as const, [inRust, inC] as const]) {
        const hash = await maker.hash(password, COST);
        expect(await reader.verify(hash, password), JSON.stringify(password)).to.equal(true);
        expect(await reader.verify(hash, `${password}x`), JSON.stringify(password)).to.equal(false);
      }
    }
  });

  it('make hashes of the cost that was asked for', async () => {
    for (const [cost, words] of [
      [{ memoryCost: 19_457, timeCost: 3, parallelism: 1 }, [19_457, 3, 1]],
      [{ memoryCost: 32_768, timeCost: 2, parallelism: 4 }, [32_768, 2, 4]],
    ] as const) {
      for (const package_ of [inC, inRust]) {
        const hash = await package_.hash('CorrectHorse42', cost);
        expect(hash).to.match(/^\$argon2id\$v=19\$/);
        const found = ['m', 't', 'p'].map((name) => Number(new RegExp(`[$,]${name}=(\\d+)`).exec(hash)?.[1]));
        expect(found).to.deep.equal(words);
        expect(await inC.verify(hash, 'CorrectHorse42')).to.equal(true);
        expect(await inRust.verify(hash, 'CorrectHorse42')).to.equal(true);
      }
    }
  });

  it('read what others wrote: other variants, long salts, short hashes, parameters in another order', async () => {
    const forms: argon2.HashOptions[] = [
      { type: argon2.argon2i },
      { type: argon2.argon2d },
      { salt: Buffer.alloc(60, 'salt') },
      { salt: Buffer.alloc(8, 'salt') },
      { hashLength: 16 },
      { hashLength: 100 },
    ];
    for (const form of forms) {
      const hash = await argon2.hash('CorrectHorse42', { ...COST, ...form });
      for (const package_ of [inC, inRust]) {
        expect(await package_.verify(hash, 'CorrectHorse42'), hash).to.equal(true);
        expect(await package_.verify(hash, 'CorrectHorse43'), hash).to.equal(false);
      }
    }
  });

  it('tell what is no hash from a wrong password', async () => {
    for (const text of ['', 'not a hash', '$argon2id$v=19$m=19456,t=2,p=1$']) {
      for (const package_ of [inC, inRust]) {
        const outcome = await package_.verify(text, 'CorrectHorse42').catch((error: unknown) => error);
        expect(outcome, text).to.be.instanceOf(Error);
      }
    }
  });

  it('are chosen by what there is: the quicker one here', async () => {
    const chosen = await loadArgon2();
    expect(await loadArgon2()).to.equal(chosen);
    expect(chosen).not.to.equal(inC);
  });
});
