/** The map of all commands. */
import { Command } from 'commander';
import { version } from '../../server/core/project.js';
import { auditCommand } from './commands/audit.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { doctorCommand } from './commands/doctor.js';
import { migrateCommand } from './commands/migrate.js';
import { sessionCommand } from './commands/session.js';
import { tokenCommand } from './commands/token.js';
import { userCommand } from './commands/user.js';
import { withExamples } from './options.js';

const ABOUT = [
  'Looks after a Clearview from the machine it runs on, while the server runs or not.',
  'The database is the one that the server uses: that of DATABASE_URL (from the environment or a file .env in the',
  'working folder), else the embedded one. The rules are those of the API; what is changed stands in the audit log',
  'under the user "cli" and your name on this machine.',
].join(' ');

const EXITS = `
Exit codes:
  0    done
  1    it did not work out, or doctor found something wrong
  2    the command was not understood; nothing was tried
  3    refused: a rule stands against it, or what was named does not exist; nothing was changed
  130  ended by Ctrl+C

With --json the answer is JSON on stdout, and an error {"detail", "code"} on stderr.
Every command explains itself: npx clearview user create --help`;

/** Every command prints its help the same way and throws instead of ending the process. */
function settle(command: Command): void {
  command.exitOverride().showHelpAfterError('(add --help for examples)');
  command.configureHelp({ sortSubcommands: false, showGlobalOptions: false });
  command.commands.forEach(settle);
}

export function createProgram(): Command {
  const program = new Command('clearview').description(ABOUT).version(version, '-V, --version');
  program.addCommand(userCommand());
  program.addCommand(sessionCommand());
  program.addCommand(tokenCommand());
  program.addCommand(auditCommand());
  program.addCommand(doctorCommand());
  program.addCommand(backupCommand());
  program.addCommand(restoreCommand());
  program.addCommand(migrateCommand());
  withExamples(program, [
    ['npx clearview user create root --role admin', 'the first account, without a browser'],
    ['npx clearview user reset-password joe', 'joe forgot it'],
    ['npx clearview audit tail --follow', 'watch what happens'],
    ['npx clearview doctor', 'is everything as it should be?'],
  ]);
  program.addHelpText('after', EXITS);
  settle(program);
  return program;
}
