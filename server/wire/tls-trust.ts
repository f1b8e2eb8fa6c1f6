/** Whether a chain leads to a trusted root: what OpenSSL leaves open when a certificate is also out of its time. */
import { X509Certificate } from 'node:crypto';
import tls, { type DetailedPeerCertificate, type TLSSocket } from 'node:tls';

const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Knows the roots by their fingerprints. */
export type IsTrustedRoot = (fingerprint256: string) => boolean;

/** @param extraCa certificates (PEM) that are trusted besides the public roots */
export function createRoots(extraCa: string | undefined): IsTrustedRoot {
  let known: Set<string> | undefined;
  // Reading more than a hundred certificates takes a while, and few scans need it.
  const read = () =>
    [...tls.rootCertificates, ...(extraCa?.match(PEM) ?? [])].map((pem) => new X509Certificate(pem));
  return (fingerprint256) => {
    known ??= new Set(read().map((root) => root.fingerprint256));
    return known.has(fingerprint256);
  };
}

/** The certificate and those above it as far as they are known, the root last. */
export function chainOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain = [certificate];
  // A root is its own issuer; no chain in earnest has ten links.
  for (let next = certificate.issuerCertificate; next !== undefined && chain.length < 10;) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next.fingerprint256)) break;
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/** As OpenSSL would have said it, had the time been right. */
function chainProblem(certificate: DetailedPeerCertificate, isTrustedRoot: IsTrustedRoot): string | null {
  const chain = chainOf(certificate).map(({ raw }) => new X509Certificate(raw));
  const isSigned = chain.every((one, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined || (one.checkIssued(issuer) && one.verify(issuer.publicKey));
  });
  if (!isSigned) return 'CERT_SIGNATURE_FAILURE';
  const last = chain.at(-1);
  if (last === undefined || isTrustedRoot(last.fingerprint256)) return null;
  if (!last.checkIssued(last)) return 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
  return chain.length === 1 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN';
}

/**
 * Null when all is well, else OpenSSL's code, or Node's for a name that does not fit. A chain that leads to no trusted
 * root is told before a time that is over: OpenSSL goes on after the first problem and keeps the last one, which would
 * let an expired certificate that is signed by itself look like one that was once trusted.
 */
export function trustErrorOf(secure: TLSSocket, isTrustedRoot: IsTrustedRoot): string | null {
  if (secure.authorized) return null;
  // Typed as an Error, yet it is the code.
  const code = String(secure.authorizationError ?? 'UNSPECIFIED');
  if (!OUT_OF_TIME.includes(code)) return code;
  return chainProblem(secure.getPeerCertificate(true), isTrustedRoot) ?? code;
}
