/** A client that keeps count and never throws, for servers that are being mistreated. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reply {
  /** 0 when the connection was refused or cut. */
  status: number;
  body: unknown;
  headers: Headers;
  /** Milliseconds until it was read. */
  took: number;
}

export type Call = (method: string, path: string, body?: object) => Promise<Reply>;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

export function client(url: string, cookie = ''): Call {
  return async (method, path, body) => {
    const begun = performance.now();
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await fetch(url + path, { method, headers, body: text, redirect: 'manual' });
      const content = parse(await answer.text());
      return {
        status: answer.status,
        body: content,
        headers: answer.headers,
        took: performance.now() - begun,
      };
    } catch {
      return { status: 0, body: undefined, headers: new Headers(), took: performance.now() - begun };
    }
  };
}

/** Signs in, or sets up. @returns the cookie */
export async function enter(url: string, path: string, username: string, password: string): Promise<string> {
  const { status, headers, body } = await client(url)('POST', path, { username, password });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

/** Repeats a task until the signal says that it is enough. */
export async function repeat(until: AbortSignal, task: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; !until.aborted; n++) await task(n);
}

/** Waits until the question is answered by yes. @returns the milliseconds it took; Infinity when it never was */
export async function waitFor(question: () => Promise<boolean>, patience: number): Promise<number> {
  const begun = performance.now();
  while (performance.now() - begun < patience) {
    if (await question()) return performance.now() - begun;
    await sleep(100);
  }
  return Infinity;
}

/** How often each status came. */
export function tally(replies: Reply[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The time that 95 of 100 stay below. */
export function p95(replies: Reply[]): number {
  const times = replies.map(({ took }) => took).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.ceil(times.length * 0.95) - 1)] ?? 0;
}
