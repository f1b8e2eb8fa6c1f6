/**
 * Keeps one PostgreSQL running for as long as any process wants it. Each process holds one connection open, its
 * presence: by it the others know that the server is in use, and by its end we know that the server is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { run } from './account.js';
import { program } from './binaries.js';
import { SUPERUSER, explain } from './cluster.js';
import { clearStaleLocks, isRunning, launch, type Launch, type Server } from './postmaster.js';

const CONNECT_MS = 3_000;
const START_MS = 60_000;
/** Crash recovery of a large database may take minutes, and says that it goes on. */
const RECOVERY_MS = 1_800_000;
const LAUNCHES = 3;
const SAY_AFTER_MS = 2_000;
/** How long our own connections, closed a moment ago, may still show. */
const FAREWELL_MS = 500;
const STOP_LOCK = 4_862_010_618;

export interface Access {
  server: Server;
  password: string;
  log: (message: string) => void;
}

interface Wait {
  begun: number;
  said: number;
  launches: number;
  running?: Launch;
}

/**
 * Starts the server unless it runs, and waits until it answers.
 * @param access what to start and how to sign in.
 * @param given whether to give up, because the process is ending.
 * @returns an open connection of the superuser.
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function ensureRunning(access: Access, given = () => false): Promise<pg.Client> {
  const wait: Wait = { begun: Date.now(), said: Date.now(), launches: 0 };
  for (;;) {
    const answer = await connect(access);
    if (answer instanceof pg.Client) return answer;
    if (given()) throw answer;
    refuseHopeless(answer, access, wait);
    if (await needsLaunch(access, wait)) {
      await clearStaleLocks(access.server);
      wait.launches++;
      wait.running = await launch(access.server);
    }
    sayWaiting(access, wait, answer);
    await sleep(wait.launches > 1 ? 250 : 50);
  }
}

/** @returns an open connection, or why there is none. */
async function connect({ server, password }: Access): Promise<pg.Client | Error> {
  const client = new pg.Client({
    host: server.socketDir,
    port: server.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    application_name: 'clearview supervisor',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // An 'error' without listener would end the process; 'end' follows it and is what we act on.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    return error as Error;
  }
}

/** Throws when waiting longer cannot help. */
function refuseHopeless(error: Error, { server }: Access, wait: Wait): void {
  const code = (error as { code?: string }).code;
  if (code === '28P01') {
    throw new Error(`The PostgreSQL in ${server.cluster} refuses the password in clearview.password.`);
  }
  const patience = code === '57P03' ? RECOVERY_MS : START_MS;
  if (Date.now() - wait.begun < patience) return;
  throw new Error(`The PostgreSQL in ${server.cluster} does not answer (${error.message}).`, {
    cause: error,
  });
}

async function needsLaunch(access: Access, wait: Wait): Promise<boolean> {
  const { cluster } = access.server;
  if (wait.running !== undefined && !wait.running.hasEnded()) return false;
  if (await isRunning(cluster)) return false;
  if (wait.running === undefined) return true;
  const said = await wait.running.ended;
  // A rival's server, or children of a dead one that still have to finish: both pass.
  if (/still in use|lock file|already in use/.test(said)) return true;
  if (wait.launches < LAUNCHES) return true;
  throw explain(new Error(`PostgreSQL did not start. Its log says: ${said || '(nothing)'}`), cluster);
}

function sayWaiting({ log }: Access, wait: Wait, error: Error): void {
  if (Date.now() - wait.said < SAY_AFTER_MS) return;
  wait.said = Date.now();
  const seconds = Math.round((Date.now() - wait.begun) / 1000);
  log(`waiting for the database since ${seconds} s (${error.message})`);
}

/**
 * Stops the server unless somebody else uses it.
 * @param presence our own connection; it is closed.
 * @returns whether the server was stopped.
 */
export async function stopUnlessUsed({ server }: Access, presence: pg.Client): Promise<boolean> {
  try {
    // One at a time, or two that leave together would each leave the server to the other.
    await presence.query('select pg_advisory_lock($1)', [STOP_LOCK]);
    if (await isUsed(presence)) return false;
    const stop = ['-D', server.cluster, '-m', 'fast', '-w', '-s', '-t', '60', 'stop'];
    await run(program(server.binaries, 'pg_ctl'), stop, server.account);
    return true;
  } catch (error) {
    // Stopped by somebody else meanwhile is as good.
    if (!(await isRunning(server.cluster))) return true;
    throw error;
  } finally {
    await presence.end().catch(() => undefined);
  }
}

async function isUsed(presence: pg.Client): Promise<boolean> {
  for (const end = Date.now() + FAREWELL_MS; ; await sleep(25)) {
    const { rowCount } = await presence.query(
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    if (rowCount === 0) return false;
    if (Date.now() > end) return true;
  }
}
