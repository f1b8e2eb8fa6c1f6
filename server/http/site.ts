/** Where people reach us, as the configuration or the request says. */
import { isIP } from 'node:net';
import type { Request } from 'express';
import type { Site } from '../core/site.js';

/** Such as `https://clearview.example.org`. */
export const publicOrigin = (req: Request): string =>
  req.ctx.config.publicUrl ?? `${req.protocol}://${req.host}`;

/**
 * Browsers know passkeys for names alone, over HTTPS or on the machine itself (WebAuthn 5.1.3): elsewhere they are
 * not offered.
 */
function passkeyHost(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return null;
  const isSecure = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
  return isSecure ? hostname : null;
}

/** Where the browser of a request believes itself to be. */
export function siteOf(req: Request): Site {
  const origin = publicOrigin(req);
  return { origin, passkeyHost: passkeyHost(origin) };
}
