/** Sign-ins beside what argon2 alone would allow, and what other people notice of them. */
import { availableParallelism } from 'node:os';
import { isTooNoisy, rangeOf, ratiosOf, showNumber, showRange } from '../numbers.js';
import { cookieOf, ownerOf, PASSWORD, userName } from '../seed/people.js';
import type { Extent, Load, LoadJob, RunningServer, Stage, Suite, Table } from '../suite.js';
import { Api } from './support/api.js';
import type { CeilingJob } from './support/argon2-ceiling.js';
import { startCeiling, type Ceiling } from './support/ceiling.js';
import { duration, figure, figureRange, p99 } from './support/figures.js';
import { atPace } from './support/load.js';
import { until } from './support/processes.js';

/** People who sign in at once, and all who come in a rush. */
const PEOPLE = 50;
/** How many people sign in in turn: more than do in a round, and few enough for the load to be made up quickly. */
const PER_ROUND = 500;
/** Who signs in behind everybody: not the first user, whose session asks for others and must not become one too many. */
const LAST = 1_999_999;
/** Of how many in all. */
const MANY = 20_000;
const RUSH: Record<Extent, number> = { smoke: 100, quick: 500, full: 500 };
/** Rounds at most, and seconds of each at least: the moment in which all begin at once must not be all that is seen. */
const ROUNDS = 3;
const SECONDS = 3;
/** Requests of others in a second: few enough that they do not wait for each other. */
const PACE = 50;

/** The proxy in front, as whom the suite tells everybody's address: guesses are limited by it. */
const ENV = { TRUST_PROXY: '127.0.0.1', SCAN_CONCURRENCY: '0' };

const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** The sign-in of one of so many users, from an address of their own. */
function signInOf(n: number, users: number): { headers: Record<string, string>; body: string } {
  const username = userName(ownerOf(1 + (n % users)));
  return {
    headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(n) },
    body: JSON.stringify({ username, password: PASSWORD }),
  };
}

const roundsOf = (stage: Stage): number => Math.min(ROUNDS, stage.rounds);
const secondsOf = ({ extent, seconds }: Stage): number =>
  extent === 'smoke' ? seconds : Math.max(SECONDS, seconds);

/** What is measured against. */
interface Scene {
  stage: Stage;
  server: RunningServer;
  users: number;
  /** Of everybody: all have one password. */
  hash: string;
}

/** Sign-ins by everybody in turn, each round beginning with others. */
const signIns = ({ server, users, stage }: Scene, round: number): LoadJob => ({
  url: `${server.url}/api/auth/login`,
  method: 'POST',
  requests: Array.from({ length: PER_ROUND }, (_, n) => signInOf(round * PER_ROUND + n, users)),
  connections: stage.extent === 'smoke' ? 4 : PEOPLE,
  seconds: secondsOf(stage),
  // They are fewer than may wait. But where others take the cores, hashing waits, and who waits too long is told so.
  allowed: [503],
});

const signedIn = ({ statuses }: Load): number => statuses[200] ?? 0;

/** Those who got in, a second. */
const rateOf = (load: Load): number => (load.rate * signedIn(load)) / load.count;

async function hashOf(stage: Stage, database: string): Promise<string> {
  const client = await stage.postgres.connect(database);
  try {
    const { rows } = await client.query<{ hash: string }>(
      'select password_hash as hash from users where id = 1',
    );
    return rows[0]?.hash ?? '';
  } finally {
    await client.end();
  }
}

/**
 * Signs in behind everybody who waits still: a hash belongs to its request, also when that hung up at the end of a
 * round, and would take the cores from what is measured next.
 */
async function drain({ server, users }: Scene): Promise<void> {
  const api = new Api(server.url);
  const { headers, body } = signInOf(LAST, users);
  const asked = { method: 'POST', headers, body: JSON.parse(body) as unknown };
  let last = 0;
  const isIn = async (): Promise<boolean> =>
    (last = (await api.ask('/api/auth/login', asked)).status) === 200;
  await until(isIn, { seconds: 60, pause: 500, words: () => `A sign-in is still answered ${last}.` });
  api.close();
}

interface Throughput {
  /** Verifications a second by the package `argon2`, of each round: as many at once as there are cores. */
  ceiling: number[];
  /** The same, one after the other. */
  oneByOne: number;
  /** Verifications a second by what Clearview computes with, as many at once as there are cores. */
  quickest: number;
  signIns: Load[];
  /** Seconds of CPU in those rounds; null where it cannot be known. */
  cpu: Cpu | null;
}

