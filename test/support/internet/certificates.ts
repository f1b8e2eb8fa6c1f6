/** A certificate authority of our own: a root, one below it that signs, and leaves good and bad. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';

/**
 * What is wrong with a certificate: nothing (with a key on a curve, or of RSA), over since a week, over in a week, not
 * begun, for another name, without a name, signed by itself or by an unknown authority, a key of 1024 bits, sent without
 * the one between it and the root, or all that at once.
 */
export type CertificateKind =
  | 'good'
  | 'rsa'
  | 'expired'
  | 'expiring'
  | 'early'
  | 'wrong-name'
  | 'no-name'
  | 'self-signed'
  | 'unknown-issuer'
  | 'short-key'
  | 'no-chain'
  | 'worst';

/** From and until, in days from now. */
export type Life = [number, number];

/** PEM, as node:tls takes it. */
export interface Pair {
  key: string;
  cert: string;
}

export interface Authority {
  /** The root, to be trusted. */
  pem: string;
  /** A certificate for a name and what is below it; the same one each time. */
  pair(kind: CertificateKind, host: string, life?: Life): Promise<Pair>;
}

type Keys = webcrypto.CryptoKeyPair;

interface Issuer {
  name: string;
  keys: Keys;
  pem: string;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength,
});
const DAY = 24 * 3600 * 1000;

const LIFE: Partial<Record<CertificateKind, Life>> = {
  expired: [-90, -7],
  worst: [-90, -7],
  expiring: [-80, 7],
  early: [7, 90],
};

let serial = 1;

async function newKeys(algorithm: typeof EC | ReturnType<typeof rsa>): Promise<Keys> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function keyPem(keys: Keys): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${bytes.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

/** @param issuer undefined: it signs itself */
async function certificate(
  name: string,
  keys: Keys,
  issuer: Issuer | undefined,
  [from, until]: Life,
  extensions: Extension[],
): Promise<string> {
  const signingKey = (issuer?.keys ?? keys).privateKey;
  const made = await X509CertificateGenerator.create({
    serialNumber: (serial += 1).toString(16).padStart(4, '0'),
    subject: name,
    issuer: issuer?.name ?? name,
    notBefore: new Date(Date.now() + from * DAY),
    notAfter: new Date(Date.now() + until * DAY),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: { name: signingKey.algorithm.name, hash: 'SHA-256' },
    extensions,
  });
  return `${made.toString('pem')}\n`;
}

async function newIssuer(name: string, above?: Issuer): Promise<Issuer> {
  const keys = await newKeys(EC);
  const pem = await certificate(
    name,
    keys,
    above,
    [-400, 400],
    [
      new BasicConstraintsExtension(true, above === undefined ? 1 : 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  );
  return { name, keys, pem };
}

const KEYS: Partial<Record<CertificateKind, number>> = { rsa: 2048, 'short-key': 1024, worst: 1024 };

async function issue(
  kind: CertificateKind,
  host: string,
  life: Life,
  signer: Issuer,
  stranger: Issuer,
): Promise<Pair> {
  const subject = kind === 'wrong-name' || kind === 'worst' ? 'somebody-else.test' : host;
  const bits = KEYS[kind];
  const keys = await newKeys(bits === undefined ? EC : rsa(bits));
  const isOwn = kind === 'self-signed' || kind === 'worst';
  const issuer = kind === 'unknown-issuer' ? stranger : signer;
  const names = new SubjectAlternativeNameExtension([
    { type: 'dns', value: subject },
    { type: 'dns', value: `*.${subject}` },
  ]);
  const leaf = await certificate(`CN=${subject}`, keys, isOwn ? undefined : issuer, life, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    ...(kind === 'no-name' ? [] : [names]),
  ]);
  return { key: await keyPem(keys), cert: isOwn || kind === 'no-chain' ? leaf : leaf + issuer.pem };
}

/** Makes an authority that nobody trusts yet. */
export async function createAuthority(): Promise<Authority> {
  const root = await newIssuer('CN=Test Root, O=Clearview Tests');
  const signer = await newIssuer('CN=Test Authority, O=Clearview Tests', root);
  const stranger = await newIssuer('CN=Unknown Authority, O=Nobody');
  const made = new Map<string, Promise<Pair>>();
  return {
    pem: root.pem,
    pair(kind, host, life = LIFE[kind] ?? [-30, 60]) {
      const key = JSON.stringify([kind, host, life]);
      const pair = made.get(key) ?? issue(kind, host, life, signer, stranger);
      made.set(key, pair);
      return pair;
    },
  };
}
