/**
 * The first of several processes (WEB_CONCURRENCY). It has the database, the worker and the web processes, and
 * answers no requests itself: a scan or a chore that takes long holds up none on a connection that a web
 * process has. But each new connection is accepted here and dealt out in turn: what keeps this thread busy delays it.
 */
import { createServer, type AddressInfo } from 'node:net';
import type { Config } from '../config.js';
import { createLogger } from '../core/logger.js';
import { startDatabase } from '../database.js';
import { createDeps, DRAIN, fail, say, stopOnSignals } from '../lifetime.js';
import { isSetupRequired } from '../setup/setup-service.js';
import { startupBanner } from '../startup-banner.js';
import { startWorker } from '../worker/worker.js';
import { startWebProcesses } from './web-processes.js';

/**
 * Chooses a port for all, also for those that are made later, and tells once if it cannot be had.
 * @throws EADDRINUSE and its kin
 */
async function choosePort({ port, host }: Config): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen({ port, host, exclusive: true }, resolve);
  });
  const chosen = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
  return chosen;
}

/** Lives until a signal ends it, or the web processes die again and again. */
export async function runPrimary(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const database = await startDatabase(config, say);
  const deps = createDeps(config, logger, database.db);
  const port = await choosePort(config);
  const web = startWebProcesses(config.webConcurrency, { connection: database.connection, port }, logger);
  const worker = startWorker(database.connection, deps);
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => (ending ??= endAll());
  const endAll = async (): Promise<void> => {
    await Promise.all([web.stop(), worker.stop()]);
    await deps.notifications.stop();
    await database.stop();
  };
  stopOnSignals(logger, DRAIN + 5_000, end);
  web.failing.catch((error: unknown) => void end().finally(() => fail(error)));
  const address = await web.listening;
  const isSetupWaiting = await isSetupRequired(deps);
  const hasSetupToken = config.setupToken !== undefined;
  const data = database.description;
  say(startupBanner({ address, data, isSetupWaiting, hasSetupToken, processes: config.webConcurrency }));
}
