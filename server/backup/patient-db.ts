/** A connection for work that takes its time: the time-outs of requests are not meant for it. */
import type { Knex } from 'knex';
import { createDatabase, settingsOf } from '../../db/knex.js';

/** Lends a pool of one connection without time-outs, to the same database. */
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
