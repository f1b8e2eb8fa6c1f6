/** How a process of Clearview begins and ends, whether it is the server or a worker by itself. */
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { NeedsDirectConnection } from '../db/migrate.js';
import { createNotifications, type Notifications } from '../db/notifications.js';
import { ConfigError, type Config } from './config.js';
import type { Deps } from './core/context.js';
import { createOpenStreams } from './http/open-streams.js';
import { createServerHashGate } from './passwords/hashing-process.js';
import { createOpenWire } from './wire/wire.js';

/** Milliseconds that requests in flight have at the end. */
export const DRAIN = 10_000;

/** Milliseconds within which a second signal is the same one. */
const ECHO = 1_000;

/** A few words on stderr, as stdout carries JSON lines. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

function listenTo(db: Knex, logger: Logger): Notifications {
  return createNotifications(db, {
    onLoss: (error) => logger.warn({ err: error }, 'The connection that listens was lost; it is made anew.'),
  });
}

/** What the application works with, for a whole process. */
export const createDeps = (config: Config, logger: Logger, db: Knex): Deps => ({
  config,
  db,
  logger,
  hashing: createServerHashGate(config, logger),
  notifications: listenTo(db, logger),
  streams: createOpenStreams(),
  openWire: createOpenWire(config.scan),
});

/**
 * Ends the process in order on the first SIGTERM or SIGINT, and at once on the second.
 * @param patience milliseconds that the end may take
 */
export function stopOnSignals(logger: Logger, patience: number, end: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const stop = async (signal: string): Promise<void> => {
    if (stoppingSince !== undefined) {
      // Whoever asks again does not want to wait; but one Ctrl+C arrives twice, from the terminal and from npm.
      if (Date.now() - stoppingSince > ECHO) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    logger.info({ signal }, 'Stopping: what is under way is finished or given back first.');
    setTimeout(() => process.exit(1), patience).unref();
    await end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch(fail));
  }
}

/** Why a process cannot go on, in a sentence that says it all. */
export class GaveUp extends Error {}

const isPlain = (error: unknown): error is Error =>
  error instanceof GaveUp || error instanceof NeedsDirectConnection;

/** Ends with one sentence where the cause is known, and with the whole error where it is not. */
export function fail(error: unknown): never {
  if (error instanceof ConfigError) say(`Clearview cannot start:\n  ${error.problems.join('\n  ')}`);
  else if (isPlain(error)) say(`Clearview stopped: ${error.message}`);
  else say(`Clearview stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}

/** Runs a process, from its configuration on. */
export async function live(start: () => Promise<void>): Promise<void> {
  process.on('unhandledRejection', (error) => {
    // A defect, but of one request at most: the process goes on serving the others.
    say(`Unhandled rejection: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  });
  await start().catch(fail);
}
