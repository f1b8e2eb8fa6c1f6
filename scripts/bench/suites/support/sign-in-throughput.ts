/** How many people get in a second, beside what argon2 alone would allow. */
import { availableParallelism } from 'node:os';
import { isTooNoisy, rangeOf, ratiosOf, showNumber, showRange } from '../../numbers.js';
import { PASSWORD } from '../../seed/people.js';
import type { Load, Table } from '../../suite.js';
import type { CeilingAnswer, CeilingJob } from './argon2-ceiling.js';
import { duration, figure, figureRange } from './figures.js';
import type { Program } from './program.js';
import { drain, PEOPLE, roundsOf, secondsOf, signedIn, signIns, type Scene } from './sign-in-scene.js';

/** What verifies and does nothing else. */
export type Ceiling = Program<CeilingJob, CeilingAnswer>;

/** Those who got in, a second. */
const rateOf = (load: Load): number => (load.rate * signedIn(load)) / load.count;

export interface Throughput {
  /** Verifications a second by the package `argon2`, of each round: as many at once as there are cores. */
  ceiling: number[];
  /** The same, one after the other. */
  oneByOne: number;
  /** Verifications a second by what Clearview computes with, as many at once as there are cores. */
  quickest: number;
  rounds: Round[];
}

/** Seconds of CPU, of the server and of PostgreSQL. */
interface Cpu {
  server: number;
  postgres: number;
}

/** A round of sign-ins, with the CPU that it took; null where it cannot be known. */
interface Round {
  load: Load;
  cpu: Cpu | null;
}

async function cpuOf({ server, stage }: Scene): Promise<Cpu | null> {
  const [own, postgres] = await Promise.all([server.cpuSeconds(), stage.postgres.cpuSeconds()]);
  return own === null || postgres === null ? null : { server: own, postgres };
}

async function signInRound(scene: Scene, round: number): Promise<Round> {
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

export async function measureThroughput(scene: Scene, ceiling: Ceiling): Promise<Throughput> {
  const { stage, hash } = scene;
  const cores = availableParallelism();
  const alone = async (by: CeilingJob['by'], atOnce: number): Promise<number> =>
    (await ceiling.run({ by, hash, password: PASSWORD, atOnce, seconds: secondsOf(stage) })).rate;
  const measured: Throughput = {
    ceiling: [],
    oneByOne: await alone('argon2', 1),
    quickest: await alone('quickest', cores),
    rounds: [],
  };
  for (let round = 0; round < roundsOf(stage); round += 1) {
    measured.ceiling.push(await alone('argon2', cores));
    measured.rounds.push(await signInRound(scene, round));
  }
  return measured;
}

/** Milliseconds of CPU for each sign-in. */
function cpuWords(rounds: readonly Round[]): string {
  const known = rounds.flatMap(({ cpu }) => cpu ?? []);
  if (known.length < rounds.length) return 'not known';
  const count = rounds.reduce((sum, { load }) => sum + signedIn(load), 0);
  const each = (name: keyof Cpu): string =>
    figure((known.reduce((sum, cpu) => sum + cpu[name], 0) * 1000) / count);
  return `${each('server')} + ${each('postgres')} ms`;
}

export function throughputTable({ ceiling, oneByOne, quickest, rounds }: Throughput): Table {
  const loads = rounds.map(({ load }) => load);
  const rates = loads.map(rateOf);
  const refused = loads.reduce((sum, { statuses }) => sum + (statuses[503] ?? 0), 0);
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
        cpuWords(rounds),
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
