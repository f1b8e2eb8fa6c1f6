/** What the database says about itself and about us. */
import { statSync } from 'node:fs';
import type { Knex } from 'knex';
import { appliedMigrations, knownMigrations } from '../../../db/migrate.js';
import { readBackupFacts } from '../../../server/backup/backup-facts-service.js';
import type { Config } from '../../../server/config.js';
import { isSetupRequired } from '../../../server/setup/setup-service.js';
import { isLoopback } from '../../../server/core/address.js';
import { countActiveAdmins } from '../../../server/users/users-rules-service.js';
import type { Machine } from '../machine.js';
import { checkDisk } from './disk.js';
import { note, ok, warn, wrong, type Finding } from './finding.js';
import { checkKey } from './key.js';

/** Seconds that two clocks may differ; codes of an authenticator are good for thirty. */
const SKEW = 5;
const OLDEST_POSTGRES = 14;
const DAY = 24 * 3600 * 1000;

async function readServer(db: Knex): Promise<{ version: string; number: number; skew: number }> {
  const before = Date.now();
  const { rows } = await db.raw<{ rows: { version: string; number: number; now: Date }[] }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            clock_timestamp() as now`,
  );
  const { version, number, now } = rows[0]!;
  // In the middle between question and answer, as far as one can tell.
  const here = (before + Date.now()) / 2;
  return { version, number, skew: (now.getTime() - here) / 1000 };
}

export function judgeClock(skew: number): Finding {
  const apart = Math.abs(skew);
  if (apart <= SKEW) return ok('clock', `This machine and the database differ by ${apart.toFixed(1)} s.`);
  const advice =
    'Let both take the time from NTP (timedatectl set-ntp true): codes of second factors go by the clock.';
  const summary = `This machine is ${apart.toFixed(0)} s ${skew > 0 ? 'behind' : 'ahead of'} the database.`;
  return wrong('clock', summary, advice);
}

function judgeVersion(version: string, number: number, where: string): Finding {
  const summary = `PostgreSQL ${version}: ${where}.`;
  if (number >= OLDEST_POSTGRES * 10_000) return ok('database', summary);
  return wrong('database', summary, `Clearview needs PostgreSQL ${OLDEST_POSTGRES} or newer.`);
}

async function checkMigrations(db: Knex): Promise<Finding> {
  const [known, applied] = [await knownMigrations(), await appliedMigrations(db)];
  const pending = known.filter((name) => !applied.includes(name));
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0) {
    const advice = 'Install the release that made them; `npx clearview restore` and older code may not fit.';
    return warn('migrations', `The database is ahead of this release: ${newer.join(', ')}.`, advice);
  }
  if (pending.length === 0) return ok('migrations', `All ${known.length} are applied.`);
  const advice = '`npx clearview migrate up`, or start the server: it does so by itself.';
  return wrong('migrations', `${pending.length} are pending: ${pending.join(', ')}.`, advice);
}

async function checkPeople({ ctx, config }: Machine): Promise<Finding> {
  if (await isSetupRequired(ctx)) {
    const isOpen = config.setupToken === undefined && config.host !== 'localhost' && !isLoopback(config.host);
    const advice = '`npx clearview user create <name> --role admin`, or open /setup.html.';
    if (isOpen)
      return wrong('administrators', 'Whoever opens the page first makes themselves administrator.', advice);
    return warn('administrators', 'There is no account yet.', advice);
  }
  const count = await countActiveAdmins(ctx.db);
  if (count > 1) return ok('administrators', `${count} are active.`);
  if (count === 0) {
    return wrong(
      'administrators',
      'Nobody can administer.',
      '`npx clearview user promote <name>` or `user activate <name>`.',
    );
  }
  return note('administrators', 'There is one.', 'A second one helps when the first is away or locked out.');
}

/** @param days how old the newest backup may be; 0: nobody asks */
export function judgeBackup(
  last: Date | null,
  firstUse: Date | null,
  days: number,
  now = Date.now(),
): Finding {
  const CHECK = 'backup';
  if (days === 0) return note(CHECK, 'Not asked for (--max-backup-age 0).');
  const advice =
    '`npx clearview backup <file>`, every night by cron. If pg_dump or snapshots do that, say --max-backup-age 0.';
  const age = (moment: Date): number => Math.floor((now - moment.getTime()) / DAY);
  if (last === null) {
    const isNew = firstUse === null || age(firstUse) < days;
    return isNew
      ? warn(CHECK, 'There is none yet.', advice)
      : wrong(CHECK, 'There has never been one.', advice);
  }
  const summary = `The last one is of ${last.toISOString().slice(0, 16).replace('T', ' ')} UTC (${age(last)} days ago).`;
  return now - last.getTime() > days * DAY ? wrong(CHECK, summary, advice) : ok(CHECK, summary);
}

/** The folder of the embedded database may hold the key as well as the data. */
function checkFolder({ dataDir, databaseUrl }: Config): Finding[] {
  if (databaseUrl !== undefined || process.platform === 'win32') return [];
  const mode = statSync(dataDir, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o022) === 0) return [];
  return [wrong('data_folder', `Others on this machine can write to ${dataDir}.`, `chmod go-w ${dataDir}`)];
}

/** Everything that needs a database that answers. */
export async function checkDatabase(machine: Machine, maxBackupAge: number): Promise<Finding[]> {
  const { ctx, config, database } = machine;
  const server = await readServer(ctx.db);
  const findings = [
    judgeVersion(server.version, server.number, database.description),
    judgeClock(server.skew),
    await checkMigrations(ctx.db),
  ];
  const isUsable = (await appliedMigrations(ctx.db)).includes('0013_own_accounts');
  if (isUsable) {
    const { lastBackup, firstUse, sealed } = await readBackupFacts(ctx);
    findings.push(await checkPeople(machine));
    findings.push(judgeBackup(lastBackup, firstUse, maxBackupAge));
    findings.push(await checkKey(config, sealed));
  }
  if (config.databaseUrl === undefined) findings.push(await checkDisk(config.dataDir));
  return [...findings, ...checkFolder(config)];
}
