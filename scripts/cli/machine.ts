/** What a command works with: the very services of the API, on the database of the server, as an operator. */
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { appliedMigrations, pendingMigrations } from '../../db/migrate.js';
import { loadConfig, type Config } from '../../server/config.js';
import { NOBODY, type ActorCtx, type Deps } from '../../server/core/context.js';
import { createLogger } from '../../server/core/logger.js';
import { openDatabase, type RunningDatabase } from '../../server/database.js';
import { createDeps } from '../../server/lifetime.js';
import { createHashGate } from '../../server/passwords/hashing.js';
import { Failure, Interrupted } from './outcome.js';
import { say } from './output.js';

export interface Machine {
  ctx: ActorCtx;
  config: Config;
  database: RunningDatabase;
  /** Aborted when the operator wants to stop. */
  signal: AbortSignal;
}

/** Milliseconds that a command has to end in order once it was told to. */
const FAREWELL = 3_000;

/** Whoever is behind the shell: under sudo the person, not root. */
export function operatorName(env: NodeJS.ProcessEnv = process.env): string {
  const real = readUser();
  return real === 'root' && env.SUDO_USER !== undefined && env.SUDO_USER !== '' ? env.SUDO_USER : real;
}

function readUser(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A number without a name, as in containers.
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** The context of the command line: who has the machine has the database, so it may what an administrator may. */
const operatorCtx = (deps: Deps): ActorCtx => ({
  ...deps,
  ...NOBODY,
  actor: { id: 0, username: 'cli', role: 'admin' },
  operator: operatorName().slice(0, 128),
  requestId: `cli-${randomUUID()}`,
  ip: 'local',
  userAgent: null,
});

async function assertMigrated({ db }: RunningDatabase): Promise<void> {
  const [pending, applied] = [await pendingMigrations(db), await appliedMigrations(db)];
  if (pending.length === 0) return;
  const what = applied.length === 0 ? 'The database is empty.' : `The database lacks ${pending.join(', ')}.`;
  throw new Failure('not_migrated', `${what} Run \`npx clearview migrate up\`, or start the server once.`);
}

/** Aborts on the first SIGINT or SIGTERM, and ends the process should that take too long. */
function listenToSignals(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    controller.abort(new Interrupted());
    setTimeout(() => process.exit(130), FAREWELL).unref();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.once(name, onSignal);
  return { signal: controller.signal, stop: () => names.forEach((name) => process.off(name, onSignal)) };
}

/**
 * Opens the database that the server uses, running or not, for as long as the task takes.
 * @param schema `any`: also one that is not up to date
 */
export async function withMachine<T>(
  task: (machine: Machine) => Promise<T>,
  schema: 'current' | 'any' = 'current',
): Promise<T> {
  const config = loadConfig();
  const { signal, stop } = listenToSignals();
  const database = await openDatabase(config, say, 'clearview cli');
  // What changes is told in the audit log; on a terminal the lines of JSON would be in the way.
  // One hash at most: no process of its own is started for that.
  const hashing = createHashGate(config);
  const deps = { ...createDeps(config, createLogger('silent'), database.db), hashing };
  try {
    if (schema === 'current') await assertMigrated(database);
    const result = await task({ ctx: operatorCtx(deps), config, database, signal });
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    await deps.notifications.stop();
    await database.stop();
    stop();
  }
}
