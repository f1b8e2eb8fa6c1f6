/**
 * What keeps lists and figures as quick at a million rows as at a thousand.
 *
 * Indexes that know by themselves which rows a filter hits: `include` holds the column that an index on an
 * expression hides. What a person's sign-in writes gains two of them: a session is never changed in what they hold.
 *
 * Tallies: how many accounts and tenants there are of a kind. Triggers add a row for each change of what is
 * counted, so no two writers meet on one, and the housekeeping adds up what has gathered; a figure is the sum of
 * whatever rows there are at the moment. Ordinary sign-ins of somebody who was there today add none.
 *
 * Figures: what hangs on the present moment and would have to be counted anew each time; see server/figures/.
 */
import type { Knex } from 'knex';

const NEVER = "'-infinity'::timestamptz";

/** Made anew; each with how it was before. */
const CHANGED = {
  users_last_login_id: [
    `users (coalesce(last_login_at, ${NEVER}), id) include (last_login_at)`,
    `users (coalesce(last_login_at, ${NEVER}), id)`,
  ],
  users_seen_id: [
    'users (coalesce(last_login_at, created_at), id) include (last_login_at, created_at)',
    'users (coalesce(last_login_at, created_at), id)',
  ],
  tenants_grade_id: [
    "tenants (coalesce(grade, 'Z'), id) include (grade)",
    "tenants (coalesce(grade, 'Z'), id)",
  ],
  user_sessions_expires_at: ['user_sessions (expires_at, public_id)', 'user_sessions (expires_at)'],
} as const;

const ADDED = {
  users_second_factor_id: 'users (second_factor, id)',
  user_sessions_created: 'user_sessions (created_at, public_id)',
  user_sessions_ip: 'user_sessions (ip, public_id)',
  jobs_trigger_id: 'jobs (trigger, id)',
  tenant_domains_unproved: 'tenant_domains (tenant_id) where proof is null',
};

/** What is counted of the rows of a table, by which columns; `:row` is the row. */
interface Tallied {
  table: string;
  tallies: string;
  columns: string;
  /** The kind of a row. */
  kind: string[];
  /** What is added up besides the rows. */
  sums: string[];
}

const TALLIED: Tallied[] = [
  {
    table: 'users',
    tallies: 'account_tallies',
    columns:
      'role varchar(16) not null, is_active boolean not null, never boolean not null, seen_on date not null',
    kind: [
      ':row.role',
      ':row.is_active',
      ':row.last_login_at is null',
      "(coalesce(:row.last_login_at, :row.created_at) at time zone 'UTC')::date",
    ],
    sums: [],
  },
  {
    table: 'tenants',
    tallies: 'tenant_tallies',
    columns: 'state varchar(16) not null, grade varchar(1), scanned_on date',
    kind: [':row.state', ':row.grade', "(:row.last_scan_at at time zone 'UTC')::date"],
    sums: ['coalesce(:row.score, 0)', '(:row.score is not null)::int'],
  },
];

const of = (row: string, expressions: string[]): string => expressions.join(', ').replaceAll(':row', row);

/** Rows of a transition table, as the tallies have them. */
const tallyOf = ({ tallies, kind, sums }: Tallied, rows: string, sign: string): string => `
  insert into ${tallies}
  select ${of('r', kind)}, ${sign}count(*)${sums.map((sum) => `, ${sign}sum(${of('r', [sum])})`).join('')}
    from ${rows} r group by ${kind.map((_, n) => n + 1).join(', ')}`;

const oneOf = ({ kind, sums }: Tallied, row: string, sign: string): string =>
  `(${[of(row, kind), `${sign}1`, ...sums.map((sum) => sign + of(row, [sum]))].join(', ')})`;

async function createFunction(db: Knex, name: string, body: string): Promise<void> {
  await db.raw(`
    create function ${name}() returns trigger language plpgsql set search_path from current as $$
    begin
      ${body};
      return null;
    end $$`);
}

async function createTally(db: Knex, tallied: Tallied): Promise<void> {
  const { table, tallies, columns, kind, sums } = tallied;
  const more = sums.length === 0 ? '' : ', points bigint not null, judged bigint not null';
  await db.raw(`create table ${tallies} (${columns}, count bigint not null${more})`);
  await db.raw(tallyOf(tallied, table, ''));
  await createFunction(db, `clearview_${tallies}_add`, tallyOf(tallied, 'added', ''));
  await createFunction(db, `clearview_${tallies}_take`, tallyOf(tallied, 'taken', '-'));
  await createFunction(db, `clearview_${tallies}_none`, `delete from ${tallies}`);
  const change = `insert into ${tallies} values ${oneOf(tallied, 'old', '-')}, ${oneOf(tallied, 'new', '')}`;
  await createFunction(db, `clearview_${tallies}_move`, change);
  await db.raw(`
    create trigger ${tallies}_add after insert on ${table} referencing new table as added
    for each statement execute function clearview_${tallies}_add()`);
  await db.raw(`
    create trigger ${tallies}_take after delete on ${table} referencing old table as taken
    for each statement execute function clearview_${tallies}_take()`);
  await db.raw(`
    create trigger ${tallies}_none after truncate on ${table}
    for each statement execute function clearview_${tallies}_none()`);
  const counted = [...kind, ...sums];
  // For each row, not each statement: so what changes nothing that is counted costs a comparison and no more.
  await db.raw(`
    create trigger ${tallies}_move after update on ${table} for each row
    when ((${of('old', counted)}) is distinct from (${of('new', counted)}))
    execute function clearview_${tallies}_move()`);
}

export async function up(db: Knex): Promise<void> {
  for (const [name, [on]] of Object.entries(CHANGED)) {
    await db.raw(`drop index if exists ${name}`);
    await db.raw(`create index ${name} on ${on}`);
  }
  for (const [name, on] of Object.entries(ADDED)) await db.raw(`create index ${name} on ${on}`);
  // Room for the next version of a row on its own page: sessions are renewed once a minute.
  await db.raw('alter table user_sessions set (fillfactor = 70)');
  for (const tallied of TALLIED) await createTally(db, tallied);
  await db.raw(`
    create table figures (
      name varchar(32) primary key,
      value jsonb not null,
      counted_at timestamptz not null default now())`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table if exists figures');
  for (const { table, tallies } of TALLIED) {
    for (const part of ['add', 'take', 'none', 'move']) {
      await db.raw(`drop trigger if exists ${tallies}_${part} on ${table}`);
      await db.raw(`drop function if exists clearview_${tallies}_${part}()`);
    }
    await db.raw(`drop table if exists ${tallies}`);
  }
  await db.raw('alter table user_sessions reset (fillfactor)');
  for (const name of Object.keys(ADDED)) await db.raw(`drop index if exists ${name}`);
  for (const [name, [, before]] of Object.entries(CHANGED)) {
    await db.raw(`drop index if exists ${name}`);
    await db.raw(`create index ${name} on ${before}`);
  }
}
