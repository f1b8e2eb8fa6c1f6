/**
 * argon2id (RFC 9106) by two packages that make and understand the same hashes. The one in Rust takes half the time,
 * but is made for the usual platforms only; `argon2`, in C, can be built anywhere, and reads more of what others wrote.
 */
import argon2 from 'argon2';
import type { Config } from '../config.js';

/** The cost of a hash, in the words of both packages. The variant is argon2id, the default of both. */
export const costOptions = (config: Config['argon2']) => ({
  memoryCost: config.memoryKib,
  timeCost: config.timeCost,
  parallelism: config.parallelism,
});

export type Cost = ReturnType<typeof costOptions>;

/** Computes at a given cost. */
export interface Argon2 {
  /** @returns the hash in the PHC string format */
  hash(password: string, cost: Cost): Promise<string>;
  /**
   * @param stored a hash in the PHC string format, of whatever variant and cost
   * @throws Error when it is none
   */
  verify(stored: string, password: string): Promise<boolean>;
}

/** The package in C. */
export const inC: Argon2 = {
  hash: (password, cost) => argon2.hash(password, cost),
  verify: (stored, password) => argon2.verify(stored, password),
};

/** The package in Rust. @throws Error where there is none for the platform */
export async function loadRust(): Promise<Argon2> {
  const rust = await import('@node-rs/argon2');
  return {
    // As bytes, for both packages to see the same ones in half a character.
    hash: (password, cost) => rust.hash(Buffer.from(password), cost),
    async verify(stored, password) {
      try {
        return await rust.verify(stored, Buffer.from(password));
      } catch {
        // It refuses some rare forms, such as a salt of more than 48 bytes.
        return inC.verify(stored, password);
      }
    },
  };
}

let quickest: Promise<Argon2> | undefined;

/** The quicker one of those that there are. */
export const loadArgon2 = (): Promise<Argon2> => (quickest ??= loadRust().catch(() => inC));
