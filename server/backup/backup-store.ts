/** The database as a backup sees it: tables, rows in PostgreSQL's own format, sequences and triggers. */
import { once } from 'node:events';
import type { Knex } from 'knex';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Checksums, TableHead } from './backup-format.js';

const quoted = (name: string): string => pg.escapeIdentifier(name);
const list = (names: readonly string[]): string => names.map(quoted).join(', ');

/** The connection behind a transaction. Past Knex, and past what db/knex.ts puts around it: those know no COPY. */
async function connectionOf(trx: Knex.Transaction): Promise<pg.Client> {
  const client = trx.client as { acquireConnection(): Promise<pg.Client> };
  return client.acquireConnection();
}

const submit = <T extends pg.Submittable>(connection: pg.Client, stream: T): T =>
  (pg.Client.prototype as { query(this: pg.Client, stream: T): T }).query.call(connection, stream);

/** The condition of tables with these names, and of their partitions; it takes the names twice. */
const ofTables = (alias: string): string => `
  ${alias}.relnamespace = current_schema()::regnamespace and (${alias}.relname = any(?) or exists (
    select from pg_inherits i join pg_class parent on parent.oid = i.inhparent
     where i.inhrelid = ${alias}.oid and parent.relname = any(?) and parent.relnamespace = ${alias}.relnamespace))`;

