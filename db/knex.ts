/**
 * The one place where a Knex is made: pool size, time-outs, number parsing and what becomes of a connection
 * that stopped answering. The time-outs add up so that a request without a database is answered within 10 s:
 * 3 s for a connection, 6 s for a statement.
 */
import knexPkg, { type Knex } from 'knex';
import pg from 'pg';

// Knex is CommonJS: its named export exists for the type checker only.
const { knex } = knexPkg;

/** How to reach a database: the options of `pg`'s client (`host` may be a socket directory). */
export type ConnectionSettings = pg.ClientConfig & {
  /**
   * Whether a pooler in transaction mode is in between. Each transaction may then have another connection to
   * PostgreSQL: what is prepared, listened to or set for a session is not there the next time.
   */
  pooled?: boolean;
  /** The way past the pooler, for what needs a session of its own. */
  direct?: ConnectionSettings;
};

export interface DatabaseOptions {
  /** Connections at most, 10 by default. */
  poolMax?: number;
  /** What pg_stat_activity shows, `clearview` by default. */
  applicationName?: string;
  /** Milliseconds a statement may run on the server; 0 for no limit (migrations). 5000 by default. */
  statementTimeout?: number;
  /** Receives the warnings of Knex; silent by default. */
  log?: (message: string) => void;
}

const ACQUIRE_MS = 3_000;
const STATEMENT_MS = 5_000;
/** The client gives up a little after the server should have: only a server that hangs gets this far. */
const CLIENT_GRACE_MS = 1_000;
const IDLE_IN_TRANSACTION_MS = 15_000;
/** A fresh connection plans every statement again, so idle ones are kept for long. */
const IDLE_MS = 3_600_000;
const INT8_OID = 20;

const settings = new WeakMap<object, ConnectionSettings>();

/**
 * @param url a PostgreSQL URL, with `sslmode` and the like.
 * @returns settings for createDatabase. Not a bare string: Knex's own parser ignores `?host=/socket`.
 */
export function settingsFromUrl(url: string): ConnectionSettings {
  return { connectionString: url };
}

/**
 * Makes a pool; connects to nothing yet.
 * @param connection where the database is.
 * @param options pool size and name.
 * @returns a Knex which survives the loss of its server. End it with `destroy()`.
 */
export function createDatabase(connection: ConnectionSettings, options: DatabaseOptions = {}): Knex {
  const warn = options.log ?? (() => undefined);
  const db = knex({
    client: 'pg',
    // Named, so that Knex does not ask for it on each new connection; 14 is the oldest we support.
    version: '14.0',
    connection: clientConfig(connection, options),
    acquireConnectionTimeout: ACQUIRE_MS,
    pool: {
      min: 0,
      max: options.poolMax ?? 10,
      idleTimeoutMillis: IDLE_MS,
      createTimeoutMillis: ACQUIRE_MS,
      afterCreate: connection.pooled === true ? namelessAndDiscarded : discardWhenSilent,
    },
    // Else each error's message carries the values, hashes of passwords among them, into the log.
    compileSqlOnError: false,
    log: { warn, error: warn, deprecate: warn, debug: () => undefined },
  });
  settings.set(db, connection);
  return db;
}

/**
 * @param db a Knex, made by createDatabase or elsewhere (the Knex command line).
 * @returns the settings it connects with; past the pooler, where there is a way.
 */
export function settingsOf(db: Knex): ConnectionSettings {
  const client = db.client as { config: { connection?: string | ConnectionSettings } };
  const known = settings.get(db) ?? client.config.connection ?? {};
  if (typeof known === 'string') return settingsFromUrl(known);
  if (known.direct !== undefined) return known.direct;
  // Knex makes the password of its own copy invisible to `...`.
  return { ...known, password: known.password };
}

function clientConfig(
  { pooled, direct: _, ...connection }: ConnectionSettings,
  options: DatabaseOptions,
): Knex.PgConnectionConfig {
  const statement = options.statementTimeout ?? STATEMENT_MS;
  // A pooler refuses a client that begins with settings which it does not keep: there they are its own to make.
  const onServer = statement !== 0 && pooled !== true;
  return {
    application_name: options.applicationName ?? 'clearview',
    connectionTimeoutMillis: ACQUIRE_MS,
    statement_timeout: onServer ? statement : false,
    query_timeout: statement === 0 ? undefined : statement + CLIENT_GRACE_MS,
    idle_in_transaction_session_timeout: onServer ? IDLE_IN_TRANSACTION_MS : undefined,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...connection,
    types: { getTypeParser },
  } as Knex.PgConnectionConfig;
}

/** int8 as a number: ids and counts stay far below 2^53. Everything else as `pg` does it. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8_OID && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format);
}

interface PooledConnection {
  query(config: unknown, callback: (error: Error | null, result: unknown) => void): void;
  connection: { stream: { destroy(): void } };
  __knex__disposed?: unknown;
}

/**
 * A statement that timed out on the client still occupies its connection, and the next user of it would wait
 * behind it. Knex drops connections marked `__knex__disposed`; closing the socket makes the ROLLBACK that
 * follows fail at once and lets the server see that nobody waits any more.
 */
function discardWhenSilent(connection: PooledConnection, done: (error?: Error) => void): void {
  const send = connection.query.bind(connection);
  connection.query = (config, callback) => {
    send(config, (error, result) => {
      if (error?.message === 'Query read timeout') {
        connection.__knex__disposed = error;
        connection.connection.stream.destroy();
      }
      callback(error, result);
    });
  };
  done();
}

/** The name of a prepared statement would be unknown, or taken, on the connection that comes next. */
function namelessAndDiscarded(connection: PooledConnection, done: (error?: Error) => void): void {
  const send = connection.query.bind(connection);
  connection.query = (config, callback) => {
    send(typeof config === 'object' ? { ...config, name: undefined } : config, callback);
  };
  discardWhenSilent(connection, done);
}
