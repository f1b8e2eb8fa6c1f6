/** Puts what Node, OpenSSL and undici say into the reasons and sentences of a scan. */
import { Unseen, type UnseenReason } from '../core/wire.js';

const REASONS: Record<string, [UnseenReason, string]> = {
  ECONNREFUSED: ['refused', 'refused the connection'],
  ETIMEDOUT: ['timeout', 'did not answer in time'],
  EHOSTUNREACH: ['unreachable', 'could not be reached'],
  ENETUNREACH: ['unreachable', 'could not be reached from here'],
  EADDRNOTAVAIL: ['unreachable', 'could not be reached from here'],
  EACCES: ['unreachable', 'could not be reached from here'],
  EPERM: ['unreachable', 'could not be reached from here'],
  ECONNRESET: ['protocol', 'broke the connection'],
  EPIPE: ['protocol', 'broke the connection'],
  UND_ERR_SOCKET: ['protocol', 'broke the connection'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['protocol', 'broke the connection'],
  UND_ERR_HEADERS_OVERFLOW: ['too_large', 'sent more headers than are read'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'did not answer in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'did not answer in time'],
};

/** What OpenSSL says for people, such as `sslv3 alert handshake failure`, out of its long line. */
function tlsProblem(message: string): string {
  const [, said = ''] = /:([A-Za-z0-9 ]{4,80}):[^:]*:\d+:/.exec(message) ?? [];
  return said === '' ? 'did not agree on a TLS connection' : `did not agree on a TLS connection (${said})`;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/**
 * What went wrong on the wire as an Unseen; one that is already passes as it is.
 * @param who such as `www.example.org`, with the port when that helps
 */
export function asUnseen(error: unknown, who: string): Unseen {
  if (error instanceof Unseen) return error;
  const code = codeOf(error);
  const [reason, said] = REASONS[code] ?? [];
  if (reason !== undefined) return new Unseen(reason, `${who} ${said}.`);
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return new Unseen('protocol', `${who} ${tlsProblem((error as Error).message)}.`);
  }
  // Its code is not always set.
  if (error instanceof Error && error.name === 'HTTPParserError')
    return new Unseen('protocol', `${who} answered, but not in HTTP.`);
  return new Unseen('protocol', `${who} could not be understood${code === '' ? '' : ` (${code})`}.`);
}
