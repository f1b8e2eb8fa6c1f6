/**
 * An authenticator in software (WebAuthn): it makes passkeys (ES256, no attestation) and signs with them as a
 * browser would, and, where a test asks for it, as no honest browser does.
 */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

/** The head of a CBOR item (RFC 8949, 3). */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

function encode(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Map) {
    const pairs = [...value].flatMap(([key, item]) => [encode(key), encode(item)]);
    return Buffer.concat([head(5, value.size), ...pairs]);
  }
  return Buffer.concat([head(2, value.length), value]);
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');

/** COSE_Key of an ES256 key (RFC 9053). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return encode(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const BACKUP = 0x08 | 0x10;
const ATTESTED = 0x40;

/** What differs from what an honest browser on the right page says. */
export interface Lie {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  userVerified?: boolean;
  counter?: number;
  userHandle?: string;
  /** Signs with a key that is not the passkey's. */
  stranger?: boolean;
}

export interface Creation {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

export interface Request {
  challenge: string;
  rpId: string;
}

export class Authenticator {
  readonly id = randomBytes(16);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private userHandle = '';
  counter = 0;

  /** @param options.counts whether it counts its uses; passkeys that are synchronised do not */
  constructor(
    readonly origin: string,
    private readonly options: { counts?: boolean; backedUp?: boolean } = {},
  ) {}

  private flags(lie: Lie): number {
    const verified = lie.userVerified === false ? 0 : VERIFIED;
    return PRESENT | verified | (this.options.backedUp === true ? BACKUP : 0);
  }

  private authData(rpId: string, flags: number, counter: number, more = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, more]);
  }

  private clientData(type: string, challenge: string, lie: Lie): string {
    return JSON.stringify({
      type: lie.type ?? type,
      challenge: lie.challenge ?? challenge,
      origin: lie.origin ?? this.origin,
      crossOrigin: false,
    });
  }

  /** navigator.credentials.create */
  create(options: Creation, lie: Lie = {}): object {
    this.userHandle = options.user.id;
    const length = Buffer.from([this.id.length >> 8, this.id.length & 255]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, coseKey(this.keys.publicKey)]);
    const flags = this.flags(lie) | ATTESTED;
    const authData = this.authData(lie.rpId ?? options.rp.id, flags, this.counter, attested);
    const attestation = new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(this.clientData('webauthn.create', options.challenge, lie)),
        attestationObject: base64url(encode(attestation)),
        transports: ['internal'],
      },
    };
  }

  /** navigator.credentials.get */
  get(options: Request, lie: Lie = {}): object {
    if (this.options.counts === true) this.counter += 1;
    const authData = this.authData(lie.rpId ?? options.rpId, this.flags(lie), lie.counter ?? this.counter);
    const clientData = this.clientData('webauthn.get', options.challenge, lie);
    const keys = lie.stranger === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : this.keys;
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(createSign('sha256').update(signed).sign(keys.privateKey)),
        userHandle: lie.userHandle ?? this.userHandle,
      },
    };
  }
}
