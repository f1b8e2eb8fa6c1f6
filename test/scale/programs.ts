/** Real servers of other makers, from the distribution's packages, run without rights and in folders of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { serverAccount } from '../../db/embedded/account.js';
import { projectRoot } from '../../server/core/project.js';
import { until } from './processes.js';

export interface Program {
  port: number;
  stop(): Promise<void>;
}

/** @returns where the program is; undefined when it is not installed. @throws Error then with REQUIRE_SERVERS=1 */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined && process.env.REQUIRE_SERVERS === '1') {
    throw new Error(`REQUIRE_SERVERS=1, but there is no ${name}.`);
  }
  return found;
}

/** The example of the documentation in a language of its own. */
export function example(language: string): string {
  const page = readFileSync(path.join(projectRoot, 'docs/scaling.md'), 'utf8');
  const text = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1];
  if (text === undefined) throw new Error(`docs/scaling.md has no example in ${language}.`);
  return text;
}

/** Replaces, and insists that there was something to be replaced. */
export function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`The example has nothing like ${String(pattern)}.`);
  return text.replace(pattern, () => by);
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}

/**
 * Starts a program in the foreground, as the account of PostgreSQL when the tests run as root.
 * @param files what it reads, by name
 * @param args from the folder of these files
 * @returns once it answers on the port
 */
export async function startProgram(
  program: string,
  port: number,
  files: Record<string, string>,
  args: (folder: string) => string[],
): Promise<Program> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-program-'));
  const account = await serverAccount();
  await chmod(folder, 0o700);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  for (const name of account === undefined ? [] : ['.', ...Object.keys(files)]) {
    await chown(path.join(folder, name), account?.uid ?? 0, account?.gid ?? 0);
  }
  const child = spawn(program, args(folder), {
    ...account,
    cwd: folder,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(`${path.basename(program)} answers`, async () => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
    return answers(port);
  });
  return {
    port,
    async stop() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
