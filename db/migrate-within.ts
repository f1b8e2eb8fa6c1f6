/** Migrations as part of a larger transaction: a restore goes back to the tables of its backup and forth again. */
import type { Knex } from 'knex';
import { appliedMigrations, knownMigrations } from './migrate.js';
import { migrationSource } from './migration-source.js';

/**
 * Reverts what came after these migrations. Empty the tables before.
 * @param names the first ones of knownMigrations, all applied
 */
export async function revertTo(trx: Knex.Transaction, names: readonly string[]): Promise<void> {
  const later = (await appliedMigrations(trx)).filter((name) => !names.includes(name));
  for (const name of later.reverse()) {
    const migration = await migrationSource.getMigration(name);
    await migration.down?.(trx);
    await trx('knex_migrations').where({ name }).delete();
  }
}

/** Applies what is pending. @returns the names */
export async function applyPending(trx: Knex.Transaction): Promise<string[]> {
  const done = new Set(await appliedMigrations(trx));
  const pending = (await knownMigrations()).filter((name) => !done.has(name));
  for (const name of pending) {
    const migration = await migrationSource.getMigration(name);
    await migration.up(trx);
    const batch = trx.raw('(select coalesce(max(batch), 0) + 1 from knex_migrations)');
    await trx('knex_migrations').insert({ name, batch, migration_time: trx.fn.now() });
  }
  return pending;
}
