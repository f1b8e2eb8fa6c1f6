/** Which host a TLS client asks for, before anything is answered: the SNI of its first message (RFC 6066, RFC 8446). */

/**
 * @param bytes what has come so far
 * @returns the name, '' when it names none or this is not TLS, undefined while the message is not complete
 */
export function serverNameOf(bytes: Buffer): string | undefined {
  if (bytes.length > 0 && bytes[0] !== 22) return '';
  if (bytes.length < 5 || bytes.length < 5 + bytes.readUInt16BE(3)) return undefined;
  // Record and handshake headers, version and random; then session id, ciphers and compression by their lengths.
  let at = 5 + 4 + 2 + 32;
  at += 1 + bytes.readUInt8(at);
  at += 2 + bytes.readUInt16BE(at);
  at += 1 + bytes.readUInt8(at);
  const end = at + 2 + bytes.readUInt16BE(at);
  for (at += 2; at + 4 <= end; at += 4 + bytes.readUInt16BE(at + 2)) {
    const isServerName = bytes.readUInt16BE(at) === 0;
    if (isServerName) return bytes.toString('latin1', at + 9, at + 9 + bytes.readUInt16BE(at + 7));
  }
  return '';
}
