/** `clearview backup` and `clearview restore`: one file, made while the server runs. */
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { BackupDamaged, type Manifest } from '../../../server/backup/backup-format.js';
import { createBackup, type BackupResult } from '../../../server/backup/backup-service.js';
import {
  assertKnownSchema,
  assertNotAhead,
  isInUse,
  restoreBackup,
  verifyBackup,
  type RestoreResult,
} from '../../../server/backup/restore-service.js';
import { isSure } from '../ask.js';
import type { Machine } from '../machine.js';
import { jsonOption, onMachine, withExamples, yesOption } from '../options.js';
import { Failure, Refusal } from '../outcome.js';
import { answer, say, visible } from '../output.js';
import { startProgress } from '../progress.js';

interface BackupOptions {
  overwrite?: true;
  json?: true;
}

const counted = new Intl.NumberFormat('en');

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Makes one with a bar, whose end is known as soon as the work has begun. */
async function make({ ctx, signal }: Machine, file: string, overwrite: boolean): Promise<BackupResult> {
  let bar: ReturnType<typeof startProgress> | null = null;
  const onProgress = (done: number, total: number): void => {
    bar ??= startProgress('Copying', Math.max(total, 1));
    bar.update(done);
  };
  try {
    return await createBackup(ctx, file, { signal, onProgress, overwrite });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal('file_exists', `${file} exists already. Choose another name, or add --overwrite.`);
  } finally {
    (bar as ReturnType<typeof startProgress> | null)?.stop();
  }
}

async function backup(machine: Machine, file: string, options: BackupOptions): Promise<void> {
  if (!(await isInUse(machine.ctx))) throw new Refusal('nothing_to_back_up', 'The database is empty.');
  const made = await make(machine, file, options.overwrite === true);
  const text = `${visible(file)}: ${counted.format(made.rows)} rows of ${made.created_at}, ${size(made.bytes)}.`;
  await answer(options.json === true, made, text);
  if (options.json !== true)
    say('The key of second factors (SECRET_KEY or secret.key) is not in it: keep that too.');
}

/** Runs something that reads the whole file, with a bar. */
async function reading<T>(
  what: string,
  file: string,
  task: (onRead: (bytes: number) => void) => Promise<T>,
): Promise<T> {
  const bar = startProgress(what, (await stat(file)).size);
  try {
    return await task((bytes) => bar.update(bytes));
  } finally {
    bar.stop();
  }
}

async function verify(file: string): Promise<Manifest> {
  try {
    const manifest = await reading('Checking', file, (onRead) => verifyBackup(file, onRead));
    await assertKnownSchema(manifest);
    return manifest;
  } catch (error) {
    if (error instanceof BackupDamaged)
      throw new Refusal('backup_refused', `${error.message} Nothing was changed.`);
    throw error;
  }
}

const about = ({ created_at, clearview, tables }: Manifest): string =>
  `made ${created_at} by Clearview ${visible(clearview)}, ${tables.length} tables`;

interface RestoreOptions {
  check?: true;
  force?: true;
  keep?: string;
  discard?: true;
  revokeTokens?: true;
  yes?: true;
  json?: true;
}

const defaultKeep = (): string =>
  `before-restore-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}.clearview`;

/** What stands in the way of a restore over a database that is in use. @returns where its content went */
async function clearTheWay(machine: Machine, options: RestoreOptions): Promise<string | null> {
  if (!(await isInUse(machine.ctx))) return null;
  if (!options.force) {
    throw new Refusal('not_empty', 'The database is not empty. Add --force to put the backup in its place.');
  }
  const question = `Replace everything in ${machine.database.description}?`;
  if (!(await isSure(question, options.yes === true))) throw new Refusal('not_sure', 'Nothing was changed.');
  if (options.discard) return null;
  const keep = options.keep ?? defaultKeep();
  await make(machine, keep, false);
  say(`What is replaced was put into ${keep}.`);
  return keep;
}

/** What the operator has to know about the state that is back. */
function tell({ made_at, rows, migrated, tokens_revoked }: RestoreResult, options: RestoreOptions): string {
  return [
    `${counted.format(rows)} rows of ${made_at} are back.`,
    ...(migrated.length > 0 ? [`Brought up to date: ${migrated.join(', ')}.`] : []),
    'Everybody has to sign in again. Passwords, accounts and second factors are those of that moment: what was',
    'revoked or changed since has to be revoked or changed again.',
    options.revokeTokens
      ? `${tokens_revoked} API tokens were left out.`
      : 'API tokens of that moment open again; --revoke-tokens leaves them out.',
    'Run `npx clearview doctor` next.',
  ].join('\n');
}

async function restore(machine: Machine, file: string, options: RestoreOptions): Promise<void> {
  const { ctx, signal, database } = machine;
  const manifest = await verify(file);
  if (options.check)
    return answer(options.json === true, manifest, `The backup is whole: ${about(manifest)}.`);
  await assertNotAhead(database.db);
  const kept = await clearTheWay(machine, options);
  const revokeTokens = options.revokeTokens === true;
  try {
    const result = await reading('Restoring', file, (onRead) =>
      restoreBackup(ctx, file, { signal, onRead, revokeTokens }),
    );
    await answer(options.json === true, { ok: true, ...result, kept }, tell(result, options));
  } catch (error) {
    // 55P03: whoever works on the tables did not let go of them.
    if ((error as { code?: unknown }).code !== '55P03') throw error;
    throw new Failure('busy', 'The tables are in use. Nothing was changed; stop the server and try again.');
  }
}

export function backupCommand(): Command {
  const command = new Command('backup').description('put everything into one file, while the server runs');
  command.argument('<file>', 'where to; there whole or not at all, and readable by you alone');
  command.option('--overwrite', 'even if there is such a file').addOption(jsonOption());
  command.action(onMachine(backup, 'any'));
  command.addHelpText(
    'after',
    `
The file holds hashes of passwords and names of people: keep it as safe as the database. Not in it: sessions, links
to set a password, and the key of second factors (SECRET_KEY, or secret.key beside the data), which you keep apart.`,
  );
  return withExamples(command, [
    ['npx clearview backup clearview-$(date +%F).clearview', 'a file a day'],
    ['npx clearview backup nightly.clearview --overwrite --json', 'from cron'],
  ]);
}

export function restoreCommand(): Command {
  const command = new Command('restore').description('bring back what backup made: everything, or nothing');
  command.argument('<file>', 'made by backup, of this release or an older one');
  command.option('--check', 'only look whether the file is whole');
  command.option('--force', 'although the database is not empty; what is there is backed up first');
  command.option('--keep <file>', 'with --force: where what is there goes to (before-restore-….clearview)');
  command.option('--discard', 'with --force: do not keep what is there');
  command.option('--revoke-tokens', 'leave API tokens out: some may have been revoked since');
  command.addOption(yesOption()).addOption(jsonOption()).action(onMachine(restore, 'any'));
  command.addHelpText(
    'after',
    `
The file is checked to its end before anything is touched, and everything happens in one transaction: a file that is
damaged or cut off changes nothing. The tables of an older release are brought up to date. Everybody signs in anew.`,
  );
  return withExamples(command, [
    ['npx clearview restore clearview-2026-03-01.clearview', 'into an empty database'],
    ['npx clearview restore --check nightly.clearview', 'is it whole?'],
    ['npx clearview restore old.clearview --force --keep today.clearview', 'go back, and be able to return'],
  ]);
}
