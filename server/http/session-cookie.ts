/**
 * The cookie that carries a session's id, and the one by which a browser is recognised at its next sign-in: 32 hex
 * characters each, and nothing else. The second opens nothing; a sign-in without it may only leave a notice.
 */
import type { CookieOptions, Request, Response } from 'express';
import { isLoopback } from '../core/address.js';

const NAME = 'clearview_session';
const BROWSER = 'clearview_browser';
const FORM = /^[0-9a-f]{32}$/;
const YEAR = 365 * 86_400;

/**
 * Of two cookies of one name neither is taken: one of them was planted (by a sibling domain, say). Most requests carry
 * one cookie or none of a name, so the header is walked once and nothing is cut out of it but what is found.
 */
function readCookie(header: string | undefined, wanted: string): string | null {
  // Most browsers have only one of the two, and most scripts have none.
  if (header === undefined || !header.includes(wanted)) return null;
  let found: string | null = null;
  for (let start = 0, end = 0; end < header.length; start = end + 1) {
    end = header.indexOf(';', start);
    if (end < 0) end = header.length;
    const equals = header.indexOf('=', start);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    if (header.slice(start, nameEnd).trim() !== wanted) continue;
    if (found !== null) return null;
    found = header.slice(nameEnd + 1, Math.max(end, nameEnd + 1)).trim();
  }
  return found !== null && FORM.test(found) ? found : null;
}

/** The session id that a request carries, or null. Guessing which of two is meant is how identities get swapped. */
export const readSessionToken = (req: Request): string | null => readCookie(req.headers.cookie, NAME);

/** What the browser of a request is recognised by, or null. */
export const readBrowserToken = (req: Request): string | null => readCookie(req.headers.cookie, BROWSER);

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

/** What a sign-in leaves in the browser. */
export interface SignInCookies {
  /** The session's id. */
  token: string;
  /** Its life in seconds. */
  maxAge: number;
  /** What the browser is recognised by from now on. */
  browser: string;
}

/** Sets both cookies: the one way to answer a sign-in. */
export function setSignInCookies(
  req: Request,
  res: Response,
  { token, maxAge, browser }: SignInCookies,
): void {
  setSessionCookie(req, res, token, maxAge);
  res.cookie(BROWSER, browser, { ...options(req), maxAge: YEAR * 1000 });
}

export function clearSessionCookie(req: Request, res: Response): void {
  res.clearCookie(NAME, options(req));
}
