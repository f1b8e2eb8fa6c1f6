/** A client of server-sent events that keeps all it was told, and can be slow or cut off. */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Told {
  event: string;
  id: number | null;
  data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what it holds is what tests check
}

export interface Watching {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** All of the answer so far. */
  text(): string;
  /** The events so far. */
  events(): Told[];
  /** Ids of the audit events so far, in the order in which they came. */
  ids(): number[];
  /** Waits until the question is answered by yes. @throws Error when it is not within the time */
  until(question: (told: Told[]) => boolean, patience?: number): Promise<Told[]>;
  /** Waits until the server has ended the answer. */
  ended: Promise<void>;
  /** Stops reading. */
  pause(): void;
  resume(): void;
  /** Hangs up. */
  close(): void;
}

function parse(text: string): Told[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => block.split('\n'))
    .filter((lines) => lines.some((line) => line.startsWith('data: ')))
    .map((lines) => {
      const field = (name: string): string | undefined =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const id = field('id');
      return {
        event: field('event') ?? 'message',
        id: id === undefined ? null : Number(id),
        data: JSON.parse(field('data') ?? 'null') as unknown,
      };
    });
}

/** @param address the whole one, with its query */
export async function watch(
  address: string,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Watching> {
  const request = http.get(address, {
    headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
    agent: false,
  });
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  request.on('error', () => undefined);
  answer.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => answer.once('close', resolve));
  const events = (): Told[] => parse(text);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text: () => text,
    events,
    ids: () =>
      events()
        .filter(({ event }) => event === 'audit')
        .map(({ id }) => id ?? 0),
    async until(question, patience = 8000) {
      const end = Date.now() + patience;
      while (!question(events())) {
        if (Date.now() > end) throw new Error(`Not told in time. So far: ${text.slice(-2000)}`);
        await sleep(10);
      }
      return events();
    },
    ended,
    pause: () => void answer.pause(),
    resume: () => void answer.resume(),
    close: () => void request.destroy(),
  };
}
