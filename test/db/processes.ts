/** Real child processes for the tests of what happens when one dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionSettings } from '../../db/knex.js';
import { discardOnExit } from '../support/postgres.js';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');

const children = new Set<ChildProcess>();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

export interface Program {
  child: ChildProcess;
  /** What it has written so far. */
  stdout(): string;
  stderr(): string;
  /** Its exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
}

/** A temp folder of the test that PostgreSQL's account can get into, and everything that was begun in it. */
export class Workshop {
  readonly programs: Program[] = [];
  private readonly keep: () => void;

  private constructor(readonly folder: string) {
    this.keep = discardOnExit(folder);
  }

  static async open(): Promise<Workshop> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'clearview-db-'));
    await chmod(folder, 0o755);
    return new Workshop(folder);
  }

  /** Starts a fixture under tsx. */
  run(fixture: string, args: string[], account: { uid?: number; gid?: number } = {}): Program {
    const script = path.join(FIXTURES, fixture);
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      ...account,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const program = { child, stdout: () => stdout, stderr: () => stderr, ended };
    this.programs.push(program);
    return program;
  }

  /** Ends what still runs, the servers too, and removes the folder. */
  async close(dataDirs: string[] = []): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL');
    await Promise.all(this.programs.map(({ ended }) => ended));
    for (const dataDir of dataDirs) await killServer(dataDir);
    await rm(this.folder, { recursive: true, force: true });
    this.keep();
  }
}

export interface Started {
  connection: ConnectionSettings;
  dataDir: string;
}

/** Waits until an embedded fixture says that it is up. @throws Error with what it said when it ends instead. */
export async function started(program: Program): Promise<Started> {
  await waitFor(
    () => program.stdout().includes('\n') || program.child.exitCode !== null,
    'the fixture to be up',
  );
  if (!program.stdout().includes('\n')) throw new Error(`The fixture ended: ${program.stderr()}`);
  return JSON.parse(program.stdout()) as Started;
}

/** Ends a fixture as an operator would. @returns its exit code. */
export async function terminate(program: Program): Promise<number | null> {
  program.child.kill('SIGTERM');
  return program.ended;
}

/** @returns the pid in postmaster.pid, or undefined when there is none. */
export async function serverPid(dataDir: string): Promise<number | undefined> {
  const text = await readFile(path.join(dataDir, 'pg18', 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/** @returns whether the process exists and is no zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) [^ZX] /.test(status);
}

async function killServer(dataDir: string): Promise<void> {
  const pid = await serverPid(dataDir);
  if (pid === undefined || !(await isAlive(pid))) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!command.includes(dataDir)) return;
  process.kill(pid, 'SIGQUIT');
  await waitFor(async () => !(await isAlive(pid)), 'the server to die');
}

/** Polls until the condition holds. @throws Error after 20 s. */
export async function waitFor(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
