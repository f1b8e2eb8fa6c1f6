/** The MTA-STS policy of the domain (RFC 8461): the record that announces it, and the file that holds it. */
import type { Look } from '../look.js';

export interface StsPolicy {
  mode: string;
  /** Patterns of mail servers, such as `*.acme.example`. */
  mx: string[];
  /** Seconds; null when it is missing or no number. */
  maxAge: number | null;
  version: string;
}

/** More seconds than a year are not allowed (RFC 8461, 3.2). */
const MAX_AGE = 31_557_600;

/** Reads the file: `key: value` in each line, `mx` any number of times. */
export function readPolicy(text: string): StsPolicy {
  const policy: StsPolicy = { mode: '', mx: [], maxAge: null, version: '' };
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^\s*([a-z_]+)\s*:\s*(.*?)\s*$/i.exec(line) ?? [];
    if (key === 'version') policy.version = value;
    if (key === 'mode') policy.mode = value.toLowerCase();
    if (key === 'mx' && value !== '') policy.mx.push(value.toLowerCase().replace(/\.$/, ''));
    if (key === 'max_age' && /^\d{1,10}$/.test(value)) policy.maxAge = Math.min(Number(value), MAX_AGE);
  }
  return policy;
}

/** Whether a pattern fits a host; an asterisk stands for exactly one label, the first (RFC 8461, 4.1). */
export function isCovered(host: string, patterns: readonly string[]): boolean {
  const parent = host.slice(host.indexOf('.') + 1);
  return patterns.some((pattern) => pattern === host || pattern === `*.${parent}`);
}

export interface StsFile {
  status: number;
  body: string;
  /** OpenSSL's code when the certificate of the host is not trusted; senders then ignore the file. */
  trustError: string | null;
}

/** The host that serves the policy (RFC 8461, 3.3). */
export const stsHost = (look: Look): string => `mta-sts.${look.domain}`;
/** The address of the policy. */
export const stsUrl = (look: Look): string => `https://${stsHost(look)}/.well-known/mta-sts.txt`;

/** Fetches the file; redirects are not followed (RFC 8461, 3.3). @throws Unseen */
export async function stsFileOf(look: Look): Promise<StsFile> {
  const { trustError } = await look.wire.tls(stsHost(look));
  const { status, body } = await look.wire.fetch(stsUrl(look), { redirects: 0 });
  return { status, body, trustError };
}
