/** The HTTP server around the application: time-outs against slow clients, and answers to broken requests. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expressClasses, type Listener } from './express-classes.js';

/** What the parser refuses before there is a request; everything else there is malformed. */
const PARSER_ERRORS: Record<string, { status: string; code: string; detail: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
    detail: 'The address or the headers are too long.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'request_timeout',
    detail: 'The request took too long to arrive.',
  },
};
const MALFORMED = {
  status: '400 Bad Request',
  code: 'malformed_request',
  detail: 'The request is malformed.',
};

function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, code, detail } = PARSER_ERRORS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({ detail, code });
  const headers = [
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy: same-origin',
    'X-Frame-Options: DENY',
    'Cross-Origin-Opener-Policy: same-origin',
    'Cross-Origin-Resource-Policy: same-origin',
    `X-Request-Id: ${randomUUID()}`,
    'Connection: close',
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
}

/** A server for the application, with time-outs in milliseconds that a slow loris cannot outlast. */
export function createHttpServer(app: Listener): Server {
  const server = createServer(
    {
      headersTimeout: 20_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      // Node would refuse with an empty 400; the application does it in the form of its other errors.
      requireHostHeader: false,
      ...expressClasses(app),
    },
    app,
  );
  server.on('clientError', refuse);
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node would answer an empty 417.
  server.on('checkExpectation', app);
  return server;
}

/** Listens. @returns the address, with the port that was chosen for port 0. @throws EADDRINUSE and its kin */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server.address() as AddressInfo;
}

/**
 * Stops accepting, lets what is in flight finish and closes idle connections.
 * @param patience milliseconds after which the rest is cut off
 */
export async function closeServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // One that was busy just now is kept alive by its client after the answer: it is closed then.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
