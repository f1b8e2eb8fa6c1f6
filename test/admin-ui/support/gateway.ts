/**
 * What stands between the console and the server in a browser: it keeps the cookie. In these tests it also
 * notes what was sent, and answers in the server's place where a test is about an answer hard to come by.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Sent {
  method: string;
  /** With the query, decoded. */
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Gateway {
  url: string;
  /** All that came, in order. */
  sent: Sent[];
  cookie: string;
  /** Answers the next request whose path begins so, instead of the application. */
  instead(path: string, answer: Answer): void;
  stop(): Promise<void>;
}

/** An answer in the contract's form. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** No answer at all. */
export const hangUp: Answer = (request) => void request.socket.destroy();

const HOP_BY_HOP = ['transfer-encoding', 'connection', 'keep-alive', 'content-encoding', 'content-length'];

async function forward(gateway: Gateway, target: string, sent: Sent, path: string, response: ServerResponse) {
  const headers = new Headers({ Cookie: gateway.cookie });
  for (const name of ['content-type', 'if-match', 'last-event-id', 'accept']) {
    const value = sent.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  const { method, body } = sent;
  const answer = await fetch(target + path, {
    method,
    headers,
    signal: abort.signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie !== undefined) gateway.cookie = cookie.split(';', 1)[0] ?? '';
  response.writeHead(
    answer.status,
    Object.fromEntries([...answer.headers].filter(([name]) => !HOP_BY_HOP.includes(name))),
  );
  response.flushHeaders();
  for await (const chunk of answer.body ?? []) response.write(chunk);
  response.end();
}

async function note(request: IncomingMessage): Promise<Sent> {
  const body = await text(request);
  const path = decodeURIComponent((request.url ?? '').replaceAll('+', ' '));
  const { method = '', headers } = request;
  return { method, path, headers, body: body === '' ? undefined : (JSON.parse(body) as unknown) };
}

/** @param target the application's address */
export async function startGateway(target: string): Promise<Gateway> {
  const planned: { path: string; answer: Answer }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const sent = await note(request);
      gateway.sent.push(sent);
      const at = planned.findIndex(({ path }) => sent.path.startsWith(path));
      const [plan] = at < 0 ? [] : planned.splice(at, 1);
      if (plan) return plan.answer(request, response);
      await forward(gateway, target, sent, request.url ?? '', response);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gateway: Gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: [],
    cookie: '',
    instead: (path, answer) => void planned.push({ path, answer }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}
