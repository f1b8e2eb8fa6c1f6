/** Questions to whoever sits at the terminal. Passwords come from there or from stdin, never from the arguments. */
import { confirm, password as askHidden } from '@inquirer/prompts';
import { ApiError } from '../../server/core/errors.js';
import { assertStrongPassword } from '../../server/passwords/policy.js';
import { UsageError } from './outcome.js';
import { say } from './output.js';

/** The answer goes to stdout, so the questions must not. */
const where = { output: process.stderr };

const isTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** More than any password may have. */
const MAX_INPUT = 8_192;

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_INPUT) throw new UsageError('What comes from stdin is too long.');
  }
  // The line break of `echo` belongs to nobody's password.
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** What stands against a password, in a sentence; true when nothing does. */
function judge(password: string, username: string, minLength: number): string | true {
  try {
    assertStrongPassword(password, username, minLength);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

async function askTwice(username: string, minLength: number): Promise<string> {
  for (;;) {
    const chosen = await askHidden(
      {
        message: `New password of ${username}:`,
        mask: '*',
        validate: (text) => judge(text, username, minLength),
      },
      where,
    );
    const again = await askHidden({ message: 'Once more:', mask: '*' }, where);
    if (again === chosen) return chosen;
    say('The two are not the same.');
  }
}

/**
 * A new password for somebody. The services check it again.
 * @param fromStdin as `--password-stdin` asks for
 */
export async function newPassword(fromStdin: boolean, username: string, minLength: number): Promise<string> {
  if (fromStdin) {
    if (process.stdin.isTTY) say('Type the password and end with Ctrl+D; it can be seen.');
    return readStdin();
  }
  if (isTerminal()) return askTwice(username, minLength);
  throw new UsageError('There is no terminal to ask for the password. Hand it in with --password-stdin.');
}

/** Something secret that is known already: asked for, hidden, or read from stdin. */
export async function readSecret(message: string): Promise<string> {
  return (isTerminal() ? await askHidden({ message, mask: '*' }, where) : await readStdin()).trim();
}

/** Asks for a yes before something that cannot be undone; without a terminal, or told to, it is taken as given. */
export async function isSure(question: string, isGiven: boolean): Promise<boolean> {
  if (isGiven || !isTerminal()) return true;
  return confirm({ message: question, default: false }, where);
}
