/** Tells the failures of PostgreSQL and of the way to it apart, so that the API can answer 503, 409 or 500. */

/** The database is out of reach or too busy: the caller may try again later. */
export class DatabaseUnavailable extends Error {
  constructor(message = 'The database is out of reach or too busy.', options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnavailable';
  }
}

/** SQLSTATEs that pass with time: a longer code is one state, a two-letter one its whole class. */
const PASSING_STATES = new Set([
  '08', // connection exceptions
  '53', // too many connections, disk full, out of memory
  '57P01', // terminated by an administrator
  '57P02', // crash of another backend
  '57P03', // starting up or shutting down
  '57P05', // idle session time-out
  '57014', // statement time-out
  '58030', // I/O error
  '25006', // read only: a standby, or a primary being moved
  '25P03', // idle in transaction time-out
  '55P03', // lock not available
  '40001', // serialization failure
  '40P01', // deadlock
]);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** These say "no server" only when the call was connect(): a unix socket that is gone or whose queue is full. */
const SOCKET_CODES = new Set(['ENOENT', 'EAGAIN', 'EACCES']);

/** What `pg`, its pool and Knex throw without any code; Knex puts the statement and " - " in front. */
const MESSAGES =
  /(?:^| - )(Connection terminated|Query read timeout|timeout expired|Client (was closed|has encountered a connection error)|Unable to acquire a connection|Connection ended unexpectedly|Cannot use a pool after|aborted$|The server does not support SSL connections)/;

interface Coded {
  code?: unknown;
  syscall?: unknown;
  name?: unknown;
  message?: unknown;
  severity?: unknown;
  constraint?: unknown;
  errors?: unknown;
}

/**
 * @param error whatever was thrown.
 * @returns whether it means that the database is out of reach or too busy, and not that the query was wrong.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (!isObject(error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  if (isPassingState(error) || isNetworkError(error)) return true;
  if (Array.isArray(error.errors) && error.errors.length > 0) return error.errors.every(isUnavailable);
  return error.code === undefined && typeof error.message === 'string' && MESSAGES.test(error.message);
}

/**
 * @param error whatever was thrown.
 * @param constraint name of the unique index or constraint; any when left out.
 * @returns whether the row exists already.
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || (error as Coded).constraint === constraint;
}

/**
 * @param error whatever was thrown.
 * @returns whether a row that is referred to does not exist (any more).
 */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503';
}

/**
 * @param error whatever was thrown.
 * @returns whether the same transaction may succeed when it is tried again at once.
 */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/**
 * @param error whatever was thrown.
 * @returns whether a lock was not to be had within `lock_timeout`.
 */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** The five characters, but only of errors the server sent: network errors carry codes like EPIPE too. */
function sqlState(error: unknown): string | undefined {
  if (!isObject(error) || typeof error.code !== 'string') return undefined;
  return error.severity !== undefined && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

function isPassingState(error: Coded): boolean {
  const state = sqlState(error);
  return state !== undefined && (PASSING_STATES.has(state) || PASSING_STATES.has(state.slice(0, 2)));
}

function isNetworkError(error: Coded): boolean {
  if (typeof error.code !== 'string') return false;
  return NETWORK_CODES.has(error.code) || (error.syscall === 'connect' && SOCKET_CODES.has(error.code));
}

function isObject(value: unknown): value is Coded {
  return typeof value === 'object' && value !== null;
}
