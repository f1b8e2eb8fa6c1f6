/** What `npm run bench` is asked for, on its command line. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Extent, Size } from './suite.js';

export interface Options {
  extent: Extent;
  /** Names of suites; none: all of them. */
  only: string[];
  sizes: Size[];
  rounds: number;
  seconds: number;
  connections: number;
  /** Whether the report of a full run, or the table of a quick one, is written into the documentation. */
  write: boolean;
  profile: string | undefined;
  /** A folder whose seeded databases stay for the next run. */
  data: string | undefined;
}

const SIZES: Record<string, Size> = Object.fromEntries(
  [
    { name: '1,000', users: 1_000, audit: 1_000 },
    { name: '20k/200k', users: 20_000, audit: 200_000 },
    { name: '100k/1M', users: 100_000, audit: 1_000_000 },
    { name: '1M/10M', users: 1_000_000, audit: 10_000_000 },
  ].map((size) => [size.name, size]),
);

const DEFAULTS: Record<Extent, { sizes: string[]; rounds: number; seconds: number }> = {
  smoke: { sizes: ['1,000'], rounds: 1, seconds: 2 },
  quick: { sizes: ['1,000', '20k/200k'], rounds: 3, seconds: 1.5 },
  full: { sizes: ['1,000', '100k/1M', '1M/10M'], rounds: 7, seconds: 5 },
};

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

/** The smallest first, and always one of 1,000 rows: it is what the others are compared with. */
function sizesOf(names: readonly string[]): Size[] {
  return Object.values(SIZES).filter(({ name }) => name === '1,000' || names.includes(name));
}

/** What commander makes of the command line. */
interface Given {
  quick?: boolean;
  smoke?: boolean;
  only?: string[];
  size?: string[];
  rounds?: number;
  seconds?: number;
  connections: number;
  write?: boolean;
  profile?: string | true;
  keep?: boolean;
  data?: string;
}

const DATA = 'data/bench';
const PROFILES = 'data/profiles';

/** Some suites alone would replace the report of all of them, and the table of one that of another. */
const write = new Option(
  '--write',
  'writes docs/performance.md, or with --quick the table that README quotes instead',
).conflicts('only');

function makeCommand(suites: readonly string[]): Command {
  return new Command('npm run bench --')
    .description(
      'Measures Clearview beside what people would use instead, and a bare server as the limit of it all.',
    )
    .option('--quick', 'ends within five minutes')
    .option('--smoke', 'asks everything once and measures nothing worth telling')
    .option('--only <suite...>', `some of ${suites.join(', ')}`)
    .option('--size <name...>', `besides 1,000 rows, some of ${Object.keys(SIZES).slice(1).join(', ')}`)
    .option('--rounds <number>', 'how often everything is measured, in turns', whole)
    .option('--seconds <number>', 'how long a round of load lasts', positive)
    .option('--connections <number>', 'connections of a load', whole, 32)
    .addOption(write)
    .option('--profile [folder]', `keeps a CPU profile of the authenticated request, in ${PROFILES}`)
    .option('--keep', `keeps the filled databases for the next run, in ${DATA}`)
    .option('--data <folder>', 'keeps them in another folder');
}

/**
 * @param suites the names of all suites
 * @param argv what stands after the program's name
 */
export function readOptions(suites: readonly string[], argv: readonly string[]): Options {
  const command = makeCommand(suites);
  const given = command.parse(argv, { from: 'user' }).opts<Given>();
  const extent = given.smoke === true ? 'smoke' : given.quick === true ? 'quick' : 'full';
  const { sizes, rounds, seconds } = DEFAULTS[extent];
  const names = given.size ?? sizes;
  const strange = [
    ...names.filter((name) => !Object.hasOwn(SIZES, name)),
    ...(given.only ?? []).filter((name) => !suites.includes(name)),
  ];
  if (strange.length > 0) command.error(`error: there is nothing called ${strange.join(', ')}`);
  return {
    extent,
    only: given.only ?? [],
    sizes: sizesOf(names),
    rounds: given.rounds ?? rounds,
    seconds: given.seconds ?? seconds,
    connections: given.connections,
    write: given.write === true && extent !== 'smoke',
    profile: given.profile === true ? PROFILES : given.profile,
    data: given.data ?? (given.keep === true ? DATA : undefined),
  };
}
