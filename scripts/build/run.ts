/** Runs a tool and keeps the person informed while it takes its time. */
import { spawn } from 'node:child_process';

const TICK = 5_000;

/** Prints a line for a person; stdout is left to programs. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * @param what shown while it runs, such as "Building the site"
 * @throws Error with the tool's output when it fails
 */
export async function run(what: string, command: string, args: string[], cwd: string): Promise<void> {
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  say(`${what}…`);
  const ticking = setInterval(() => say(`  still at it (${seconds()})`), TICK);
  try {
    await finished(command, args, cwd);
    say(`  done in ${seconds()}`);
  } catch (error) {
    throw new Error(`${what} failed.\n${(error as Error).message}`, { cause: error });
  } finally {
    clearInterval(ticking);
  }
}

function finished(command: string, args: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(Buffer.concat(output).toString('utf8').slice(-8000)));
    });
  });
}