/** Seconds of CPU, of the server and of PostgreSQL. */
interface Cpu {
  server: number;
  postgres: number;
}

async function cpuOf({ server, stage }: Scene): Promise<Cpu | null> {
  const [own, postgres] = await Promise.all([server.cpuSeconds(), stage.postgres.cpuSeconds()]);
  return own === null || postgres === null ? null : { server: own, postgres };
}

/** A round of sign-ins. @returns it, with the CPU that it took */
async function signInRound(scene: Scene, round: number): Promise<{ load: Load; cpu: Cpu | null }> {
  const before = await cpuOf(scene);
  const load = await scene.stage.load(signIns(scene, round));
  const after = await cpuOf(scene);
  await drain(scene);
  if (before === null || after === null) return { load, cpu: null };
  return {
    load,
    cpu: { server: after.server - before.server, postgres: after.postgres - before.postgres },
  };
}

async function measureThroughput(scene: Scene, ceiling: Ceiling): Promise<Throughput> {
  const { stage, hash } = scene;
  const cores = availableParallelism();
  const alone = (by: CeilingJob['by'], atOnce: number): Promise<number> =>
    ceiling.measure({ by, hash, password: PASSWORD, atOnce, seconds: secondsOf(stage) });
  const measured: Throughput = {
    ceiling: [],
    oneByOne: await alone('argon2', 1),
    quickest: await alone('quickest', cores),
    signIns: [],
    cpu: { server: 0, postgres: 0 },
  };
  for (let round = 0; round < roundsOf(stage); round += 1) {
    measured.ceiling.push(await alone('argon2', cores));
    const { load, cpu } = await signInRound(scene, round);
    measured.signIns.push(load);
    measured.cpu = cpu &&
      measured.cpu && {
        server: measured.cpu.server + cpu.server,
        postgres: measured.cpu.postgres + cpu.postgres,
      };
  }
  return measured;
}

/** Milliseconds of CPU for each of so many sign-ins. */
function cpuWords(cpu: Cpu | null, count: number): string {
  if (cpu === null) return 'not known';
  return `${figure((cpu.server * 1000) / count)} + ${figure((cpu.postgres * 1000) / count)} ms`;
}

function throughputTable({ ceiling, oneByOne, quickest, signIns: loads, cpu }: Throughput): Table {
  const rates = loads.map(rateOf);
  const refused = loads.reduce((sum, { statuses }) => sum + (statuses[503] ?? 0), 0);
  const count = loads.reduce((sum, load) => sum + signedIn(load), 0);
  const middle = rangeOf(ceiling).median;
  const times = (name: 'p50' | 'p99'): string => duration(rangeOf(loads.map((load) => load[name])).median);
  const atOnce = `${availableParallelism()} at once`;
  const ofCeiling = (rate: number): string => showNumber(rate / middle, 2);
  return {
    title: 'Sign-in beside the argon2 ceiling',
    about:
      `Complete sign-ins by ${PEOPLE} people at once, everybody with a name and an address of their own, beside a ` +
      'process that only verifies the same hash, as many at once as there are cores and nothing else running; in turns. ' +
      'The ceiling is that of the package `argon2`; Clearview computes with `@node-rs/argon2` where there is one.',
    columns: ['', 'a second', 'x ceiling', 'p50', 'p99', 'CPU of server + PostgreSQL'],
    rows: [
      [`argon2 alone, ${atOnce}: the ceiling`, figureRange(rangeOf(ceiling)), '1.00', '', '', ''],
      ['argon2 alone, one at a time', figure(oneByOne), ofCeiling(oneByOne), '', '', ''],
      [`what Clearview computes with, alone, ${atOnce}`, figure(quickest), ofCeiling(quickest), '', '', ''],
      [
        '**sign-ins**',
        figureRange(rangeOf(rates)),
        showRange(rangeOf(ratiosOf(rates, ceiling))),
        times('p50'),
        times('p99'),
        cpuWords(cpu, count),
      ],
    ],
    remarks: [
      ...(refused === 0
        ? []
        : [`**${refused} were told to come back (503)**: something else took the cores.`]),
      ...noiseOf(ceiling),
    ],
  };
}

