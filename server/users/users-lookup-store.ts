/** Finds users by what people call them. */
import type { Knex } from 'knex';
import { FOLDED_NAME } from '../../db/search.js';

/** The id behind a name, without regard to case; undefined when there is none. */
export async function findId(db: Knex, username: string): Promise<number | undefined> {
  const row = await db('users').whereRaw(`${FOLDED_NAME} = lower(? collate "C")`, [username]).first('id');
  return row?.id;
}
