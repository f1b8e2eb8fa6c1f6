/** Who signs in, where, and how the suites of sign-ins wait for what they have begun. */
import { PASSWORD, ownerOf, userName } from '../../seed/people.js';
import type { Load, LoadJob, RunningServer, Stage } from '../../suite.js';
import { Api } from './api.js';
import { until } from './processes.js';

/** People who sign in at once. */
export const PEOPLE = 50;
/** How many people sign in in turn: more than do in a round, and few enough for the load to be made up quickly. */
const PER_ROUND = 500;
/** Who signs in behind everybody: not the first user, whose session asks for others and must not become one too many. */
const LAST = 1_999_999;
/** Rounds at most, and seconds of each at least: the moment in which all begin at once must not be all that is seen. */
const ROUNDS = 5;
const SECONDS = 3;

const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** The sign-in of one of so many users, from an address of their own. */
export function signInOf(n: number, users: number): { headers: Record<string, string>; body: string } {
  const username = userName(ownerOf(1 + (n % users)));
  return {
    headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(n) },
    body: JSON.stringify({ username, password: PASSWORD }),
  };
}

export const roundsOf = (stage: Stage): number => Math.min(ROUNDS, stage.rounds);
export const secondsOf = ({ extent, seconds }: Stage): number =>
  extent === 'smoke' ? seconds : Math.max(SECONDS, seconds);

/** What is measured against. */
export interface Scene {
  stage: Stage;
  server: RunningServer;
  users: number;
  /** Of everybody: all have one password. */
  hash: string;
}

/** Sign-ins by everybody in turn, each round beginning with others. */
export const signIns = ({ server, users, stage }: Scene, round: number): LoadJob => ({
  url: `${server.url}/api/auth/login`,
  method: 'POST',
  requests: Array.from({ length: PER_ROUND }, (_, n) => signInOf(round * PER_ROUND + n, users)),
  connections: stage.extent === 'smoke' ? 4 : PEOPLE,
  seconds: secondsOf(stage),
  // They are fewer than may wait. But where others take the cores, hashing waits, and who waits too long is told so.
  allowed: [503],
});

export const signedIn = ({ statuses }: Load): number => statuses[200] ?? 0;

/**
 * Signs in behind everybody who waits still: a hash belongs to its request, also when that hung up at the end of a
 * round, and would take the cores from what is measured next.
 */
export async function drain({ server, users }: Scene): Promise<void> {
  const api = new Api(server.url);
  const { headers, body } = signInOf(LAST, users);
  const asked = { method: 'POST', headers, body: JSON.parse(body) as unknown };
  let last = 0;
  const isIn = async (): Promise<boolean> =>
    (last = (await api.ask('/api/auth/login', asked)).status) === 200;
  await until(isIn, { seconds: 60, pause: 500, words: () => `A sign-in is still answered ${last}.` });
  api.close();
}
