/** Queries of the first-run setup. That it is done is a stored fact: no later state of `users` reopens it. */
import type { Knex } from 'knex';

/** Whether the first administrator was made, here or by an earlier edition. */
export async function isSetupDone(db: Knex): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { done: boolean }[] }>(
    'select exists (select from setup_state) or exists (select from users) as done',
  );
  return rows[0]?.done === true;
}

export async function markSetupDone(trx: Knex): Promise<void> {
  await trx('setup_state').insert({ singleton: true }).onConflict().ignore();
}
