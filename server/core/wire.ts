/** What a scan sees the outside through: bounded, on a deadline, never to an address that it must not reach. */
import type { DetailedPeerCertificate } from 'node:tls';

/** The only ports that are ever dialled. */
export type WirePort = 25 | 80 | 443;

/** Why something could not be seen. */
export type UnseenReason =
  'timeout' | 'refused' | 'unreachable' | 'forbidden' | 'too_large' | 'resolver' | 'protocol' | 'cancelled';

/**
 * Something could not be looked at. It says nothing about how it stands: whoever judges answers "unknown".
 * `forbidden` is for what a scan must not reach: a private address, another port, an address with credentials.
 */
export class Unseen extends Error {
  constructor(
    readonly reason: UnseenReason,
    /** A sentence for a person, such as "www.example.org did not answer within 5 seconds.". */
    message: string,
  ) {
    super(message);
    this.name = 'Unseen';
  }
}

export interface MxRecord {
  priority: number;
  /** '' stands for the root: a null MX (RFC 7505). */
  exchange: string;
}

export interface CaaRecord {
  critical: boolean;
  tag: string;
  value: string;
}

/** Every answer is [] when the name, or such a record of it, does not exist. @throws Unseen otherwise */
export interface Dns {
  a(name: string): Promise<string[]>;
  aaaa(name: string): Promise<string[]>;
  ns(name: string): Promise<string[]>;
  mx(name: string): Promise<MxRecord[]>;
  /** Each record as one text, its parts put together. */
  txt(name: string): Promise<string[]>;
  caa(name: string): Promise<CaaRecord[]>;
  cname(name: string): Promise<string[]>;
}

/** What a TLS server showed. It was not refused for anything that is wrong with it: that is for the checks. */
export interface TlsSight {
  address: string;
  /** As Node names it: `TLSv1.2`, `TLSv1.3`. */
  protocol: string;
  cipher: string;
  /** Null when the chain leads to a trusted root and the name fits, else OpenSSL's code, such as CERT_HAS_EXPIRED. */
  trustError: string | null;
  /** With `issuerCertificate` as far as the server sent its chain. */
  certificate: DetailedPeerCertificate;
  /** Bits of the key; and its kind, such as `rsa` or `ec`. */
  keyBits: number | null;
  keyType: string | null;
}

export interface TlsQuestion {
  /** Only this version is offered, such as `TLSv1.1`; by default all that this machine has from 1.2. */
  only?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** One answer on the way to a page. */
export interface Hop {
  url: string;
  status: number;
  /** Lower-case names; a header that came several times has several values. */
  headers: Record<string, string[]>;
}

export interface Fetched extends Hop {
  /** Every answer in order, this one last; the ones before are redirects. */
  hops: Hop[];
  /** The beginning of the body, at most `maxBytes`. */
  body: string;
  isCut: boolean;
}

export interface FetchOptions {
  /** Redirects that are followed, 5 by default; each target is checked like the first. */
  redirects?: number;
  /** Bytes of the body that are read, 65,536 by default. */
  maxBytes?: number;
}

/** What greeted us on port 25. */
export interface MailSight {
  address: string;
  banner: string;
  /** The extensions it named after EHLO, in upper case. */
  extensions: string[];
}

/** One scan's way to the outside. */
export interface Wire {
  dns: Dns;
  /** The addresses of a host that may be reached. @throws Unseen `forbidden` when it has others only */
  addresses(host: string): Promise<string[]>;
  /** A TLS handshake on port 443. @throws Unseen */
  tls(host: string, question?: TlsQuestion): Promise<TlsSight>;
  /** A GET over http (80) or https (443). @throws Unseen */
  fetch(url: string, options?: FetchOptions): Promise<Fetched>;
  /** A greeting, EHLO and QUIT on port 25. @throws Unseen */
  mail(host: string): Promise<MailSight>;
}

/** Opens the way to the outside for one scan. @param signal ends everything that is under way */
export type OpenWire = (signal: AbortSignal) => Wire;
