/** JSON lines on stdout. What is logged never holds a password, a cookie or a connection string. */
import { pino, type Logger } from 'pino';

/**
 * What is told of an error. Not all of it: PostgreSQL's `detail` quotes rows, and Knex's time-outs carry the
 * values of the query, so hashes of passwords and sessions would be among it.
 */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, table, constraint } = error as Error & Record<string, unknown>;
  return { type: error.name, message: error.message, stack: error.stack, code, table, constraint };
}

/** @param level one of pino's level names */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorForLog },
    redact: ['password', '*.password', 'password_hash', '*.password_hash', '*.cookie', '*.authorization'],
  });
}
