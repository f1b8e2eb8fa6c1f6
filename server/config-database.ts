/** What the environment says about the way to the database. */
import type { Reader } from './config-reader.js';

export interface DatabaseConfig {
  /** Connections at most of each process. */
  readonly poolMax: number;
  /** Whether DATABASE_URL leads to a pooler in transaction mode. */
  readonly isPooled: boolean;
  /** The way past it; undefined: there is none. */
  readonly directUrl: string | undefined;
}

/** Fewer would leave nothing to requests while exports and streams read, see server/http/open-streams.ts. */
const LEAST_POOL = 5;

type UrlName = 'DATABASE_URL' | 'DATABASE_DIRECT_URL';

/** @returns an external PostgreSQL; undefined where none is named */
export function readDatabaseUrl(reader: Reader, name: UrlName = 'DATABASE_URL'): string | undefined {
  const value = reader.text(name);
  if (value === undefined) return undefined;
  // The value may hold a password, so it is never repeated.
  const isPostgres = URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
  if (!isPostgres) {
    reader.problems.push(`${name} must look like postgres://user:password@host:5432/database.`);
  }
  return value;
}

/** What is settled about connections, whichever PostgreSQL it is. */
export function readDatabase(reader: Reader): DatabaseConfig {
  const isPooled = reader.choice('DATABASE_POOLER', { none: false, transaction: true }, false);
  const directUrl = readDatabaseUrl(reader, 'DATABASE_DIRECT_URL');
  if ((isPooled || directUrl !== undefined) && reader.text('DATABASE_URL') === undefined) {
    reader.problems.push(
      'DATABASE_POOLER and DATABASE_DIRECT_URL need DATABASE_URL, the way that requests take.',
    );
  }
  return { poolMax: reader.whole('DATABASE_POOL_MAX', 10, LEAST_POOL, 100), isPooled, directUrl };
}
