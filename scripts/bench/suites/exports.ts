/** Exports: how fast rows come, and how much more memory the server holds while they do. */
import type { Extent, Size, Stage, Suite, Table } from '../suite.js';
import type { Api } from './support/api.js';
import { figure, megabytes } from './support/figures.js';
import { closeHouse, openHouse } from './support/houses.js';

/** Seconds after which a download that is still under way has told enough. */
const LONGEST: Record<Extent, number> = { smoke: 3, quick: 4, full: 120 };
/** How often the server's memory is looked at, in milliseconds. */
const LOOK_MS = 100;
const NEW_LINE = 10;

const RESOURCES = ['users', 'audit'] as const;
const FORMATS = ['csv', 'jsonl'] as const;

interface Download {
  rows: number;
  seconds: number;
  /** It went on for longer than was waited. */
  wasCut: boolean;
  /** Bytes by which the server's memory grew at most; null where nobody knows. */
  growth: number | null;
}

/** An export of one size. */
export interface Measured extends Download {
  size: string;
  /** Which export it is, the same at every size. */
  name: string;
}

/** Looks at a server's memory while something goes on. @returns by how much more it held at most than at first */
async function growthWhile<T>(
  memory: () => Promise<number | null>,
  work: () => Promise<T>,
): Promise<[T, number | null]> {
  const before = await memory();
  let most = before ?? 0;
  const look = async (): Promise<void> => {
    most = Math.max(most, (await memory()) ?? 0);
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  try {
    const result = await work();
    await look();
    return [result, before === null ? null : most - before];
  } finally {
    clearInterval(timer);
  }
}

/** Counts the lines of a download as they come: nothing of it is kept on this side either. */
async function readLines(api: Api, path: string, seconds: number): Promise<Omit<Download, 'growth'>> {
  const begun = performance.now();
  let lines = 0;
  let wasCut = false;
  const cut = new AbortController();
  const timer = setTimeout(() => {
    wasCut = true;
    cut.abort();
  }, seconds * 1000);
  const count = (chunk: Buffer): void => {
    for (const byte of chunk) if (byte === NEW_LINE) lines += 1;
  };
  try {
    const answer = await api.ask(path, { signal: cut.signal }, count);
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}.`);
  } catch (error) {
    if (!wasCut) throw error;
  } finally {
    clearTimeout(timer);
  }
  const isCsv = path.includes('format=csv');
  return { rows: lines - (isCsv ? 1 : 0), seconds: (performance.now() - begun) / 1000, wasCut };
}

async function measureSize(stage: Stage, size: Size): Promise<Measured[]> {
  const house = await openHouse(stage, size);
  const { api, server } = house;
  const all: Measured[] = [];
  try {
    // What is compiled and opened once is not the growth of an export.
    for (const resource of RESOURCES) await readLines(api, `/api/${resource}/export?format=csv`, 1);
    for (const resource of RESOURCES) {
      for (const format of FORMATS) {
        const path = `/api/${resource}/export?format=${format}`;
        stage.say(`the export of ${resource} as ${format} at ${size.name}`);
        const [download, growth] = await growthWhile(
          () => server.memoryBytes(),
          () => readLines(api, path, LONGEST[stage.extent]),
        );
        all.push({ size: size.name, name: `${resource}, ${format}`, ...download, growth });
      }
    }
  } finally {
    await closeHouse(house);
  }
  return all;
}

const perRow = ({ seconds, rows }: Download): number => seconds / rows;

const rowOf = (measured: Measured, first: Measured): string[] => [
  measured.size,
  measured.name,
  `${measured.rows.toLocaleString('en-US')}${measured.wasCut ? ', then cut off' : ''}`,
  figure(measured.rows / measured.seconds),
  figure(perRow(measured) / perRow(first)),
  megabytes(measured.growth),
];

/** @param all the smallest size first: it is what the same export of the others is compared with */
export const rowsOf = (all: readonly Measured[]): string[][] =>
  all.map((measured) => rowOf(measured, all.find(({ name }) => name === measured.name) ?? measured));

async function run(stage: Stage): Promise<Table[]> {
  const all: Measured[] = [];
  for (const size of stage.sizes) all.push(...(await measureSize(stage, size)));
  return [
    {
      title: 'Exports',
      about:
        'The whole list as a file. “x 1,000 rows” is the time for each row, divided by that of the same export of ' +
        '1,000 rows. Growth is of the whole memory of the server (RSS), looked at ten times a second: its heap grows ' +
        'by less than that.',
      columns: ['size', 'export', 'rows', 'rows a second', 'x 1,000 rows', 'growth at most'],
      rows: rowsOf(all),
    },
  ];
}

export const suite: Suite = { name: 'exports', run };
