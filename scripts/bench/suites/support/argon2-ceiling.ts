/**
 * The program that does nothing but verify a password: what the cores could do if a sign-in were that alone. It is
 * told what to verify, how many at once and how long; it answers how many it did.
 */
import { inC, loadArgon2 } from '../../../../server/passwords/argon2.js';

export interface CeilingJob {
  /** The package `argon2`, or the quickest one that Clearview finds. */
  by: 'argon2' | 'quickest';
  hash: string;
  password: string;
  atOnce: number;
  seconds: number;
}

export interface CeilingAnswer {
  /** Verifications a second. */
  rate: number;
}

async function verifyFor({ by, hash, password, atOnce, seconds }: CeilingJob): Promise<number> {
  const argon2 = by === 'argon2' ? inC : await loadArgon2();
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let done = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      if (!(await argon2.verify(hash, password))) throw new Error('The password does not fit the hash.');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return (done * 1000) / (performance.now() - begun);
}

process.on('message', (job: CeilingJob) => {
  void verifyFor(job).then((rate) => process.send?.({ rate } satisfies CeilingAnswer));
});
process.on('disconnect', () => process.exit(0));
