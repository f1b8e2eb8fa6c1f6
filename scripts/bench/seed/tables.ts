/** The rows of a seeded database, by SQL: a year of an installation in use, made from nothing but row numbers. */
import type { Size } from '../suite.js';
import type { Bulk } from './bulk.js';
import { NUMBERS, SHUFFLE, userName, WORDS } from './people.js';

const words = `array[${WORDS.map((word) => `'${word}'`).join(', ')}]`;
/** The number in the names of what belongs to row n, as in people.ts. */
const number = (n: string): string => `lpad((${n}::bigint * ${SHUFFLE} % ${NUMBERS})::text, 7, '0')`;
const NAME = `(${words})[1 + n % ${WORDS.length}] || '.' || ${number('n')}`;
/** When row n of so many came about: evenly over the last year, rising with n. */
const moment = (rows: number): string => `now() - interval '365 days' * ((${rows} - n)::float8 / ${rows})`;
const ADDRESS = `'198.51.' || (n * 7) % 256 || '.' || (n * 13) % 250`;

/** A number from 0 on that looks drawn and is the same in every run. */
const draw = (n: string, seed: number): string => `(hashint8extended(${n}, ${seed}) & 2147483647)`;

const users = ({ users: rows }: Size, hash: string): Bulk => ({
  table: 'users',
  rows,
  insert: `
    insert into users (id, username, password_hash, role, is_active, created_at, updated_at, last_login_at)
    select n, ${NAME}, '${hash}', case when n % 100 = 1 then 'admin' else 'user' end, n % 20 > 0,
           ${moment(rows)}, ${moment(rows)},
           case when n % 5 > 0 then now() - make_interval(secs => (n * 37) % 2000000) end
      from generate_series($1::int, $2::int) n`,
});

/** When sessions began, were last seen and end: all alive for hours, the most of them renewed by being used. */
const SESSION_TIMES = `now() - make_interval(secs => ${draw('n', 3)} % 40000), now() - make_interval(secs => seen), now(),
           now() + make_interval(secs => 28800 - seen), n % 10 = 0`;

/** Of the session's cookie see ./people.ts. */
const sessions = ({ users: rows }: Size): Bulk => ({
  table: 'user_sessions',
  rows,
  insert: `
    insert into user_sessions
           (id, user_id, ip, user_agent, created_at, last_seen_at, authenticated_at, expires_at, remember)
    select encode(sha256(convert_to(md5('session ' || n), 'UTF8')), 'hex'), n - (n % 20 = 0)::int, ${ADDRESS},
           'Mozilla/5.0 (X11; Linux x86_64; rv:' || 60 + n % 80 || '.0) Gecko/20100101 Firefox/' || 60 + n % 80 || '.0',
           ${SESSION_TIMES}
      from (select n, ${draw('n', 4)} % 60000 / 1000.0 as seen from generate_series($1::int, $2::int) n) as made`,
});

/** What happened, by a number k drawn from 0 to 99: mostly sign-ins. */
const EVENT = `case when k < 45 then 'login_ok' when k < 60 then 'login_fail' when k < 74 then 'logout'
                    when k < 80 then 'user_update' when k < 84 then 'user_create' when k < 90 then 'job_finish'
                    when k < 93 then 'tenant_update' when k < 95 then 'password_reset'
                    when k < 97 then 'session_revoke' when k < 99 then 'access_denied' else 'data_export' end`;

const DETAIL = `case when k < 45 then jsonb_build_object('remember', n % 3 = 0)
                     when k < 60 then jsonb_build_object('username', name, 'reason', 'password')
                     when k < 74 then '{}'::jsonb
                     when k between 84 and 89
                       then jsonb_build_object('target', who, 'job', n % 100000, 'state', 'succeeded', 'score', n % 101)
                     when k between 90 and 92
                       then jsonb_build_object('target', who, 'name', 'Tenant ' || who, 'changed', array['notes'])
                     when k < 97
                       then jsonb_build_object('target', who, 'username', name, 'changed', array['role'],
                                               'from', jsonb_build_object('role', 'user'))
                     else jsonb_build_object('path', '/api/users', 'method', 'GET') end`;

