/** What the contenders have in common: a pool as large as Clearview's, and how they say where they listen. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import pg from 'pg';

/** One answer for all: the account of the session. */
export interface Account {
  id: number;
  username: string;
  role: string;
}

/** The statement of whoever asks in one round trip; named, so that it is planned once a connection. */
export const readAccount = (id: string): pg.QueryConfig => ({
  name: 'account_of_session',
  text: `select u.id, u.username, u.role
           from user_sessions s join users u on u.id = s.user_id
          where s.id = $1 and s.expires_at > now() and u.is_active`,
  values: [id],
});

export function makePool(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 10,
    idleTimeoutMillis: 3_600_000,
    ...options,
  });
  // A connection that is lost while idle, at the end.
  pool.on('error', () => undefined);
  return pool;
}

/** Listens on a free port and tells it, in the words of Clearview's own banner. */
export function serve(listener: http.RequestListener, options: http.ServerOptions = {}): void {
  const server = http.createServer(options, listener);
  server.listen(0, '127.0.0.1', () => {
    process.stderr.write(`Address http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
