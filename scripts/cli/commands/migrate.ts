/** `clearview migrate`: changes or shows the state of the tables. The server migrates by itself when it starts. */
import { Command } from 'commander';
import {
  appliedMigrations,
  migrateOne,
  migrateToLatest,
  pendingMigrations,
  rollbackAll,
  rollbackLast,
} from '../../../db/migrate.js';
import { isSure } from '../ask.js';
import type { Machine } from '../machine.js';
import { jsonOption, onMachine, withExamples, yesOption } from '../options.js';
import { EXIT } from '../outcome.js';
import { answer, say } from '../output.js';

const told = (done: string, names: string[]): string =>
  names.length === 0 ? 'Nothing to do.' : names.map((name) => `${done}  ${name}`).join('\n');

async function up({ database }: Machine, options: { one?: true; json?: true }): Promise<void> {
  const applied = await (options.one ? migrateOne(database.db) : migrateToLatest(database.db));
  await answer(options.json === true, { applied }, told('applied', applied));
}

async function down({ database }: Machine, options: { all?: true; yes?: true; json?: true }): Promise<void> {
  const names = (await appliedMigrations(database.db)).reverse();
  const going = options.all ? names : names.slice(0, 1);
  const question = `Revert ${going.join(', ')} and lose what their tables hold?`;
  if (going.length > 0 && !(await isSure(question, options.yes === true))) {
    say('Nothing was changed.');
    process.exitCode = EXIT.refused;
    return;
  }
  const reverted = await (options.all ? rollbackAll(database.db) : rollbackLast(database.db));
  await answer(options.json === true, { reverted }, told('reverted', reverted));
}

async function status({ database }: Machine, options: { json?: true }): Promise<void> {
  const applied = await appliedMigrations(database.db);
  const pending = await pendingMigrations(database.db);
  const lines = [...applied.map((name) => `applied  ${name}`), ...pending.map((name) => `pending  ${name}`)];
  await answer(options.json === true, { applied, pending }, lines.join('\n'));
}

export function migrateCommand(): Command {
  const migrate = new Command('migrate').description(
    'Bring the tables up to date, or back. The server brings them up to date by itself when it starts.',
  );
  const upward = migrate.command('up').alias('latest').description('apply everything that is pending');
  upward.option('--one', 'apply the oldest pending one only').addOption(jsonOption());
  upward.action(onMachine(up, 'any'));
  withExamples(upward, [
    ['npx clearview migrate up', 'before the new release serves anybody'],
    ['npx clearview migrate up --one', 'step by step'],
  ]);
  const downward = migrate.command('down').description('revert the last one; what its tables held is lost');
  downward.option('--all', 'revert everything').addOption(yesOption()).addOption(jsonOption());
  downward.action(onMachine(down, 'any'));
  withExamples(downward, [
    ['npx clearview backup before.clearview', 'first of all'],
    ['npx clearview migrate down', 'then back to the release before'],
  ]);
  const state = migrate.command('status').description('show what is applied and what is pending');
  state.addOption(jsonOption()).action(onMachine(status, 'any'));
  withExamples(state, [['npx clearview migrate status --json', '{ "applied": […], "pending": […] }']]);
  return migrate;
}
