/** The only file with side effects: configuration, database, application, listen; signals end it in order. */
import type { Server } from 'node:http';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { createNotifications, type Notifications } from '../db/notifications.js';
import { startDatabase, type RunningDatabase } from './database.js';
import { createApp } from './app.js';
import { ConfigError, loadConfig } from './config.js';
import type { Deps } from './core/context.js';
import { createLogger } from './core/logger.js';
import { closeServer, createHttpServer, listen } from './http/listen.js';
import { createOpenStreams } from './http/open-streams.js';
import { createHashGate } from './passwords/hashing.js';
import { isSetupRequired } from './setup/setup-service.js';
import { startupBanner } from './startup-banner.js';
import { createOpenWire } from './wire/wire.js';
import { startWorker, type Worker } from './worker/worker.js';

/** Milliseconds that requests in flight have at the end. */
const DRAIN = 10_000;

/** Milliseconds within which a second signal is the same one. */
const ECHO = 1_000;

/** A few words on stderr, as stdout carries JSON lines. */
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Running {
  server: Server;
  worker: Worker;
  database: RunningDatabase;
}

function stopOnSignals(running: Running, deps: Deps, drain: () => void): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: string): Promise<void> => {
    if (stoppingSince !== undefined) {
      // Whoever asks again does not want to wait; but one Ctrl+C arrives twice, from the terminal and from npm.
      if (Date.now() - stoppingSince > ECHO) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    deps.logger.info({ signal }, 'Stopping: requests in flight are finished first.');
    drain();
    setTimeout(() => process.exit(1), DRAIN + 5_000).unref();
    await closeServer(running.server, DRAIN);
    await running.worker.stop();
    await deps.notifications.stop();
    await running.database.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch(fail));
  }
}

function listenTo(db: Knex, logger: Logger): Notifications {
  return createNotifications(db, {
    onLoss: (error) => logger.warn({ err: error }, 'The connection that listens was lost; it is made anew.'),
  });
}

async function start(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(config.logLevel);
  const database = await startDatabase(config, say);
  const deps: Deps = {
    config,
    db: database.db,
    logger,
    hashing: createHashGate(config),
    notifications: listenTo(database.db, logger),
    streams: createOpenStreams(),
    openWire: createOpenWire(config.scan),
  };
  let isDraining = false;
  const app = createApp(deps, async () => !isDraining && (await database.isReady()));
  const server = createHttpServer(app);
  const address = await listen(server, config.port, config.host);
  const worker = startWorker(database.connection, deps);
  stopOnSignals({ server, worker, database }, deps, () => {
    isDraining = true;
    // They would never end by themselves, and closing would wait for them in vain.
    deps.streams.endAll();
  });
  const isSetupWaiting = await isSetupRequired(deps);
  const hasSetupToken = config.setupToken !== undefined;
  say(startupBanner({ address, data: database.description, isSetupWaiting, hasSetupToken }));
}

/** Ends with one sentence where the cause is known, and with the whole error where it is not. */
function fail(error: unknown): never {
  if (error instanceof ConfigError) say(`Clearview cannot start:\n  ${error.problems.join('\n  ')}`);
  else say(`Clearview stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}

process.on('unhandledRejection', (error) => {
  // A defect, but of one request at most: the process goes on serving the others.
  say(`Unhandled rejection: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
});

await start().catch(fail);
