/** The web processes of a server, as the operating system shows them. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

interface Row {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Row[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // A zombie has ended; nobody has looked yet.
    return pid === undefined || state?.startsWith('Z') === true
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
  });
}

/** @returns the numbers of the processes that a server has made to answer requests */
export function webProcessesOf(server: number): number[] {
  return processes()
    .filter(({ parent, command }) => parent === server && command.includes('server/main'))
    .map(({ pid }) => pid);
}

/** Which of them still run. */
export function running(pids: readonly number[]): number[] {
  const now = new Set(processes().map(({ pid }) => pid));
  return pids.filter((pid) => now.has(pid));
}

/** Waits until the question is answered by yes. @throws Error when it never is */
export async function until(what: string, question: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await question()) return;
    await sleep(50);
  }
  throw new Error(`It never came to this: ${what}`);
}
