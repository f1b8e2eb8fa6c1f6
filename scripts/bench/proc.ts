/** What processes use, as Linux tells it under /proc; on other systems nobody knows. */
import { readdir, readFile } from 'node:fs/promises';

/** Ticks a second in which Linux tells CPU time: 100 on every platform that Node runs on. */
const TICKS = 100;
const KIB = 1024;

interface Process {
  pid: number;
  parent: number;
  /** Seconds of CPU of its own, and of its children that have ended. */
  cpu: number;
}

const canTell = process.platform === 'linux';

/** The fields after the name, which may itself hold spaces and brackets; see proc_pid_stat(5). */
async function readProcess(pid: string): Promise<Process | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid: Number(pid), parent: Number(fields[1]), cpu: ticks / TICKS };
}

/** A process and all that come of it. */
async function familyOf(pid: number): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(readProcess))).filter((one) => one !== null);
  const family = all.filter((one) => one.pid === pid);
  // A family grows while it is looked through: whoever is added may have children themselves.
  for (const member of family) family.push(...all.filter((one) => one.parent === member.pid));
  return family;
}

/** Seconds of CPU that a process and all that came of it have used; null where nobody knows. */
export async function cpuOf(pid: number): Promise<number | null> {
  if (!canTell) return null;
  const family = await familyOf(pid);
  return family.reduce((sum, one) => sum + one.cpu, 0);
}

async function readKib(file: string, names: readonly string[]): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const values = names.map((name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0));
  return values.reduce((sum, value) => sum + value, 0) * KIB;
}

/** Bytes that a process holds, and what its children hold of their own; null where nobody knows. */
export async function memoryOf(pid: number): Promise<number | null> {
  if (!canTell) return null;
  const [, ...children] = await familyOf(pid);
  const own = await readKib(`/proc/${pid}/status`, ['VmRSS']);
  const more = await Promise.all(
    children.map((child) => readKib(`/proc/${child.pid}/smaps_rollup`, ['Private_Clean', 'Private_Dirty'])),
  );
  return more.reduce((sum, bytes) => sum + bytes, own);
}
