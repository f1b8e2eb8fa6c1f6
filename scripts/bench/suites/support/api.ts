/** A person who uses the API of a running Clearview: keeps connections and a session, and looks at the clock. */
import http from 'node:http';
import { PASSWORD, userName } from '../../seed/people.js';

/** What came back, and after how long. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
  /** From asking to the last byte. */
  ms: number;
}

export interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Hangs up when it comes. */
  signal?: AbortSignal;
}

/** The values of Set-Cookie as a client sends them back. */
export const cookiesOf = (headers: http.IncomingHttpHeaders): string =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

export class Api {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  private cookie = '';

  /** @param url such as `http://127.0.0.1:40123` */
  constructor(private readonly url: string) {}

  /** Asks, whatever the answer is. @param consume is given the answer's body instead of its being collected */
  ask(path: string, asked: Asked = {}, consume?: (chunk: Buffer) => void): Promise<Answer> {
    const { method = 'GET', body, signal } = asked;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      // The length is told: of a DELETE node:http would send the body without any word of it.
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(text)}` }),
      ...asked.headers,
    };
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(
        this.url + path,
        { method, headers, signal, agent: this.agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', consume ?? ((chunk: Buffer) => void chunks.push(chunk)));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers: answered } = response;
            const ms = performance.now() - begun;
            resolve({ status, headers: answered, body: Buffer.concat(chunks).toString(), ms });
          });
        },
      );
      request.on('error', reject);
      request.end(text);
    });
  }

  /** Asks for what must succeed. @throws Error that tells the answer when it did not */
  async must(path: string, asked: Asked = {}): Promise<Answer> {
    const answer = await this.ask(path, asked);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new Error(
      `${asked.method ?? 'GET'} ${path} was answered ${answer.status}: ${answer.body.slice(0, 300)}`,
    );
  }

  /** Signs in, as the administrator unless told otherwise, and stays so. @returns the value of the Cookie header */
  async signIn(username = userName(1), password = PASSWORD): Promise<string> {
    const { headers } = await this.must('/api/auth/login', { method: 'POST', body: { username, password } });
    return (this.cookie = cookiesOf(headers));
  }

  /** Lets go of its connections. */
  close(): void {
    this.agent.destroy();
  }
}
