/** The server in one process, as it is unless WEB_CONCURRENCY says otherwise: requests, scans and chores. */
import type { Config } from '../config.js';
import { createLogger } from '../core/logger.js';
import { startDatabase } from '../database.js';
import { createDeps, DRAIN, say, stopOnSignals } from '../lifetime.js';
import { isSetupRequired } from '../setup/setup-service.js';
import { startupBanner } from '../startup-banner.js';

/** Lives until a signal ends it. */
export async function runAlone(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  // What answers requests is read while the database starts, and the worker when the first can be answered.
  const [database, { startWebServer }] = await Promise.all([
    startDatabase(config, say),
    import('./web-server.js'),
  ]);
  const deps = createDeps(config, logger, database.db);
  const web = await startWebServer(deps, database.isReady, config.port);
  const worker = import('../worker/worker.js').then(({ startWorker }) =>
    startWorker(database.connection, deps),
  );
  stopOnSignals(logger, DRAIN + 5_000, async () => {
    await Promise.all([web.drain(), worker.then((running) => running.stop())]);
    await deps.notifications.stop();
    await database.stop();
  });
  await worker;
  const isSetupWaiting = await isSetupRequired(deps);
  const hasSetupToken = config.setupToken !== undefined;
  const { address } = web;
  say(startupBanner({ address, data: database.description, isSetupWaiting, hasSetupToken }));
}
