/** Web servers on loopback: one port for HTTP (by Host) and one for HTTPS (by SNI); a test may change any site. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { Authority, CertificateKind, Life } from './certificates.js';
import { serverNameOf } from './client-hello.js';

/** `drop`: connections are taken and never answered; `reset`: they are closed at once. */
export type Manner = 'serve' | 'drop' | 'reset';

export interface FileOptions {
  body: string | Buffer;
  status?: number;
  headers?: http.OutgoingHttpHeaders;
}

export interface SiteOptions {
  certificate?: CertificateKind;
  /** From and until when it is valid, in days from now, unless its kind says it. */
  life?: Life;
  /** The lowest and the highest version that is spoken, 1.2 and 1.3 by default. */
  versions?: [SecureVersion, SecureVersion];
  https?: Manner;
  http?: Manner;
  /** Whether plain HTTP leads to HTTPS; true by default. */
  redirect?: boolean;
  /** Of every answer over HTTPS, and over HTTP when that does not redirect. */
  headers?: http.OutgoingHttpHeaders;
  /** Of the home page; 200 by default. */
  status?: number;
  body?: string;
  /** By path, such as `/.well-known/security.txt`; what is not here is 404. */
  files?: Record<string, string | FileOptions>;
  /** Milliseconds before an answer. */
  delay?: number;
  /** Answers everything instead of all the rest. */
  answer?: (request: http.IncomingMessage, response: http.ServerResponse, isSecure: boolean) => void;
}

export interface Web {
  ports: { http: number; https: number };
  /** Sets up a site, or changes the given options of one that is there. */
  site(host: string, options?: SiteOptions): void;
  remove(host: string): void;
  /** Connections so far; for a host only those that told it (by SNI or Host). */
  connections(host?: string): number;
  /** Sockets that are open now. */
  open(): number;
  /** Requests so far, such as `GET https://www.acme.test/`. */
  requests(): string[];
  stop(): Promise<void>;
}

class Sites {
  readonly options = new Map<string, SiteOptions>();
  readonly seen = new Map<string, number>();
  readonly sockets = new Set<net.Socket>();
  readonly requests: string[] = [];
  connections = 0;

  keep(socket: net.Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // A client that goes away in the middle is what some tests are about.
    socket.on('error', () => socket.destroy());
  }

  note(host: string): void {
    this.seen.set(host, (this.seen.get(host) ?? 0) + 1);
  }
}

const hostOf = (request: http.IncomingMessage): string => (request.headers.host ?? '').replace(/:\d+$/, '');

function send(response: http.ServerResponse, { body, status = 200, headers = {} }: FileOptions): void {
  response.writeHead(status, headers);
  response.end(body);
}

function pageOf(options: SiteOptions, path: string): FileOptions {
  const found = options.files?.[path];
  if (typeof found === 'string')
    return { body: found, headers: { 'content-type': 'text/plain; charset=utf-8' } };
  if (found !== undefined) return found;
  if (path !== '/') return { body: 'Not found.', status: 404 };
  const body = options.body ?? '<!doctype html><title>Home</title><p>Welcome.';
  return { body, status: options.status, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

/** Answers a request as the site's options say. */
function answer(sites: Sites, isSecure: boolean): http.RequestListener {
  return (request, response) => {
    const host = hostOf(request);
    const path = request.url ?? '/';
    if (!isSecure) sites.note(host);
    sites.requests.push(`${request.method} ${isSecure ? 'https' : 'http'}://${host}${path}`);
    const options = sites.options.get(host);
    if (options === undefined) return send(response, { body: 'No such site.', status: 404 });
    if (!isSecure && options.http === 'drop') return;
    if (!isSecure && options.http === 'reset') return void request.socket.destroy();
    const go = () => {
      if (options.answer !== undefined) return options.answer(request, response, isSecure);
      if (!isSecure && options.redirect !== false) {
        return send(response, { body: '', status: 301, headers: { location: `https://${host}${path}` } });
      }
      const page = pageOf(options, path);
      send(response, { ...page, headers: { ...options.headers, ...page.headers } });
    };
    if (options.delay === undefined) return go();
    setTimeout(go, options.delay).unref();
  };
}

type SecureServers = (host: string, options: SiteOptions) => Promise<https.Server>;

/** A server for each host and each way of speaking TLS, as versions cannot be chosen by name within one. */
function createSecureServers(authority: Authority, sites: Sites): SecureServers {
  const servers = new Map<string, Promise<https.Server>>();
  const make = async (host: string, { certificate = 'good', life, versions }: SiteOptions) => {
    const [minVersion, maxVersion] = versions ?? ['TLSv1.2', 'TLSv1.3'];
    const pair = await authority.pair(certificate, host, life);
    // Old versions and short keys want level 0.
    const settings = { ...pair, minVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
    const server = https.createServer(settings, answer(sites, true));
    server.on('tlsClientError', () => undefined);
    return server;
  };
  return (host, options) => {
    const key = JSON.stringify([host, options.certificate, options.life, options.versions]);
    const server = servers.get(key) ?? make(host, options);
    servers.set(key, server);
    return server;
  };
}

/** Reads which host is asked for, puts what was read back, and hands the connection to the host's server. */
function route(sites: Sites, serverFor: SecureServers, socket: net.Socket): void {
  let bytes = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const host = serverNameOf(bytes);
    if (host === undefined) return;
    socket.off('data', look);
    socket.pause();
    sites.note(host);
    const options = sites.options.get(host);
    if (options?.https === 'drop') return;
    if (options === undefined || options.https === 'reset') return void socket.destroy();
    socket.unshift(bytes);
    void serverFor(host, options).then((server) => server.emit('connection', socket));
  };
  socket.on('data', look);
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as net.AddressInfo).port;
}

/** Starts both servers on free ports of 127.0.0.1, without a site. */
export async function startWeb(authority: Authority): Promise<Web> {
  const sites = new Sites();
  const plain = http.createServer(answer(sites, false));
  const serverFor = createSecureServers(authority, sites);
  const front = net.createServer((socket) => route(sites, serverFor, socket));
  for (const server of [plain, front]) server.on('connection', (socket: net.Socket) => sites.keep(socket));
  const ports = { http: await listen(plain), https: await listen(front) };
  return {
    ports,
    site: (host, options = {}) => void sites.options.set(host, { ...sites.options.get(host), ...options }),
    remove: (host) => void sites.options.delete(host),
    connections: (host) => (host === undefined ? sites.connections : (sites.seen.get(host) ?? 0)),
    open: () => sites.sockets.size,
    requests: () => sites.requests,
    async stop() {
      for (const socket of sites.sockets) socket.destroy();
      await Promise.all([plain, front].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
