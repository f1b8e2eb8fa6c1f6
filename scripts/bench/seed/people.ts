/** Who is in a seeded database: users 1 to n, each with a session; user 1 is an administrator. */
import { createHash } from 'node:crypto';

/** Every user's. */
export const PASSWORD = 'a long password of the benchmark';

/** What n is multiplied by for the number in names: by n itself names would sort as their rows came about. */
export const SHUFFLE = 7_654_321;
/** Numbers in names have seven digits; as it shares no factor with the one above, each is there once. */
export const NUMBERS = 10_000_000;

/** The name of user n. */
export const userName = (n: number): string =>
  `${WORDS[n % WORDS.length]}.${String((n * SHUFFLE) % NUMBERS).padStart(7, '0')}`;

/** What names begin with, so that a search finds some and not all. */
export const WORDS = [
  'anna',
  'bela',
  'carla',
  'dario',
  'elif',
  'franz',
  'greta',
  'hugo',
  'irina',
  'jonas',
  'klara',
  'lukas',
] as const;

/** Every twentieth user is inactive; their session belongs to the user before them. */
export const ownerOf = (n: number): number => (n % 20 === 0 ? n - 1 : n);

/** The value of the cookie of session n. */
export const tokenOf = (n: number): string => createHash('md5').update(`session ${n}`).digest('hex');

/** The header by which Clearview knows session n; session 1 is the administrator's. */
export const cookieOf = (n: number): Record<string, string> => ({
  cookie: `clearview_session=${tokenOf(n)}`,
});
