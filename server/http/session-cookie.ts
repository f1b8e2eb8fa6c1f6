/** The cookie that carries a session's id: 32 hex characters and nothing else. */
import type { CookieOptions, Request, Response } from 'express';
import { isLoopback } from '../core/address.js';

const NAME = 'clearview_session';
const FORM = /^[0-9a-f]{32}$/;

/**
 * The session id that a request carries, or null. A request with two such cookies carries none: one of them
 * was planted (by a sibling domain, say), and guessing which is how identities get swapped.
 */
export function readSessionToken(req: Request): string | null {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.split('='));
  const values = pairs.filter(([name]) => name?.trim() === NAME).map(([, ...rest]) => rest.join('=').trim());
  const [value = ''] = values;
  return values.length === 1 && FORM.test(value) ? value : null;
}

/** Plain HTTP straight from this machine needs no Secure, and a browser on it would drop such a cookie. */
function isSecureNeeded(req: Request): boolean {
  const { cookieSecure } = req.ctx.config;
  if (cookieSecure !== 'auto') return cookieSecure;
  const wasForwarded = req.ips.length > 0;
  return req.secure || wasForwarded || !isLoopback(req.socket.remoteAddress);
}

const options = (req: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: isSecureNeeded(req),
});

/** @param maxAge life in seconds */
export function setSessionCookie(req: Request, res: Response, token: string, maxAge: number): void {
  res.cookie(NAME, token, { ...options(req), maxAge: maxAge * 1000 });
}

export function clearSessionCookie(req: Request, res: Response): void {
  res.clearCookie(NAME, options(req));
}
