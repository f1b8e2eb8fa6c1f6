/** The server in one process, as it is unless WEB_CONCURRENCY says otherwise: requests, scans and chores. */
import type { Config } from '../config.js';
import { createLogger } from '../core/logger.js';
import { startDatabase } from '../database.js';
import { createDeps, DRAIN, say, stopOnSignals } from '../lifetime.js';
import { isSetupRequired } from '../setup/setup-service.js';
import { startupBanner } from '../startup-banner.js';
import { startWorker } from '../worker/worker.js';
import { startWebServer } from './web-server.js';

/** Lives until a signal ends it. */
export async function runAlone(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const database = await startDatabase(config, say);
  const deps = createDeps(config, logger, database.db);
  const web = await startWebServer(deps, database.isReady, config.port);
  const worker = startWorker(database.connection, deps);
  stopOnSignals(logger, DRAIN + 5_000, async () => {
    await Promise.all([web.drain(), worker.stop()]);
    await deps.notifications.stop();
    await database.stop();
  });
  const isSetupWaiting = await isSetupRequired(deps);
  const hasSetupToken = config.setupToken !== undefined;
  const { address } = web;
  say(startupBanner({ address, data: database.description, isSetupWaiting, hasSetupToken }));
}