const audit = ({ users: people, audit: rows }: Size): Bulk => ({
  table: 'auth_audit',
  rows,
  // The log is kept by months, and those before this one are not there yet.
  before:
    'select clearview_audit_month(now() - make_interval(months => past)) from generate_series(0, 12) past',
  insert: `
    insert into auth_audit (ts, user_id, username, event, ip, detail)
    select ts, case when k between 45 and 59 then null else who end,
           case when k between 45 and 59 then null else name end, ${EVENT}, ip, ${DETAIL}
      from (select n, ${draw('n', 1)} % 100 as k, ${moment(rows)} as ts, ${ADDRESS} as ip, who,
                   (${words})[1 + who % ${WORDS.length}] || '.' || ${number('who')} as name
              from (select n, (1 + ${draw('n', 2)} % ${people})::int as who
                      from generate_series($1::bigint, $2::bigint) n) as drawn) as made
     order by n`,
});

const tenants = ({ users: rows }: Size): Bulk => ({
  table: 'tenants',
  rows,
  insert: `
    insert into tenants (id, name, name_key, state, notes, created_by, created_by_name, created_at, updated_at,
                         score, grade, trend, last_job_id, last_scan_at, next_scan_at)
    select n, name, lower(name), case n % 10 when 0 then 'onboarding' when 1 then 'paused' else 'active' end, '', 1,
           '${userName(1)}', ${moment(rows)}, ${moment(rows)}, n % 101, ${grade('n % 101')},
           array[n % 101, (n + 3) % 101, n % 101]::smallint[], n, now() - make_interval(secs => n % 86400),
           now() + interval '1 year'
      from (select n, initcap((${words})[1 + n % ${WORDS.length}]) || ' Works ' || ${number('n')} as name
              from generate_series($1::int, $2::int) n) as made`,
});

const domains = ({ users: rows }: Size): Bulk => ({
  table: 'tenant_domains',
  rows,
  insert: `
    insert into tenant_domains (id, tenant_id, domain, position, token, proof, proved_at, watch_until)
    select n, n, (${words})[1 + n % ${WORDS.length}] || n || '.example.org', 0, md5('domain ' || n), 'dns', now(), now()
      from generate_series($1::int, $2::int) n`,
});

/** All of them are over: else a worker would find something to do while something else is measured. */
const jobs = ({ users: rows }: Size): Bulk => ({
  table: 'jobs',
  rows,
  insert: `
    insert into jobs (id, tenant_id, state, trigger, requested_by_name, created_at, run_after, started_at,
                      finished_at, attempts, checks_done, checks_total, score, grade, error)
    select n, n, case when n % 50 = 0 then 'failed' when n % 50 = 1 then 'cancelled' else 'succeeded' end,
           case when n % 4 = 0 then 'manual' else 'schedule' end, case when n % 4 = 0 then '${userName(1)}' end,
           at, at, at + interval '2 seconds', at + interval '40 seconds', 1, 60, 60,
           case when n % 50 > 1 then n % 101 end, case when n % 50 > 1 then ${grade('n % 101')} end,
           case when n % 50 = 0 then 'The scan took too long.' end
      from (select n, ${recent(rows)} as at from generate_series($1::int, $2::int) n) as made`,
});

/** Jobs are kept for 90 days: older ones would be deleted while something is measured. */
const recent = (rows: number): string => `now() - interval '80 days' * ((${rows} - n)::float8 / ${rows})`;

/** What the newest ten thousand jobs found. */
const findings = ({ users: rows }: Size): Bulk => ({
  table: 'findings',
  rows: Math.min(rows, 10_000),
  insert: `
    insert into findings (job_id, domain, check_id, status, summary, evidence)
    select job, (${words})[1 + job % ${WORDS.length}] || job || '.example.org', check_id,
           (array['pass', 'pass', 'warn', 'fail', 'unknown'])[1 + (job + position) % 5],
           'What was seen of ' || check_id || '.', '["v=spf1 -all"]'
      from (select ${rows} - n + 1 as job from generate_series($1::int, $2::int) n) as newest,
           unnest(array['mail.spf', 'mail.dmarc', 'dns.caa', 'dns.dnssec', 'web.hsts'])
             with ordinality as checks (check_id, position)`,
});

function grade(score: string): string {
  return `case when ${score} >= 90 then 'A' when ${score} >= 80 then 'B' when ${score} >= 70 then 'C'
               when ${score} >= 60 then 'D' when ${score} >= 40 then 'E' else 'F' end`;
}

/** @param hash of the password that all have */
export const bulksOf = (size: Size, hash: string): Bulk[] => [
  users(size, hash),
  sessions(size),
  tenants(size),
  domains(size),
  jobs(size),
  findings(size),
  audit(size),
];

/** Numbers that were given out by us and not by their sequence. */
export const NUMBERED = ['users', 'tenants', 'tenant_domains', 'jobs'] as const;
