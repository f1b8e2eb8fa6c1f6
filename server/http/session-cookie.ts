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

/** Of two cookies of one name neither is taken: one of them was planted (by a sibling domain, say). */
function readCookie(header: string | undefined, wanted: string): string | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.split('='));
  const values = pairs
    .filter(([name]) => name?.trim() === wanted)
    .map(([, ...rest]) => rest.join('=').trim());
  const [value = ''] = values;
  return values.length === 1 && FORM.test(value) ? value : null;
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
