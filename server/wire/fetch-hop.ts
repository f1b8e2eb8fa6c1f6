/** One answer over HTTP from an address that was checked: its headers, and the beginning of its body. */
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Client, Dispatcher } from 'undici';
import { version } from '../core/project.js';
import { Unseen, type Hop, type WirePort } from '../core/wire.js';
import { withDeadline } from './deadline.js';
import { dial, type Reach } from './dial.js';
import { handshake, type Trust } from './tls-sight.js';
import { asUnseen } from './unseen.js';

/** For one page: connection, headers, and the part of the body that is read. */
const PAGE_MS = 10_000;
const MAX_HEADER_BYTES = 32_768;

const HEADERS = {
  'user-agent': `Clearview/${version} (scan of how a site stands in public, for whoever runs the site)`,
  accept: 'text/html,text/plain;q=0.9,*/*;q=0.5',
  'accept-language': 'en',
  // So that nothing needs to be unpacked; who packs it nevertheless is read no further than anybody else.
  'accept-encoding': 'identity',
};

const UNPACK: Record<string, () => zlib.Gunzip | zlib.Inflate | zlib.BrotliDecompress> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
};

export interface HopOptions {
  maxBytes: number;
  /** Nothing of the body is read when the answer leads elsewhere. */
  isBodyWanted(hop: Hop): boolean;
}

export interface HopAnswer extends Hop {
  body: string;
  isCut: boolean;
}

const portOf = (url: URL): WirePort =>
  (Number(url.port) || (url.protocol === 'https:' ? 443 : 80)) as WirePort;

/** A plain or a TLS connection to the URL's host, by an address that was checked for this very connection. */
async function open(reach: Reach, trust: Trust, url: URL, signal: AbortSignal) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { socket } = await dial(reach, host, portOf(url), signal);
  if (url.protocol === 'http:') return socket;
  try {
    // Whatever certificate comes: the checks of TLS judge it.
    return await handshake(socket, host, trust.contextFor('any'), signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function headersOf(headers: Dispatcher.ResponseData['headers']): Record<string, string[]> {
  const entries = Object.entries(headers).map(([name, value]): [string, string[]] => [
    name.toLowerCase(),
    value === undefined ? [] : [value].flat(),
  ]);
  return Object.fromEntries(entries);
}

/** At most so many bytes; the rest is never read, so an endless body or a bomb costs no more than a long one. */
async function beginningOf(stream: Readable, maxBytes: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isCut: size > maxBytes };
}

async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<{ body: string; isCut: boolean }> {
  const unpack = encoding === undefined || encoding === 'identity' ? null : UNPACK[encoding];
  // Packed in a way that was not asked for and is not known: its headers still say much.
  if (unpack === undefined) return { body: '', isCut: true };
  const unpacked = unpack?.();
  if (unpacked !== undefined) {
    body.on('error', (error) => unpacked.destroy(error));
    body.pipe(unpacked);
  }
  const { bytes, isCut } = await beginningOf(unpacked ?? body, maxBytes);
  return { body: bytes.toString('utf8'), isCut };
}

/**
 * One GET, no redirect followed.
 * @throws Unseen
 */
export async function fetchHop(
  reach: Reach,
  trust: Trust,
  url: URL,
  options: HopOptions,
  outer: AbortSignal,
): Promise<HopAnswer> {
  const late = `${url.host} did not finish its answer within ${PAGE_MS / 1000} seconds.`;
  return withDeadline(outer, PAGE_MS, late, async (signal) => {
    // Loaded by the first scan: a start has no use for it.
    const undici = await import('undici');
    const socket = await open(reach, trust, url, signal);
    const client = clientOver(undici.Client, url, socket);
    try {
      return await answerOf(client, url, options, signal);
    } catch (error) {
      throw asUnseen(error, url.host);
    } finally {
      // In this order: undici takes a connection that ends without an error for the end of a body that has no length,
      // and throws out of reach of anybody when that body was let go of before.
      await client.destroy().catch(() => undefined);
      socket.destroy();
    }
  });
}

/** A client with this one connection; it makes no other one, whatever happens to this. */
function clientOver(Make: typeof Client, url: URL, socket: Awaited<ReturnType<typeof open>>): Client {
  let isTaken = false;
  return new Make(url.origin, {
    maxHeaderSize: MAX_HEADER_BYTES,
    // The deadline of the page is for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, callback) => {
      const problem = new Unseen('protocol', `${url.host} broke the connection.`);
      const isGone = isTaken || socket.destroyed;
      isTaken = true;
      // Later: undici waits for ever for one that is there at once.
      setImmediate(() => (isGone ? callback(problem, null) : callback(null, socket)));
    },
  });
}

async function answerOf(
  client: Client,
  url: URL,
  options: HopOptions,
  signal: AbortSignal,
): Promise<HopAnswer> {
  const path = `${url.pathname}${url.search}`;
  const answer = await client.request({ method: 'GET', path, headers: HEADERS, signal });
  // Also after it was let go of in the middle.
  answer.body.on('error', () => undefined);
  const hop: Hop = { url: url.href, status: answer.statusCode, headers: headersOf(answer.headers) };
  if (!options.isBodyWanted(hop)) {
    answer.body.destroy();
    return { ...hop, body: '', isCut: false };
  }
  const encoding = hop.headers['content-encoding']?.join(',').trim().toLowerCase();
  return { ...hop, ...(await readBody(answer.body, encoding, options.maxBytes)) };
}
