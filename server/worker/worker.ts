/** The ticking part: graphile-worker on the same PostgreSQL, so that of several processes one does a job. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger as WorkerLogger, run, type Runner, type RunnerOptions } from 'graphile-worker';
import pg from 'pg';
import type { ConnectionSettings } from '../../db/knex.js';
import type { Deps } from '../core/context.js';
import { takeUp } from '../jobs/jobs-upkeep-service.js';
import { choreTasks, CRON, scanTasks } from './tasks.js';
import { workerCtx } from './worker-ctx.js';

/** Milliseconds before a worker that lost its database is started again. */
const RESTART_AFTER = 5_000;

/** Milliseconds between two looks for jobs whose worker has died. */
const SWEEP = 5_000;

/** Chores at a time: a long one must not hold up the nightly scans. Scans have places of their own. */
const CHORES = 3;

export interface Worker {
  /** Gives the running scans back, lets the running chore finish, then ends. */
  stop(): Promise<void>;
}

function createPool({ pooled: _, direct: __, ...connection }: ConnectionSettings, deps: Deps): pg.Pool {
  // Besides one for each place, both runners listen and keep their cron.
  const max = CHORES + deps.config.scan.concurrency + 4;
  const pool = new pg.Pool({ ...connection, max, application_name: 'clearview-worker' });
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

/** Runs until it is told to stop, also over a loss of the database. @returns once it has ended */
async function keepRunning(
  deps: Deps,
  options: RunnerOptions,
  stopping: AbortSignal,
  onStart: (runner: Runner) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  while (!stopping.aborted) {
    let stop = (): void => undefined;
    try {
      const runner = await run(options);
      stop = () => void runner.stop().catch(() => undefined);
      stopping.addEventListener('abort', stop, { once: true });
      // Told to stop while it was starting: there was no runner to be stopped yet.
      if (stopping.aborted) stop();
      else await onStart(runner);
      await runner.promise;
    } catch (error) {
      if (!stopping.aborted)
        deps.logger.warn({ err: error }, 'The worker stopped and will be started again.');
    } finally {
      stopping.removeEventListener('abort', stop);
      // One that runs although its start failed half-way: nobody would stop it any more.
      stop();
    }
    await sleep(RESTART_AFTER, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Takes up, every few seconds, what workers that died have left. */
async function keepSweeping(deps: Deps, stopping: AbortSignal): Promise<void> {
  const ctx = workerCtx(deps, 'sweep');
  while (!stopping.aborted) {
    try {
      const count = await takeUp(ctx);
      if (count > 0) deps.logger.warn({ count }, 'Scans were taken up whose worker gave no sign of life.');
    } catch (error) {
      deps.logger.warn({ err: error }, 'Scans that were left could not be looked for.');
    }
    await sleep(SWEEP, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/**
 * Starts the worker; it comes back by itself after a loss of the database.
 * @param connection the database, as the worker keeps a pool of its own
 */
export function startWorker(connection: ConnectionSettings, deps: Deps): Worker {
  // It listens, and prepares statements; without a way past a pooler it does neither, and looks every two seconds.
  const way = connection.direct ?? connection;
  const pool = createPool(way, deps);
  // Told one by one, the ends of tasks reach nobody when the database is away: an unhandled rejection each.
  const preset = {
    worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0, preparedStatements: way.pooled !== true },
  };
  const common = { pgPool: pool, noHandleSignals: true, logger: workerLogger(deps), preset };
  const stopping = new AbortController();
  const { signal } = stopping;
  const { concurrency } = deps.config.scan;

  const chores = { ...common, concurrency: CHORES, parsedCronItems: CRON, taskList: choreTasks(deps) };
  const scans = { ...common, concurrency, parsedCronItems: [], taskList: scanTasks(deps, signal) };
  // A tidy house from the start; the key keeps several processes from asking twice.
  const tidy = (runner: Runner) =>
    runner.addJob('housekeeping', {}, { jobKey: 'housekeeping-at-start', maxAttempts: 3 });
  const ended = Promise.all([
    keepRunning(deps, chores, signal, tidy),
    concurrency > 0 ? keepRunning(deps, scans, signal) : undefined,
    keepSweeping(deps, signal),
  ]);

  return {
    async stop() {
      stopping.abort();
      await ended;
      await pool.end();
    },
  };
}
