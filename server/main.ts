/** The server's process: configuration, database, application, listen; signals end it in order. */
import { createApp } from './app.js';
import { loadConfig } from './config.js';
import { createLogger } from './core/logger.js';
import { startDatabase } from './database.js';
import { closeServer, createHttpServer, listen } from './http/listen.js';
import { createDeps, live, say, stopOnSignals } from './lifetime.js';
import { isSetupRequired } from './setup/setup-service.js';
import { startupBanner } from './startup-banner.js';
import { startWorker } from './worker/worker.js';

/** Milliseconds that requests in flight have at the end. */
const DRAIN = 10_000;

await live(async () => {
  const config = loadConfig();
  const logger = createLogger(config.logLevel);
  const database = await startDatabase(config, say);
  const deps = createDeps(config, logger, database.db);
  let isDraining = false;
  const app = createApp(deps, async () => !isDraining && (await database.isReady()));
  const server = createHttpServer(app);
  const address = await listen(server, config.port, config.host);
  const worker = startWorker(database.connection, deps);
  stopOnSignals(logger, DRAIN + 5_000, async () => {
    isDraining = true;
    // They would never end by themselves, and closing would wait for them in vain.
    deps.streams.endAll();
    await Promise.all([closeServer(server, DRAIN), worker.stop()]);
    await deps.notifications.stop();
    await database.stop();
  });
  const isSetupWaiting = await isSetupRequired(deps);
  const hasSetupToken = config.setupToken !== undefined;
  say(startupBanner({ address, data: database.description, isSetupWaiting, hasSetupToken }));
});
