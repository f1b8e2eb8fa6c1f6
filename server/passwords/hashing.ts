/**
 * argon2id behind a gate. Hashing takes all of a core for tens of milliseconds and tens of megabytes, so few
 * run at once, a bounded number waits, and the rest is told to come back: a flood of sign-ins must not
 * slow down everybody else or use up the memory. Where hashes are computed is told apart: here, or in a process of
 * their own, see hashing-process.ts.
 */
import { randomBytes } from 'node:crypto';
import PQueue from 'p-queue';
import type { Config } from '../config.js';
import { ApiError } from '../core/errors.js';
import type { HashGate, Hasher } from '../core/context.js';
import { costOptions, loadArgon2 } from './argon2.js';

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

/** Some packages write m, p, t; the reference implementation, and with it most others, reads m, t, p only. */
const inUsualOrder = (hash: string): string => hash.replace(/\$(m=\d+),(p=\d+),(t=\d+)\$/, '$$$1,$3,$2$$');

/** Computes. It knows nothing of gates and of what hashes are for. */
export interface HashEngine {
  hash(password: string): Promise<string>;
  verify(storedHash: string, password: string): Promise<boolean>;
}

/** On the threads of this process: for what hashes now and then. */
const inThisProcess = (config: Config['argon2']): HashEngine => ({
  hash: async (password) => (await loadArgon2()).hash(password, costOptions(config)),
  verify: async (storedHash, password) => (await loadArgon2()).verify(storedHash, password),
});

function createHasher(config: Config['argon2'], engine: HashEngine): Hasher {
  // Nobody knows this password: it stands in for the hash of an unknown user, at the current cost.
  let dummy: Promise<string> | undefined;
  const standIn = async (): Promise<string> => {
    dummy ??= engine.hash(randomBytes(16).toString('base64'));
    try {
      return await dummy;
    } catch (error) {
      dummy = undefined;
      throw error;
    }
  };
  return {
    hash: async (password) => inUsualOrder(await engine.hash(password)),
    async verify(storedHash, password) {
      const usable = storedHash === NO_PASSWORD ? null : storedHash;
      // Asked for in any case: whoever comes first waits for it, whether their name is known or not.
      const instead = await standIn();
      const matches = await engine.verify(usable ?? instead, password);
      return usable !== null && matches;
    },
    isOutdated(storedHash) {
      const cost = costOf(storedHash);
      return (
        cost === null || cost.m < config.memoryKib || cost.t < config.timeCost || cost.p < config.parallelism
      );
    },
  };
}

/** Milliseconds after which waiting has no sense: whoever asked has long given up. */
const PATIENCE = 10_000;

/** Milliseconds that a job takes, until some have shown it. */
const FIRST_GUESS = 50;

function busy(milliseconds: number): ApiError {
  return new ApiError('busy', 'Too many sign-ins at this moment. Try again in a few seconds.', {
    retryAfter: Math.max(1, Math.ceil(milliseconds / 1000)),
  });
}

export interface GateOptions {
  /** What computes; by default this process. */
  engine?: HashEngine;
  /** Jobs let in beyond the slots, so that no slot waits for the statements before and after a hash. */
  ahead?: number;
  /** Milliseconds that a job may wait. */
  patience?: number;
}

/**
 * The gate of this process.
 * @param config cost, number of slots and length of the queue
 */
export function createHashGate(
  config: Pick<Config, 'argon2' | 'hashing'>,
  { engine = inThisProcess(config.argon2), ahead = 0, patience = PATIENCE }: GateOptions = {},
): HashGate {
  const hasher = createHasher(config.argon2, engine);
  const queue = new PQueue({ concurrency: config.hashing.slots + ahead });
  // A moving mean of what jobs take once they are let in.
  let mean = FIRST_GUESS;
  /** Milliseconds until everybody who is here now has been served. */
  const wait = (): number => ((queue.size + queue.pending) * mean) / queue.concurrency;
  return {
    // A slot belongs to the job, not to the client: who hangs up does not free it while argon2 works on.
    async inSlot(job) {
      if (queue.size >= config.hashing.queue) throw busy(wait());
      const asked = performance.now();
      return queue.add(async () => {
        const begun = performance.now();
        if (begun - asked > patience) throw busy(wait());
        try {
          return await job(hasher);
        } finally {
          mean += (performance.now() - begun - mean) / 8;
        }
      });
    },
  };
}
