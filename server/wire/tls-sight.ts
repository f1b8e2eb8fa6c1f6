/** What a TLS server shows: looked at without refusing it, as judging is for the checks. */
import net from 'node:net';
import tls from 'node:tls';
import { Unseen, type TlsQuestion, type TlsSight } from '../core/wire.js';
import { dial, type Reach } from './dial.js';
import { withDeadline } from './deadline.js';
import { createRoots, trustErrorOf, type IsTrustedRoot } from './tls-trust.js';
import { asUnseen } from './unseen.js';

/** For a TLS handshake. */
const HANDSHAKE_MS = 5_000;

/**
 * Old versions and short keys can only be seen by a client that would take them: security level 0 of OpenSSL, by
 * which nothing is refused. Nothing secret ever goes through such a connection.
 */
const ANY_CIPHER = 'DEFAULT@SECLEVEL=0';

/** Which versions a client offers: one alone, all since 1.2, or whatever there is. */
export type Offer = NonNullable<TlsQuestion['only']> | 'modern' | 'any';

const VERSIONS = {
  modern: ['TLSv1.2', 'TLSv1.3'],
  any: ['TLSv1', 'TLSv1.3'],
} as const;

/** Which roots are trusted. */
export interface Trust {
  /** Made ready for each offer once, as reading the roots takes a while. */
  contextFor(offer: Offer): tls.SecureContext;
  isTrustedRoot: IsTrustedRoot;
}

/** @param extraCa certificates (PEM) that are trusted besides the public roots */
export function createTrust(extraCa: string | undefined): Trust {
  const contexts = new Map<Offer, tls.SecureContext>();
  const ca = extraCa === undefined ? undefined : [...tls.rootCertificates, extraCa];
  const make = (offer: Offer) => {
    const [minVersion, maxVersion] =
      offer === 'modern' || offer === 'any' ? VERSIONS[offer] : ([offer, offer] as const);
    return tls.createSecureContext({ ca, ciphers: ANY_CIPHER, minVersion, maxVersion });
  };
  return {
    contextFor(offer) {
      const context = contexts.get(offer) ?? make(offer);
      contexts.set(offer, context);
      return context;
    },
    isTrustedRoot: createRoots(extraCa),
  };
}

/**
 * Makes a connection a TLS one, whatever certificate comes; `authorizationError` tells what is wrong with it.
 * @param host the name that is asked for (SNI, RFC 6066) and that the certificate is compared with
 * @throws Unseen when the two do not come to an agreement
 */
export async function handshake(
  socket: net.Socket,
  host: string,
  secureContext: tls.SecureContext,
  signal: AbortSignal,
): Promise<tls.TLSSocket> {
  const who = `${host} (port 443)`;
  const late = `${who} did not finish the TLS handshake within ${HANDSHAKE_MS / 1000} seconds.`;
  const servername = net.isIP(host) === 0 ? host : '';
  return withDeadline(signal, HANDSHAKE_MS, late, async (step) => {
    const secure = tls.connect({
      socket,
      servername,
      host,
      secureContext,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    });
    step.addEventListener('abort', () => secure.destroy(), { once: true });
    return new Promise<tls.TLSSocket>((resolve, reject) => {
      // For as long as the socket lives.
      secure.on('error', (error) => reject(asUnseen(error, who)));
      secure.once('close', () => reject(new Unseen('protocol', `${who} broke the connection.`)));
      secure.once('secureConnect', () => resolve(secure));
    });
  });
}

/** Curves of one size only have no length in their details. */
const FIXED_BITS: Record<string, number> = { ed25519: 256, ed448: 456 };

function sightOf(secure: tls.TLSSocket, address: string, trust: Trust): TlsSight {
  const trustError = trustErrorOf(secure, trust.isTrustedRoot);
  const certificate = secure.getPeerCertificate(true);
  // Last: once it was asked for, Node 20 does not tell the chain any more.
  const keyType = secure.getPeerX509Certificate()?.publicKey.asymmetricKeyType ?? null;
  return {
    address,
    protocol: secure.getProtocol() ?? 'unknown',
    cipher: secure.getCipher().standardName,
    trustError,
    certificate,
    keyBits: certificate.bits ?? FIXED_BITS[keyType ?? ''] ?? null,
    keyType,
  };
}

/**
 * A TLS handshake on port 443 and nothing more.
 * @throws Unseen
 */
export async function seeTls(
  reach: Reach,
  trust: Trust,
  host: string,
  question: TlsQuestion,
  signal: AbortSignal,
): Promise<TlsSight> {
  const { socket, address } = await dial(reach, host, 443, signal);
  try {
    const secure = await handshake(socket, host, trust.contextFor(question.only ?? 'modern'), signal);
    return sightOf(secure, address, trust);
  } finally {
    socket.destroy();
  }
}
