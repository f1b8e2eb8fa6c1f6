/** Queries on settings, the table of one row. */
import type { Knex } from 'knex';
import type { SettingsRow } from '../../db/tables.js';

export type StoredSettings = Omit<SettingsRow, 'singleton'>;

const COLUMNS = [
  'require_second_factor_admin',
  'require_second_factor_user',
  'reauthenticate_admins',
  'max_token_days',
  'revision',
  'updated_at',
] as const satisfies readonly (keyof StoredSettings)[];

function only(row: StoredSettings | undefined): StoredSettings {
  if (row === undefined) throw new Error('The row of the settings is gone.');
  return row;
}

export async function readSettings(db: Knex): Promise<StoredSettings> {
  return only(await db('settings').first(...COLUMNS));
}

/** Reads them and holds them to the end of the transaction. */
export async function lockSettings(trx: Knex): Promise<StoredSettings> {
  return only(
    await trx('settings')
      .forUpdate()
      .first(...COLUMNS),
  );
}

export async function updateSettings(trx: Knex, patch: Partial<StoredSettings>): Promise<StoredSettings> {
  const rows: StoredSettings[] = await trx('settings')
    .update({ ...patch, revision: trx.raw('revision + 1') as never, updated_at: trx.fn.now() as never })
    .returning([...COLUMNS]);
  return only(rows[0]);
}
