/** A connection for work that takes its time: the time-outs of requests are not meant for it. */
import type { Knex } from 'knex';
import { createDatabase, settingsOf } from '../../db/knex.js';

/**
 * Lends a pool of one connection to the same database. We ask for no time-outs there; those that the server or a
 * pooler gives by itself are for liftTimeouts.
 */
export async function withPatience<T>(db: Knex, task: (patient: Knex) => Promise<T>): Promise<T> {
  const patient = createDatabase(settingsOf(db), {
    poolMax: 1,
    applicationName: 'clearview backup',
    statementTimeout: 0,
  });
  try {
    return await task(patient);
  } finally {
    await patient.destroy();
  }
}

/** Ends, for one transaction, the time-outs that a pooler's connect_query, the role or the database has set. */
export async function liftTimeouts(trx: Knex.Transaction): Promise<void> {
  await trx.raw('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
}
