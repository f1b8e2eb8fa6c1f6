/** Tallies that triggers keep, and figures that are counted now and then; see db/migrations/0015_flat_lists.ts. */
import type { Knex } from 'knex';

const ACCOUNTS = 'role, is_active, never, seen_on';
const TENANTS = 'state, grade, scanned_on';

/** Rows that may gather before they are added up. */
const MANY = 500;

/** One statement: whoever sums at this moment sees the rows before or after it, never both. */
const FOLDS = [
  `with taken as (
     delete from account_tallies where (select count(*) from account_tallies) >
       ${MANY} + (select count(*) from (select distinct ${ACCOUNTS} from account_tallies) as kinds) returning *)
   insert into account_tallies
   select ${ACCOUNTS}, sum(count) from taken group by ${ACCOUNTS} having sum(count) <> 0`,
  `with taken as (
     delete from tenant_tallies where (select count(*) from tenant_tallies) >
       ${MANY} + (select count(*) from (select distinct ${TENANTS} from tenant_tallies) as kinds) returning *)
   insert into tenant_tallies
   select ${TENANTS}, sum(count), sum(points), sum(judged) from taken group by ${TENANTS} having sum(count) <> 0`,
];

/** Adds up what has gathered in the tallies; the figures stay as they are. */
export async function foldTallies(db: Knex): Promise<void> {
  for (const fold of FOLDS) await db.raw(fold);
}

/** A figure that was counted less than so many seconds ago. */
export async function readFigure(db: Knex, name: string, seconds: number): Promise<unknown> {
  const row = await db('figures')
    .where({ name })
    .whereRaw('counted_at > now() - make_interval(secs => ?)', [seconds])
    .first('value');
  return row?.value;
}

/** Keeps a figure as it is now. */
export async function writeFigure(db: Knex, name: string, value: unknown): Promise<void> {
  await db('figures')
    .insert({ name, value: JSON.stringify(value), counted_at: db.fn.now() as never })
    .onConflict('name')
    .merge();
}
