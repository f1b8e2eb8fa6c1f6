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

export async function measureThroughput(scene: Scene, ceiling: Ceiling): Promise<Throughput> {
  const { stage, hash } = scene;
  const cores = availableParallelism();
  const alone = async (by: CeilingJob['by'], atOnce: number): Promise<number> =>
    (await ceiling.run({ by, hash, password: PASSWORD, atOnce, seconds: secondsOf(stage) })).rate;
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

export function throughputTable({ ceiling, oneByOne, quickest, signIns: loads, cpu }: Throughput): Table {
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
