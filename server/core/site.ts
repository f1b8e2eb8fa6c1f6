/** Where a browser believes itself to be: what a passkey is bound to. */
export interface Site {
  /** Such as `https://clearview.example.org`. */
  origin: string;
  /** The host that passkeys are made for; null where a browser knows none. */
  passkeyHost: string | null;
}
