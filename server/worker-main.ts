/** `npm run worker`: scans beside the server, as many processes as there is work, here or on other machines. */
import { loadConfig } from './config.js';
import { createLogger } from './core/logger.js';
import { startDatabase } from './database.js';
import { createDeps, live, say, stopOnSignals } from './lifetime.js';
import { startWorker } from './worker/worker.js';

/** Milliseconds in which a chore is finished and scans are given back. */
const PATIENCE = 15_000;

await live(async () => {
  const config = loadConfig();
  const logger = createLogger(config.logLevel);
  const database = await startDatabase(config, say);
  const deps = createDeps(config, logger, database.db);
  const worker = startWorker(database.connection, deps);
  stopOnSignals(logger, PATIENCE, async () => {
    await worker.stop();
    await deps.notifications.stop();
    await database.stop();
  });
  const { concurrency } = config.scan;
  const scans = concurrency > 0 ? `up to ${concurrency} scans at once` : 'no scans, housekeeping only';
  say(`Clearview's worker is ready: ${scans}.\n  Data  ${database.description}`);
});
