/** Queries on notices. */
import type { Knex } from 'knex';
import { listPage } from '../../db/list-page.js';
import type { ListQuery, ListSource, Page } from '../../db/list-source.js';
import type { NoticeRow } from '../../db/tables.js';

/** A notice as its owner sees it. */
export type StoredNotice = Omit<NoticeRow, 'user_id'>;

const COLUMNS = ['id', 'kind', 'created_at', 'detail'] as const satisfies readonly (keyof StoredNotice)[];

const SORT_KEYS = {
  id: { sql: 'id', type: 'int' },
  created_at: { sql: 'created_at', type: 'timestamptz' },
};

/** The columns that the list may be ordered by. */
export const NOTICE_SORTABLE = Object.keys(SORT_KEYS);

/** A page of a user's notices. */
export async function listNotices(db: Knex, userId: number, query: ListQuery): Promise<Page<StoredNotice>> {
  const from: ListSource['from'] = (source) => source('notices') as Knex.QueryBuilder;
  const where: ListSource['where'] = (rows) => void rows.where({ user_id: userId });
  return listPage(db, { from, columns: COLUMNS, sortKeys: SORT_KEYS, where }, query);
}

/** Adds one, and drops the oldest beyond `keep`. */
export async function insertNotice(
  trx: Knex,
  notice: Pick<NoticeRow, 'user_id' | 'kind' | 'detail'>,
  keep: number,
): Promise<void> {
  await trx('notices').insert({ ...notice, detail: JSON.stringify(notice.detail) as never });
  const { user_id } = notice;
  const surplus = trx('notices').select('id').where({ user_id }).orderBy('id', 'desc').offset(keep);
  await trx('notices').whereIn('id', surplus).delete();
}

/** Deletes one of a user's notices, or all. @returns how many there were */
export async function deleteNotices(trx: Knex, userId: number, id: number | null): Promise<number> {
  return trx('notices')
    .where({ user_id: userId, ...(id === null ? {} : { id }) })
    .delete();
}
