/**
 * One of several web processes. It is told where the database is by the process that made it, and ends when that
 * one says so or is gone: Node ends a process of a cluster by itself when its channel closes.
 */
import process from 'node:process';
import type { Config } from '../config.js';
import { createLogger } from '../core/logger.js';
import { joinDatabase } from '../database.js';
import { createDeps, DRAIN } from '../lifetime.js';
import type { Place, ToPrimary, ToWeb } from './messages.js';
import { startWebServer } from './web-server.js';

const tell = (message: ToPrimary): void => void process.send?.(message);

/** Asks for the place, and hears of the end from the first moment on. */
function hear(onStop: () => void): Promise<Place> {
  return new Promise((resolve) => {
    process.on('message', (message: ToWeb) => {
      if (message.kind === 'place') resolve(message.place);
      else onStop();
    });
    tell({ kind: 'wants-place' });
  });
}

/** Lives until it is told to stop. */
export async function runWebProcess(config: Config): Promise<void> {
  // Before there is anything to be finished, the end may come at once.
  let end = (): Promise<void> => Promise.resolve();
  let ending: Promise<void> | undefined;
  const stop = (): void => {
    if (ending === undefined) setTimeout(() => process.exit(1), DRAIN + 2_000).unref();
    ending ??= end().finally(() => process.exit(0));
  };
  // From a terminal Ctrl+C reaches every process; the first one tells the others when it is time.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);

  const { connection, port } = await hear(stop);
  const database = joinDatabase(config, connection);
  const deps = createDeps(config, createLogger(config.logLevel), database.db);
  const web = await startWebServer(deps, database.isReady, port);
  end = async () => {
    await web.drain();
    await deps.notifications.stop();
    await database.stop();
  };
  tell({ kind: 'listens', address: web.address });
}
