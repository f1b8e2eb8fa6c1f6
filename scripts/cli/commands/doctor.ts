/** `clearview doctor`: what is wrong with this installation, and what to do about it. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { isUnavailable } from '../../../db/pg-errors.js';
import { ConfigError, loadConfig, type Config } from '../../../server/config.js';
import { checkDatabase } from '../doctor/database.js';
import { checkDisk } from '../doctor/disk.js';
import { note, ok, wrong, type Finding, type State } from '../doctor/finding.js';
import { checkServer } from '../doctor/server.js';
import { checkSettings } from '../doctor/settings.js';
import { withMachine } from '../machine.js';
import { jsonOption, whole, withExamples } from '../options.js';
import { EXIT, Interrupted } from '../outcome.js';
import { answer, visible } from '../output.js';

const MARKS: Record<State, string> = { ok: 'ok    ', note: 'note  ', warn: 'WARN  ', wrong: 'WRONG ' };

function readSettings(): { config: Config | null; findings: Finding[] } {
  try {
    const config = loadConfig();
    const findings = [ok('configuration', 'Every variable is understood.'), ...checkSettings(config)];
    return { config, findings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice =
      'Mend it in the environment or the file .env; docs/configuration.md lists what is allowed.';
    return {
      config: null,
      findings: error.problems.map((problem) => wrong('configuration', problem, advice)),
    };
  }
}

/** Looking must make nothing: an embedded database that is not there yet stays so. */
const isYetToBeMade = ({ databaseUrl, dataDir }: Config): boolean =>
  databaseUrl === undefined && !existsSync(dataDir);

async function lookAtDatabase(config: Config, maxBackupAge: number): Promise<Finding[]> {
  if (isYetToBeMade(config)) {
    const first = note('database', `There is none yet at ${config.dataDir}.`, '`npm start` makes it.');
    return [first, await checkDisk(config.dataDir)];
  }
  try {
    return await withMachine((machine) => checkDatabase(machine, maxBackupAge), 'any');
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const why = isUnavailable(error) ? 'The database is out of reach' : 'The database cannot be used';
    const advice =
      config.databaseUrl === undefined
        ? `Look into server.log under ${config.dataDir}; run this as the user that owns the data, or as root.`
        : 'Is it running? Is DATABASE_URL right: host, port, name, password? psql "$DATABASE_URL" tells more.';
    return [wrong('database', `${why}: ${(error as Error).message}`, advice)];
  }
}

const toText = ({ state, check, summary, advice }: Finding): string =>
  `${MARKS[state]}${check.padEnd(16)}${visible(summary)}${advice === undefined ? '' : `\n${' '.repeat(22)}→ ${visible(advice)}`}`;

interface Options {
  maxBackupAge: number;
  strict?: true;
  json?: true;
}

async function doctor({ maxBackupAge, strict, json }: Options): Promise<void> {
  const { config, findings } = readSettings();
  if (config !== null) {
    findings.push(...(await lookAtDatabase(config, maxBackupAge)));
    findings.push(await checkServer(config));
  }
  const count = (state: State): number => findings.filter((one) => one.state === state).length;
  const isWell = count('wrong') === 0 && (strict !== true || count('warn') === 0);
  const verdict = isWell ? 'Nothing is wrong' : `${count('wrong')} wrong`;
  const text = [...findings.map(toText), '', `${verdict}, ${count('warn')} to look at.`].join('\n');
  await answer(json === true, { ok: isWell, findings }, text);
  if (!isWell) process.exitCode = EXIT.failed;
}

export function doctorCommand(): Command {
  const command = new Command('doctor').description('look for what is wrong, and say what to do about it');
  command.option(
    '--max-backup-age <days>',
    'how old the last backup may be; 0: do not ask',
    whole(0, 3650),
    7,
  );
  command.option('--strict', 'end with 1 for warnings too').addOption(jsonOption());
  command.action((options: Options) => doctor(options));
  command.addHelpText(
    'after',
    `
It looks at the configuration, cookies and proxy, the database and its tables, the clock, administrators, backups, the
key of second factors, disk space and the server, and changes nothing. Exit code 1: something is wrong.`,
  );
  return withExamples(command, [
    ['npx clearview doctor', 'after installing, after an update, when in doubt'],
    ['npx clearview doctor --json --max-backup-age 2', 'for monitoring'],
  ]);
}
