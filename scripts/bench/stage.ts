/** What every suite is handed: PostgreSQL, filled databases, Clearview's processes and a load. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startLoadGenerator } from './load.js';
import type { Options } from './options.js';
import { startPostgres, type OwnPostgres } from './postgres.js';
import { seed } from './seed/index.js';
import { startOptions, startServer } from './server-process.js';
import type { RunningServer, Stage } from './suite.js';

export interface OpenStage extends Stage {
  postgres: OwnPostgres;
  /** Stops all that still runs and removes what was not asked to be kept. */
  close(): Promise<void>;
}

/** Clearview's own settings: those of an installation, but for scans, which a suite has to ask for. */
const settingsOf = (url: string, home: string): Record<string, string> => ({
  DATABASE_URL: url,
  DATA_DIR: home,
  PORT: '0',
  SCAN_CONCURRENCY: '0',
});

export async function openStage(options: Options, say: (text: string) => void): Promise<OpenStage> {
  const postgres = await startPostgres(say, options.data);
  const home = await mkdtemp(path.join(os.tmpdir(), 'clearview-bench-home-'));
  const profileFolder = options.profile === undefined ? undefined : path.resolve(options.profile);
  if (profileFolder !== undefined) await mkdir(profileFolder, { recursive: true });
  const generator = startLoadGenerator();
  const servers: RunningServer[] = [];
  const { extent, rounds, seconds, connections, sizes } = options;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // Whatever becomes of the others, PostgreSQL does not outlive the run.
    await Promise.allSettled([...servers.map((server) => server.stop()), generator.stop()]);
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
  return {
    ...{ extent, rounds, seconds, connections, sizes, postgres, profileFolder, say },
    seeded: (size) => seed(postgres, size, say),
    load: (job) => generator.run(job),
    async startClearview(database, env = {}, nodeOptions = []) {
      const program = [...startOptions(), ...nodeOptions, 'dist/server/main.js'];
      const server = await startServer(program, { ...settingsOf(postgres.url(database), home), ...env });
      servers.push(server);
      return server;
    },
    // Asked for by a signal and by the end of the run that it cuts short: both wait for the same.
    close: () => (closing ??= close()),
  };
}
