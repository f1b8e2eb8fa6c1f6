/** Many rows at once: in portions, so that there is progress to be shown, with the indexes built at the end. */
import type pg from 'pg';

/** Rows of one statement. */
const PORTION = 100_000;
/** Up to so many rows the indexes are filled along the way; beyond, building them anew is several times as fast. */
const FEW = 50_000;

export interface Bulk {
  table: string;
  rows: number;
  /** An `insert` of the rows numbered from $1 to $2. */
  insert: string;
  /** What has to be done before the first of them. */
  before?: string;
}

/** The indexes of a table that can go for a while: none that a constraint stands on. */
const INDEXES = `
  select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
   where i.indrelid = $1::regclass
     and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
   order by 1`;

async function indexesOf(client: pg.Client, table: string): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(INDEXES, [table]);
  // Of a table of partitions the definition says ONLY; made again it is meant for each of them.
  return rows.map(({ name, definition }) => ({ name, definition: definition.replace(' ON ONLY ', ' ON ') }));
}

/**
 * Adds rows; the table's indexes are the same before and after.
 * @param tell hears how many rows were added since it last heard
 */
export async function addRows(client: pg.Client, bulk: Bulk, tell: (rows: number) => void): Promise<void> {
  if (bulk.before !== undefined) await client.query(bulk.before);
  const indexes = bulk.rows > FEW ? await indexesOf(client, bulk.table) : [];
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (let first = 1; first <= bulk.rows; first += PORTION) {
    const last = Math.min(first + PORTION - 1, bulk.rows);
    await client.query(bulk.insert, [first, last]);
    tell(last - first + 1);
  }
  for (const { definition } of indexes) await client.query(definition);
}