/** Which of these tables there are, with their columns. */
export async function readTables(db: Knex, names: readonly string[]): Promise<TableHead[]> {
  const { rows } = await db.raw<{ rows: TableHead[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname = any(?)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.relname`,
    [[...names]],
  );
  return names.map((name) => rows.find((row) => row.name === name)).filter((row) => row !== undefined);
}

/** Bytes that these tables take, roughly what there is to copy. */
export async function sizeOf(db: Knex, names: readonly string[]): Promise<number> {
  const { rows } = await db.raw<{ rows: { size: number | null }[] }>(
    `select sum(pg_relation_size(c.oid))::float8 as size from pg_class c
      where ${ofTables('c')}`,
    [[...names], [...names]],
  );
  return rows[0]?.size ?? 0;
}

/** Keeps tables from being changed in form, not in content, to the end of the transaction. */
export async function holdTables(trx: Knex, names: readonly string[]): Promise<void> {
  await trx.raw(`lock table ${list(names)} in access share mode`);
}

/** The moment of a transaction, and the server's version. */
export async function readMoment(trx: Knex): Promise<{ now: Date; postgres: string }> {
  const { rows } = await trx.raw<{ rows: { now: Date; postgres: string }[] }>(
    "select now() as now, current_setting('server_version') as postgres",
  );
  return rows[0]!;
}

/** Dates as everybody can read them, whatever the server is set to. */
export async function setFormats(trx: Knex): Promise<void> {
  await trx.raw(
    "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'",
  );
}

/** Nothing else ends a COPY to us; the server rolls back what was under way. */
function hangUp(connection: pg.Client): void {
  (connection as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** The rows of a table as the transaction sees them. Whoever stops reading them early ends the transaction. */
export async function* readRows(
  trx: Knex.Transaction,
  { name, columns }: TableHead,
): AsyncGenerator<Buffer, void, undefined> {
  const connection = await connectionOf(trx);
  // Of a table in partitions COPY takes a query only.
  const rows = submit(connection, copyTo(`copy (select ${list(columns)} from ${quoted(name)}) to stdout`));
  let isOver = false;
  try {
    yield* rows as AsyncIterable<Buffer>;
    isOver = true;
  } finally {
    if (!isOver) hangUp(connection);
  }
}

export interface RowSink {
  write(bytes: Buffer): Promise<void>;
  /** Waits until the rows are in. */
  end(): Promise<void>;
  /** Gives the table up, so that the connection takes a ROLLBACK. */
  abort(): Promise<void>;
}

/** Takes rows into a table, in the transaction. */
export async function openRows(trx: Knex.Transaction, { name, columns }: TableHead): Promise<RowSink> {
  const connection = await connectionOf(trx);
  const stream = submit(connection, copyFrom(`copy ${quoted(name)} (${list(columns)}) from stdin`));
  const failed = new Promise<never>((_resolve, reject) => stream.once('error', reject));
  failed.catch(() => undefined);
  return {
    async write(bytes) {
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), failed]);
    },
    async end() {
      const done = new Promise<void>((resolve) => stream.once('finish', () => resolve()));
      stream.end();
      await Promise.race([done, failed]);
    },
    async abort() {
      if (stream.closed) return;
      const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
      stream.destroy();
      await closed;
    },
  };
}

/** Where all sequences stand. */
export async function readSequences(db: Knex): Promise<Checksums['sequences']> {
  const { rows } = await db.raw<{ rows: { name: string; last: number | null; start: number }[] }>(
    `select sequencename as name, last_value as last, start_value as start
       from pg_sequences where schemaname = current_schema() and sequencename not like 'knex%'`,
  );
  return Object.fromEntries(
    rows.map(({ name, last, start }) => [name, { last: last ?? start, called: last !== null }]),
  );
}

/** Sets those of the sequences that there are. */
export async function setSequences(trx: Knex, sequences: Checksums['sequences']): Promise<void> {
  const known = Object.keys(await readSequences(trx));
  for (const [name, { last, called }] of Object.entries(sequences)) {
    if (known.includes(name)) await trx.raw('select setval(?::regclass, ?, ?)', [quoted(name), last, called]);
  }
}

interface Trigger {
  table: string;
  name: string;
  /** As pg_trigger has it: O(rigin), A(lways), R(eplica), D(isabled). */
  mode: 'O' | 'A' | 'R' | 'D';
}

const ENABLE = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' } as const;

/**
 * Puts the triggers of tables, and of their partitions, to sleep: rows that come back are not new, so nobody is told of them, no time stamp is
 * renewed, and the audit log lets itself be emptied. Foreign keys stay awake.
 * @returns wakes those of them again that there still are
 */
export async function silenceTriggers(trx: Knex, names: readonly string[]): Promise<() => Promise<void>> {
  const read = async (): Promise<Trigger[]> => {
    const { rows } = await trx.raw<{ rows: Trigger[] }>(
      `select c.relname as table, t.tgname as name, t.tgenabled as mode
         from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where not t.tgisinternal and ${ofTables('c')}`,
      [[...names], [...names]],
    );
    return rows;
  };
  const set = (table: string, name: string, how: string): Promise<unknown> =>
    trx.raw(`alter table ${quoted(table)} ${how} trigger ${quoted(name)}`);
  const triggers = await read();
  for (const { table, name } of triggers) await set(table, name, 'disable');
  return async () => {
    const left = await read();
    for (const { table, name, mode } of triggers) {
      const isThere = left.some((one) => one.table === table && one.name === name);
      if (isThere) await set(table, name, ENABLE[mode]);
    }
  };
}

/** Empties tables; their triggers must sleep. */
export async function emptyTables(trx: Knex, names: readonly string[]): Promise<void> {
  await trx.raw(`truncate ${list(names)}`);
}

/** Whether anybody has worked here: an account, a tenant or a row of the log. */
export async function isInUse(db: Knex): Promise<boolean> {
  const found = await readTables(db, ['users', 'tenants', 'auth_audit']);
  for (const { name } of found) {
    const { rows } = await db.raw<{ rows: { used: boolean }[] }>('select exists (select from ??) as used', [
      name,
    ]);
    if (rows[0]?.used === true) return true;
  }
  return false;
}

/** Which keys sealed second factors, and those of how many users each. */
export async function countKeys(db: Knex): Promise<{ key_id: string; users: number }[]> {
  if ((await readTables(db, ['totp_factors'])).length === 0) return [];
  return db('totp_factors').groupBy('key_id').orderBy('key_id').select('key_id', db.raw('count(*) as users'));
}

/** Ends all tokens. @returns how many */
export async function deleteTokens(trx: Knex): Promise<number> {
  if ((await readTables(trx, ['api_tokens'])).length === 0) return 0;
  return trx('api_tokens').delete();
}
