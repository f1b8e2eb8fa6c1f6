/**
 * argon2id behind a gate. Hashing takes all of a core for tens of milliseconds and tens of megabytes, so few
 * run at once, a bounded number waits, and the rest is told to come back: a flood of sign-ins must not
 * slow down everybody else or use up the memory.
 */
import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import PQueue from 'p-queue';
import type { Config } from '../config.js';
import { ApiError } from '../core/errors.js';
import type { HashGate, Hasher } from '../core/context.js';

/**
 * Reads `$argon2id$v=19$m=19456,t=2,p=1$...`, the PHC string format, with its parameters in any order, as
 * libraries differ in it; null for anything else.
 */
function costOf(hash: string): { m: number; t: number; p: number } | null {
  const text = /^\$argon2id\$v=19\$([mtp]=\d+(?:,[mtp]=\d+)*)\$/.exec(hash)?.[1];
  const cost = new Map(text?.split(',').map((part) => [part.slice(0, 1), Number(part.slice(2))]));
  const [m, t, p] = ['m', 't', 'p'].map((name) => cost.get(name));
  return m === undefined || t === undefined || p === undefined ? null : { m, t, p };
}

/** In place of the hash of somebody who has no password yet: none matches it. */
export const NO_PASSWORD = '!';

/** Whether any password can match. */
export const isUsable = (storedHash: string): boolean => storedHash !== NO_PASSWORD;

/** The package writes m, p, t; the reference implementation, and with it most others, reads m, t, p only. */
const inUsualOrder = (hash: string): string => hash.replace(/\$(m=\d+),(p=\d+),(t=\d+)\$/, '$$$1,$3,$2$$');

function createHasher(config: Config['argon2']): Hasher {
  // The variant is argon2id, the package's default.
  const options = {
    memoryCost: config.memoryKib,
    timeCost: config.timeCost,
    parallelism: config.parallelism,
  };
  // Nobody knows this password: it stands in for the hash of an unknown user, at the current cost.
  const dummy = argon2.hash(randomBytes(16), options);
  return {
    hash: async (password) => inUsualOrder(await argon2.hash(password, options)),
    async verify(storedHash, password) {
      const usable = storedHash === NO_PASSWORD ? null : storedHash;
      const matches = await argon2.verify(usable ?? (await dummy), password);
      return usable !== null && matches;
    },
    isOutdated(storedHash) {
      const cost = costOf(storedHash);
      return (
        cost === null ||
        cost.m < options.memoryCost ||
        cost.t < options.timeCost ||
        cost.p < options.parallelism
      );
    },
  };
}

/**
 * The gate of this process.
 * @param config cost, number of slots and length of the queue
 */
export function createHashGate(config: Pick<Config, 'argon2' | 'hashing'>): HashGate {
  const hasher = createHasher(config.argon2);
  const queue = new PQueue({ concurrency: config.hashing.slots });
  return {
    // A slot belongs to the job, not to the client: who hangs up does not free it while argon2 works on.
    async inSlot(job) {
      if (queue.size >= config.hashing.queue) {
        throw new ApiError('busy', 'Too many sign-ins at this moment. Try again in a few seconds.', {
          retryAfter: 2,
        });
      }
      return queue.add(() => job(hasher));
    },
  };
}
