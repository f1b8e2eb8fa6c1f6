/** A start, what an idle instance holds, and how large everything is. */
import { existsSync, realpathSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from '../../../db/embedded/binaries.js';
import { clusterPath } from '../../../db/embedded/cluster.js';
import { startEmbeddedPostgres } from '../../../db/embedded/index.js';
import { isRunning } from '../../../db/embedded/postmaster.js';
import { projectRoot } from '../../../server/core/project.js';
import { firstLoadBytes } from '../../build/first-load.js';
import { rangeOf } from '../numbers.js';
import { memoryOf } from '../proc.js';
import type { Extent, Stage, Suite, Table } from '../suite.js';
import { startOptions } from '../server-process.js';
import { temporaryFolder } from '../stage.js';
import { figureRange, megabytes } from './support/figures.js';
import { freePort, startOn, until, type Started } from './support/processes.js';
import { folderBytes, productionBytes } from './support/sizes.js';

const STARTS: Record<Extent, number> = { smoke: 1, quick: 3, full: 9 };
/** Seconds after which an instance has done what it does at first. */
const REST: Record<Extent, number> = { smoke: 0, quick: 3, full: 30 };

/** The front ends that are built, by the path under which each is served. */
const FRONT_ENDS = [
  ['the site', 'dist/site', '/'],
  ['the console', 'admin-ui/dist', '/admin/'],
] as const;

/** How an instance is started. */
const WAYS = {
  'node dist/server/main.js': [process.execPath, [...startOptions(), 'dist/server/main.js']],
  'npm start': ['npm', ['start', '--silent']],
} as const;

type Way = keyof typeof WAYS;

interface Instance {
  process: Started;
  /** Milliseconds from the start to the first good answer of /readyz. */
  ms: number;
}

/** Whether an instance serves already. */
const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

/** Starts an instance on the embedded PostgreSQL under a folder, and waits until it serves. */
async function startInstance(stage: Stage, way: Way, dataDir: string): Promise<Instance> {
  const port = await freePort();
  const [program, args] = WAYS[way];
  const begun = performance.now();
  const env = { PORT: `${port}`, DATA_DIR: dataDir, LOG_LEVEL: 'warn', SCAN_CONCURRENCY: '0' };
  const instance = startOn(stage, program, [...args], env);
  try {
    await until(() => instance.exitCode() !== null || isReady(`http://127.0.0.1:${port}`), {
      seconds: 120,
      pause: 5,
      words: () => `${way} does not serve: ${instance.stderr()}`,
    });
    if (instance.exitCode() !== null) throw new Error(`${way} ended: ${instance.stderr()}`);
  } catch (error) {
    await instance.stop();
    throw error;
  }
  return { process: instance, ms: performance.now() - begun };
}

async function timeStart(stage: Stage, way: Way, dataDir: string): Promise<number> {
  const { process: instance, ms } = await startInstance(stage, way, dataDir);
  await instance.stop();
  return ms;
}

const clusterOf = async (dataDir: string): Promise<string> =>
  clusterPath(dataDir, (await findBinaries()).major);

/** The memory of the embedded PostgreSQL under a folder. */
async function postgresBytes(dataDir: string): Promise<number | null> {
  const file = path.join(await clusterOf(dataDir), 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? memoryOf(pid) : null;
}

/** An instance that was stopped while it started leaves its PostgreSQL running: one comes for it, and is the last to leave. */
async function stopPostgres(dataDir: string): Promise<void> {
  if (!(await isRunning(await clusterOf(dataDir)))) return;
  const postgres = await startEmbeddedPostgres({ dataDir });
  await postgres.stop();
}

async function startRows(stage: Stage, dataDir: string): Promise<string[][]> {
  stage.say('the first start, which makes the database');
  const first = await timeStart(stage, 'node dist/server/main.js', dataDir);
  const rows = [['first start, which makes the database (ms)', figureRange(rangeOf([first]))]];
  for (const way of Object.keys(WAYS) as Way[]) {
    if (way === 'npm start' && !isBuilt()) continue;
    stage.say(`warm starts of ${way}`);
    // `npm start` makes what is not of today's sources, which is no warm start.
    await timeStart(stage, way, dataDir);
    const times: number[] = [];
    for (let n = 0; n < STARTS[stage.extent]; n += 1) times.push(await timeStart(stage, way, dataDir));
    rows.push([`warm start, ${way} (ms)`, figureRange(rangeOf(times))]);
  }
  const { process: instance } = await startInstance(stage, 'node dist/server/main.js', dataDir);
  try {
    await sleep(REST[stage.extent] * 1000);
    rows.push(['memory at rest, the server', megabytes(await memoryOf(instance.pid))]);
    rows.push(['memory at rest, embedded PostgreSQL', megabytes(await postgresBytes(dataDir))]);
  } finally {
    await instance.stop();
  }
  return rows;
}

/** What an installation without development packages really takes, by making one. */
async function installedBytes(stage: Stage): Promise<number> {
  const [folder, remove] = temporaryFolder(stage, 'clearview-install-');
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await cp(path.join(projectRoot, file), path.join(folder, file));
    stage.say('installing without development packages');
    await install(stage, folder);
    return folderBytes(path.join(folder, 'node_modules'));
  } finally {
    await remove();
  }
}

async function install(stage: Stage, folder: string): Promise<void> {
  const args = ['ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // It sees all of the environment, which may say where the registry is.
  const npm = startOn(stage, 'npm', args, process.env, folder);
  await npm.ended;
  await npm.stop();
  if (npm.exitCode() !== 0) throw new Error(`The packages could not be installed: ${npm.stderr()}`);
}

/** Whether `npm start` would find all that it starts. Where it does not, it would install and build for minutes. */
const isBuilt = (): boolean =>
  FRONT_ENDS.every(([, folder]) => existsSync(path.join(projectRoot, folder, 'index.html')));

/** Those of the console are of an installation of their own, which not everybody has. */
const consolePackages = path.join(projectRoot, 'admin-ui/node_modules');

function remarks(): string[] {
  const all = [];
  if (!isBuilt()) all.push('`npm start` and first loads were left out: the front ends are not built here.');
  if (!existsSync(consolePackages))
    all.push('Packages that build the console were left out: they are not installed here.');
  return all;
}

async function sizeRows(stage: Stage): Promise<string[][]> {
  const at = (folder: string): string => path.join(projectRoot, folder);
  const packages = stage.extent === 'full' ? await installedBytes(stage) : productionBytes(projectRoot);
  const built = folderBytes(at('dist')) + folderBytes(at('admin-ui/dist'));
  const loads = FRONT_ENDS.filter(([, folder]) => existsSync(path.join(at(folder), 'index.html'))).map(
    ([name, folder, base]) => [`first load of ${name}`, megabytes(firstLoadBytes(at(folder), base))],
  );
  return [
    ['packages, without those for development', megabytes(packages)],
    ['packages, with them', megabytes(folderBytes(at('node_modules')))],
    ...(existsSync(consolePackages)
      ? [['packages that build the console', megabytes(folderBytes(consolePackages))]]
      : []),
    ['what an image holds besides Node: built files and packages', megabytes(built + packages)],
    ...loads,
  ];
}

async function run(stage: Stage): Promise<Table[]> {
  const [folder, remove] = temporaryFolder(stage, 'clearview-start-');
  // By its real name: that is what PostgreSQL is known by.
  const dataDir = path.join(realpathSync(folder), 'data');
  const stop = stage.atEnd(() => stopPostgres(dataDir));
  try {
    const rows = await startRows(stage, dataDir);
    return [
      {
        title: 'Start, memory and size',
        about:
          'A start lasts from the command to the first good answer of /readyz, on the embedded PostgreSQL, everything ' +
          'built. Memory is counted a few seconds later; sizes are of blocks on the disk, first loads as they travel.',
        columns: ['', 'measured'],
        rows: [...rows, ...(await sizeRows(stage))],
        remarks: remarks(),
      },
    ];
  } finally {
    await stop().finally(remove);
  }
}

export const suite: Suite = { name: 'start', run };
