/** Hash gates for tests: one that counts, one that waits, one that costs nothing. Put them into `app.deps`. */
import { createHash } from 'node:crypto';
import type { HashGate, Hasher } from '../../server/core/context.js';

/** The same gate with other hands on the hasher. */
const wrapped = (inner: HashGate, wrap: (hasher: Hasher) => Hasher): HashGate => ({
  inSlot: (job) => inner.inSlot((hasher) => job(wrap(hasher))),
});

export interface Counts {
  verified: number;
  hashed: number;
}

/** Counts what is asked of the hasher. */
export function countingGate(inner: HashGate): { gate: HashGate; counts: Counts } {
  const counts: Counts = { verified: 0, hashed: 0 };
  const gate = wrapped(inner, (hasher) => ({
    ...hasher,
    hash(password) {
      counts.hashed += 1;
      return hasher.hash(password);
    },
    verify(storedHash, password) {
      counts.verified += 1;
      return hasher.verify(storedHash, password);
    },
  }));
  return { gate, counts };
}

/** Verifies, and then holds the verdict back, so that something can land between the two. */
export function heldGate(inner: HashGate): { gate: HashGate; arrived: Promise<void>; release: () => void } {
  let arrive = (): void => undefined;
  let release = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (release = resolve));
  const gate = wrapped(inner, (hasher) => ({
    ...hasher,
    async verify(storedHash, password) {
      const matches = await hasher.verify(storedHash, password);
      arrive();
      await held;
      return matches;
    },
  }));
  return { gate, arrived, release: () => release() };
}

const digest = (password: string): string => `quick$${createHash('sha256').update(password).digest('hex')}`;

/** For tests that count attempts and do not care what one costs. It knows only its own hashes. */
export function quickGate(): HashGate {
  const hasher: Hasher = {
    hash: (password) => Promise.resolve(digest(password)),
    verify: (storedHash, password) => Promise.resolve(storedHash === digest(password)),
    isOutdated: () => false,
  };
  return { inSlot: async (job) => job(hasher) };
}
