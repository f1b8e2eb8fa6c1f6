/** What every suite is handed: PostgreSQL, filled databases, Clearview's processes and a load; and how all of it ends. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startLoadGenerator } from './load.js';
import type { Options } from './options.js';
import { startPostgres, type OwnPostgres } from './postgres.js';
import { seed } from './seed/index.js';
import { startOptions, startServer } from './server-process.js';
import type { RunningServer, Stage } from './suite.js';

type Work = () => Promise<void>;

/** What is to be done in the end of a run, whatever comes of it: what came last is done first. */
export class Ending {
  private readonly works = new Set<Work>();
  private closing: Promise<void> | undefined;

  get hasBegun(): boolean {
    return this.closing !== undefined;
  }

  /** See `Stage.atEnd`. */
  readonly atEnd: Stage['atEnd'] = (work) => {
    let done: Promise<void> | undefined;
    const once = (): Promise<void> =>
      (done ??= Promise.resolve()
        .then(work)
        .then(() => undefined));
    this.works.add(once);
    if (this.hasBegun) throw new Error('The run is being ended.');
    // It is forgotten only when it is done: an end that comes meanwhile waits for it.
    return () => once().finally(() => this.works.delete(once));
  };

  /** Asked for by a signal and by the end of the run that it cuts short: both wait for the same. */
  close(): Promise<void> {
    return (this.closing ??= this.doAll());
  }

  /** None takes the others along. @throws what the first that failed has thrown */
  private async doAll(): Promise<void> {
    const failures: unknown[] = [];
    // More may come while these are done.
    for (let work = this.latest(); work !== undefined; work = this.latest()) {
      await work().catch((error: unknown) => failures.push(error));
      this.works.delete(work);
    }
    if (failures.length > 0) throw failures[0];
  }

  private latest(): Work | undefined {
    return [...this.works].at(-1);
  }
}

/**
 * Makes a folder that is gone in the end. PostgreSQL's account passes through it, also under root.
 * @param name how its name begins
 * @returns it, and what removes it before the end
 */
export function temporaryFolder({ atEnd }: Pick<Stage, 'atEnd'>, name: string): [string, Work] {
  // At once: between its making and its entry in the list a signal would leave it behind.
  const folder = mkdtempSync(path.join(os.tmpdir(), name));
  // Who was writing into it may need a moment to die.
  const remove = atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  chmodSync(folder, 0o711);
  return [folder, remove];
}

/**
 * Ends the connections of what a signal has cut short: PostgreSQL is left to whoever uses it still. Another run on the
 * same kept databases keeps its own.
 */
async function hangUp(postgres: OwnPostgres): Promise<void> {
  const client = await postgres.connect('postgres');
  await client
    .query(
      `with present as (select count(*) as n from pg_stat_activity where application_name = 'clearview supervisor')
       select pg_terminate_backend(pid, 2000) from pg_stat_activity, present
        where n = 1 and backend_type = 'client backend' and pid <> pg_backend_pid()
          and application_name <> 'clearview supervisor'`,
    )
    .finally(() => client.end());
}

/**
 * Starts PostgreSQL, in a folder of its own unless its data is kept. Its end waits for its start, as half a start has
 * made a process and files too.
 */
export function ownPostgres(
  { data }: Pick<Options, 'data'>,
  say: (text: string) => void,
  ending: Ending,
): Promise<OwnPostgres> {
  const [folder] = data === undefined ? temporaryFolder(ending, 'clearview-bench-') : [data];
  const starting = startPostgres(say, folder);
  ending.atEnd(async () => {
    // Whoever waits for the start hears why it failed.
    const postgres = await starting.catch(() => undefined);
    if (postgres === undefined) return;
    await hangUp(postgres).catch(() => undefined);
    await postgres.stop();
  });
  return starting;
}

/** Clearview's own settings: those of an installation, but for scans, which a suite has to ask for. */
const settingsOf = (url: string, home: string): Record<string, string> => ({
  DATABASE_URL: url,
  DATA_DIR: home,
  PORT: '0',
  SCAN_CONCURRENCY: '0',
});

/** @param ending what stops all that still runs, and removes what was not asked to be kept */
export async function openStage(
  options: Options,
  say: (text: string) => void,
  ending: Ending,
): Promise<Stage & { postgres: OwnPostgres }> {
  const postgres = await ownPostgres(options, say, ending);
  const [home] = temporaryFolder(ending, 'clearview-bench-home-');
  const profileFolder = options.profile === undefined ? undefined : path.resolve(options.profile);
  if (profileFolder !== undefined) await mkdir(profileFolder, { recursive: true });
  const generator = startLoadGenerator();
  const servers: Promise<RunningServer>[] = [];
  ending.atEnd(async () => {
    const stops = servers.map(async (starting) => (await starting).stop());
    await Promise.allSettled([...stops, generator.stop()]);
  });
  const { extent, rounds, seconds, connections, sizes } = options;
  return {
    ...{ extent, rounds, seconds, connections, sizes, postgres, profileFolder, say },
    atEnd: ending.atEnd,
    seeded: (size) => seed(postgres, size, say),
    load: (job) => generator.run(job),
    startClearview(database, env = {}, nodeOptions = []) {
      const program = [...startOptions(), ...nodeOptions, 'dist/server/main.js'];
      const server = startServer(program, { ...settingsOf(postgres.url(database), home), ...env });
      servers.push(server);
      return server;
    },
  };
}
