import type { TlsSight } from '../../../core/wire.js';
import { chainOf } from '../../../wire/tls-trust.js';
import { fail, pass, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { lifeOf, tlsOf } from '../../sights/tls.js';

const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const NO_ROOT =
  'no trusted root was found above it. Either a certificate in between is not sent, or its authority is not a public one';

/** What OpenSSL's codes mean for people. */
const MEANINGS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a root that is not a public one',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NO_ROOT,
  UNABLE_TO_GET_ISSUER_CERT: NO_ROOT,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NO_ROOT,
  CERT_HAS_EXPIRED: 'a certificate above it is over',
  CERT_NOT_YET_VALID: 'a certificate above it is not valid yet',
  CERT_SIGNATURE_FAILURE: 'it was not signed by the authority that it names',
  CERT_REVOKED: 'it was revoked',
  INVALID_PURPOSE: 'it is not meant for servers',
};

const nameOf = (names: Record<string, string | string[] | undefined>): string =>
  [names.CN ?? names.O ?? 'a certificate without a name'].flat().join(', ');

/** From the server's own certificate up, as far as it is known. */
function chainLines({ certificate }: TlsSight): string[] {
  return chainOf(certificate).map(
    ({ subject, issuer }) => `${nameOf(subject ?? {})}, issued by ${nameOf(issuer ?? {})}`,
  );
}

/** A certificate above the first one is out of its time. */
const isChainOutOfTime = ({ certificate }: TlsSight): boolean =>
  chainOf(certificate)
    .slice(1)
    .map(lifeOf)
    .some(({ from, daysLeft }) => daysLeft < 0 || from.getTime() > Date.now());

async function run(look: Look): Promise<Outcome> {
  const sight = await tlsOf(look);
  const { trustError } = sight;
  const evidence = chainLines(sight);
  // A name that does not fit and a time that is over are checks of their own.
  const isElsewhere =
    trustError === 'ERR_TLS_CERT_ALTNAME_INVALID' ||
    (OUT_OF_TIME.includes(trustError ?? '') && !isChainOutOfTime(sight));
  if (trustError === null || isElsewhere) {
    return pass(`The certificate of ${look.domain} leads to a trusted root.`, evidence);
  }
  const meaning = MEANINGS[trustError] ?? `it could not be verified (${trustError})`;
  return fail(`The certificate of ${look.domain} is not trusted: ${meaning}.`, evidence);
}

export const chain: Check = {
  id: 'tls.chain',
  group: 'tls',
  title: 'The certificate comes from a trusted authority',
  severity: 'high',
  looks_at:
    'The certificates that the server sends on port 443, and whether they lead to a root that browsers trust.',
  why: 'Browsers stop visitors with a warning when a certificate is not trusted, and apps and mail servers do not connect at all. People who learn to click such a warning away will do so before a real attacker too.',
  mend: 'Get a certificate from a public authority, such as Let’s Encrypt, and let the server send the whole chain: its own certificate and those in between (often a file named fullchain.pem).',
  link: {
    title: 'RFC 5280, section 6: Certification Path Validation',
    url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6',
  },
  run,
};
