/** What the environment says about the way to the database. */
import type { Reader } from './config-reader.js';

export interface DatabaseConfig {
  /** Connections at most of each process. */
  readonly poolMax: number;
}

/** Fewer would leave nothing to requests while exports and streams read, see server/http/open-streams.ts. */
const LEAST_POOL = 5;

/** @returns an external PostgreSQL; undefined for the embedded one */
export function readDatabaseUrl(reader: Reader): string | undefined {
  const value = reader.text('DATABASE_URL');
  if (value === undefined) return undefined;
  // The value may hold a password, so it is never repeated.
  const isPostgres = URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
  if (!isPostgres) {
    reader.problems.push('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  return value;
}

/** What is settled about connections, whichever PostgreSQL it is. */
export function readDatabase(reader: Reader): DatabaseConfig {
  return { poolMax: reader.whole('DATABASE_POOL_MAX', 10, LEAST_POOL, 100) };
}
