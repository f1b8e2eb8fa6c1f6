/** Requests byte by byte, as no well-behaved client would send them. */
import net from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was closed without a word. */
  status: number;
  headers: Record<string, string>;
  body: unknown;
  text: string;
  /** Everything that came, several answers perhaps. */
  all: string;
}

function parseAnswer(all: string): RawAnswer {
  const [head = '', ...rest] = all.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const text = rest.join('\r\n\r\n');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: Number(first.split(' ')[1] ?? 0), headers, body, text, all };
}

/**
 * Sends bytes and reads until the server closes the connection.
 * @param url of the application
 * @param bytes with `Connection: close` where an answer without an error is expected
 * @param patience milliseconds after which we hang up
 */
export function sendRaw(url: string, bytes: string | Buffer, patience = 3000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), patience);
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server that refuses may reset while we still write.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(parseAnswer(Buffer.concat(chunks).toString('latin1')));
    });
  });
}

/** A request of this line and these header lines, after which the connection is closed. */
export function rawGet(url: string, target: string, headers: string[] = [], method = 'GET') {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', ...headers, 'Connection: close'];
  return sendRaw(url, `${lines.join('\r\n')}\r\n\r\n`);
}
