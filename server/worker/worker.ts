/** The ticking part: graphile-worker on the same PostgreSQL, so that of several processes one does a job. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  type Runner,
  type RunnerOptions,
} from 'graphile-worker';
import pg from 'pg';
import type { ConnectionSettings } from '../../db/knex.js';
import type { Deps } from '../core/context.js';
import { keepHouse } from './housekeeping.js';

/** Milliseconds before a worker that lost its database is started again. */
const RESTART_AFTER = 5_000;
const CONCURRENCY = 1;

const CRON = parseCronItems([
  { task: 'housekeeping', match: '*/10 * * * *', identifier: 'housekeeping', options: { maxAttempts: 3 } },
]);

export interface Worker {
  /** Lets the running job finish, then ends. */
  stop(): Promise<void>;
}

function createPool(connection: ConnectionSettings, deps: Deps): pg.Pool {
  const pool = new pg.Pool({ ...connection, max: CONCURRENCY + 2, application_name: 'clearview-worker' });
  const note = (error: Error): void => {
    deps.logger.warn({ err: error }, 'The worker lost a database connection.');
  };
  // Without listeners a restart of PostgreSQL would end the process.
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  return pool;
}

function workerLogger(deps: Deps): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (String(level) === 'error') deps.logger.warn({ worker: message }, 'The worker reports an error.');
    else deps.logger.debug({ worker: message }, 'worker');
  });
}

/**
 * Starts the worker; it comes back by itself after a loss of the database.
 * @param connection the database, as the worker keeps a pool of its own
 */
export function startWorker(connection: ConnectionSettings, deps: Deps): Worker {
  const pool = createPool(connection, deps);
  const options: RunnerOptions = {
    pgPool: pool,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    parsedCronItems: CRON,
    logger: workerLogger(deps),
    taskList: { housekeeping: async (_payload, helpers) => void (await keepHouse(deps, helpers.job.id)) },
  };
  const stopping = new AbortController();
  let runner: Runner | undefined;

  const runUntilStopped = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run(options);
        // Told to stop while it was starting: there was no runner to be stopped yet.
        if (stopping.signal.aborted) await runner.stop();
        if (stopping.signal.aborted) return;
        // A tidy house from the start; the key keeps several processes from asking twice.
        await runner.addJob('housekeeping', {}, { jobKey: 'housekeeping-at-start', maxAttempts: 3 });
        await runner.promise;
      } catch (error) {
        deps.logger.warn({ err: error }, 'The worker stopped and will be started again.');
      }
      await sleep(RESTART_AFTER, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = runUntilStopped();

  return {
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => undefined);
      await ended;
      await pool.end();
    },
  };
}
