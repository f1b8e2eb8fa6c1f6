/**
 * What Clearview is measured beside. A new contender is a program under contenders/ that says on stderr where it
 * listens (see contenders/serve.ts), and an entry here: how its tables are filled, and the header by which it knows
 * session n. Its packages go into the package.json of this folder, never into the product's.
 */
import { createHmac } from 'node:crypto';
import path from 'node:path';
import type pg from 'pg';
import { BENCH_ROOT } from './packages.js';
import { cookieOf, ownerOf, tokenOf } from './seed/people.js';
import { startServer } from './server-process.js';
import type { RunningServer, Stage } from './suite.js';

/** Signs the cookies of those that sign theirs; known to everybody, as is all of a benchmark. */
const SECRET = 'the secret of the benchmark, 32 characters and more';

export interface Contender {
  name: string;
  /** In the report. */
  title: string;
  /** Where it tells who is signed in. */
  path: string;
  start(stage: Stage, database: string): Promise<RunningServer>;
  /** Fills its own tables with so many sessions, if it has any; it runs by then. */
  fill?(client: pg.Client, sessions: number): Promise<unknown>;
  /** Whether it renews sessions of `user_sessions` that were not seen for a minute. */
  renews?: boolean;
  /** The header by which it knows session n. */
  cookie(n: number): Record<string, string>;
}

const program =
  (file: string): Contender['start'] =>
  (stage, database) =>
    startServer([path.join(BENCH_ROOT, 'dist', file)], {
      DATABASE_URL: stage.postgres.url(database),
      BENCH_SECRET: SECRET,
    });

const sign = (value: string): string => createHmac('sha256', SECRET).update(value).digest('base64');

/** As express-session signs: without the filling of base64. */
const classicCookie = (n: number): string =>
  encodeURIComponent(`s:${tokenOf(n)}.${sign(tokenOf(n)).replace(/=+$/, '')}`);

const SESSION = `json_build_object(
  'cookie', json_build_object('originalMaxAge', 28800000, 'expires', to_json(now() at time zone 'UTC' + interval '8 hours'),
                              'httpOnly', true, 'path', '/', 'sameSite', 'lax'),
  'passport', json_build_object('user', user_id))`;

async function fillClassic(client: pg.Client, sessions: number): Promise<void> {
  await client.query('truncate classic.session');
  await client.query(
    `insert into classic.session (sid, sess, expire)
     select md5('session ' || n), ${SESSION}, now() at time zone 'UTC' + interval '8 hours'
       from (select n, n - (n % 20 = 0)::int as user_id from generate_series(1, $1::int) n) as made`,
    [sessions],
  );
  await client.query('vacuum (analyze) classic.session');
}

async function fillBetterAuth(client: pg.Client, sessions: number): Promise<void> {
  await client.query('truncate better_auth."user" cascade');
  await client.query(
    `insert into better_auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select id::text, username, username || '@example.org', true, now(), now() from users where id <= $1`,
    [sessions],
  );
  await client.query(
    `insert into better_auth.session (id, token, "userId", "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent")
     select n::text, md5('session ' || n), (n - (n % 20 = 0)::int)::text, now() + interval '7 days', now(), now(),
            '198.51.100.7', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
       from generate_series(1, $1::int) n`,
    [sessions],
  );
  await client.query('vacuum (analyze) better_auth."user", better_auth.session');
}

/** The first one is what all are compared with. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: 'limit',
    title: 'node:http and one named statement: the limit',
    path: '/me',
    start: program('limit.js'),
    cookie: cookieOf,
  },
  {
    name: 'clearview',
    title: '**Clearview**, whole',
    path: '/api/auth/me',
    start: (stage, database) => stage.startClearview(database),
    renews: true,
    cookie: cookieOf,
  },
  {
    name: 'clearview-logs',
    title: 'Clearview with a line of log for each request',
    path: '/api/auth/me',
    start: (stage, database) => stage.startClearview(database, { LOG_LEVEL: 'debug' }),
    renews: true,
    cookie: cookieOf,
  },
  {
    name: 'express',
    title: 'Express 5 and the same statement',
    path: '/me',
    start: program('express.js'),
    cookie: cookieOf,
  },
  {
    name: 'express-classes',
    title: 'the same without setting prototypes',
    path: '/me',
    start: program('express-classes.js'),
    cookie: cookieOf,
  },
  {
    name: 'classic',
    title: 'express-session, connect-pg-simple and passport',
    path: '/me',
    start: program('classic.js'),
    fill: fillClassic,
    cookie: (n) => ({ cookie: `connect.sid=${classicCookie(n)}` }),
  },
  {
    name: 'better-auth',
    title: 'Better Auth',
    path: '/me',
    start: program('better-auth.js'),
    fill: fillBetterAuth,
    cookie: (n) => ({
      cookie: `better-auth.session_token=${encodeURIComponent(`${tokenOf(n)}.${sign(tokenOf(n))}`)}`,
    }),
  },
];

/** Whose account a contender is to answer session n with. */
export const accountOf = ownerOf;
