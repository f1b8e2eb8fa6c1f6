import { fail, pass, unknown, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { tlsOf } from '../../sights/tls.js';

/** Bits from which a key of a kind is strong enough; kinds that are not here are of a size that is. */
const ENOUGH: Record<string, number> = { rsa: 2048, 'rsa-pss': 2048, ec: 256 };
/** Not taken by browsers at any size. */
const RETIRED = ['dsa', 'dh'];

async function run(look: Look): Promise<Outcome> {
  const { keyBits, keyType, certificate } = await tlsOf(look);
  if (keyBits === null || keyType === null) return unknown('The kind and size of the key could not be read.');
  const curve = certificate.nistCurve ?? certificate.asn1Curve;
  const kind = `${keyType.toUpperCase()}${curve === undefined ? '' : ` (${curve})`}`;
  const evidence = [`${kind}, ${keyBits} bits`];
  if (RETIRED.includes(keyType)) {
    return fail(`The key is of a kind that is not used any more: ${kind}.`, evidence);
  }
  const enough = ENOUGH[keyType] ?? 0;
  if (keyBits < enough) {
    return fail(
      `The key has ${keyBits} bits; at least ${enough} are needed for ${keyType.toUpperCase()}.`,
      evidence,
    );
  }
  return pass(`The key is strong enough: ${kind}, ${keyBits} bits.`, evidence);
}

export const key: Check = {
  id: 'tls.key',
  group: 'tls',
  title: 'The key is long enough',
  severity: 'medium',
  looks_at: 'Kind and size of the key in the certificate: RSA from 2048 bits, elliptic curves from 256.',
  why: 'A key that is too short can be computed by somebody with enough machines, who can then pose as your server. Browsers refuse most of them already.',
  mend: 'Make a new key, RSA with at least 2048 bits or better P-256, and get a new certificate for it. Most ACME clients do that by themselves when told the kind of key.',
  link: {
    title: 'NIST SP 800-57: Recommendation for Key Management',
    url: 'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
  },
  run,
};