/** The ceiling beside itself: where it moves by much, nothing is to be compared with it. */
function noiseOf(ceiling: number[]): string[] {
  const { median: middle, low, high } = rangeOf(ceiling);
  if (!isTooNoisy(ceiling.map((rate) => rate / middle))) return [];
  return [
    `**The machine was too noisy to compare**: the ceiling itself came to ${figure(low)} to ${figure(high)}.`,
  ];
}

/** How long each answer took, of all rounds. */
interface Others {
  alone: number[];
  among: number[];
}

/** Somebody else's requests: by themselves, and while people sign in. */
async function measureOthers(scene: Scene): Promise<Others> {
  const { stage, server } = scene;
  const api = new Api(server.url);
  const me = (): Promise<unknown> => api.must('/api/auth/me', { headers: cookieOf(1) });
  const others: Others = { alone: [], among: [] };
  await atPace(PACE, 1, me);
  for (let round = 0; round < roundsOf(stage); round += 1) {
    others.alone.push(...(await atPace(PACE, secondsOf(stage), me)));
    const load = stage.load(signIns(scene, roundsOf(stage) + round));
    others.among.push(...(await atPace(PACE, secondsOf(stage), me)));
    await load;
    await drain(scene);
  }
  api.close();
  return others;
}

interface Rush {
  statuses: Map<number, number>;
  /** Of those that were told to come back, how many were told when. */
  told: number;
  seconds: number;
}

/** So many people press the button in one moment, once each. */
async function measureRush({ stage, server, users }: Scene): Promise<Rush> {
  const api = new Api(server.url);
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from({ length: RUSH[stage.extent] }, (_, n) => {
      const { headers, body } = signInOf(1_000_000 + n, users);
      return api.ask('/api/auth/login', { method: 'POST', headers, body: JSON.parse(body) as unknown });
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  api.close();
  const statuses = new Map<number, number>();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const told = answers.filter(
    ({ status, headers }) => status === 503 && /^\d+$/.test(headers['retry-after'] ?? ''),
  );
  return { statuses, told: told.length, seconds };
}

function othersTable({ alone, among }: Others, rush: Rush, extent: Extent): Table {
  const [quiet, busy] = [p99(alone), p99(among)];
  const refused = rush.statuses.get(503) ?? 0;
  const others = [...rush.statuses].filter(([status]) => status !== 200 && status !== 503);
  return {
    title: 'Others while people sign in',
    about:
      `GET /api/auth/me ${PACE} times a second, each counted from when it was due: by itself, and while ${PEOPLE} ` +
      `people sign in. Then ${RUSH[extent]} people sign in within one moment, once each.`,
    columns: ['', 'measured'],
    rows: [
      ['p99 of others, by themselves (ms)', figure(quiet)],
      [`p99 of others while ${PEOPLE} people sign in (ms)`, figure(busy)],
      ['ratio of the two', figure(busy / quiet)],
      [`of ${RUSH[extent]} at once: signed in`, `${rush.statuses.get(200) ?? 0}`],
      [`of ${RUSH[extent]} at once: 503`, `${refused}, ${rush.told} of them with Retry-After`],
      ['until the last of them was answered', duration(rush.seconds * 1000)],
    ],
    remarks: others.map(([status, count]) => `**${count} were answered ${status}.**`),
  };
}

async function run(stage: Stage): Promise<Table[]> {
  // So many people that hardly anybody comes twice, which would be from a browser that they never used before.
  const size = stage.sizes.find(({ users }) => users >= MANY) ?? stage.sizes.at(-1);
  if (size === undefined) return [];
  const database = await stage.seeded(size);
  const hash = await hashOf(stage, database);
  const server = await stage.startClearview(database, ENV);
  const ceiling = startCeiling(availableParallelism());
  const scene: Scene = { stage, server, users: size.users, hash };
  try {
    // The first sign-in waits for what is made once; so does the first of the program beside it.
    await drain(scene);
    await ceiling.measure({ by: 'argon2', hash, password: PASSWORD, atOnce: 1, seconds: 0.2 });
    await stage.load({ ...signIns(scene, 2 * roundsOf(stage)), seconds: secondsOf(stage) });
    await drain(scene);
    const throughput = throughputTable(await measureThroughput(scene, ceiling));
    const others = await measureOthers(scene);
    return [throughput, othersTable(others, await measureRush(scene), stage.extent)];
  } finally {
    await ceiling.stop();
    await server.stop();
  }
}

export const suite: Suite = { name: 'sign-in', run };
