/**
 * Cross-site request forgery: a state-changing request must come from one of our own pages or from a
 * script, never from another site's page (OWASP Cross-Site Request Forgery Prevention, "Fetch Metadata").
 */
import type { Request, RequestHandler } from 'express';
import { ApiError } from '../core/errors.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A script with a token: no page of another site can make a browser send this header, as it would have to be asked
 * for first (CORS), and without a cookie nothing is sent along in somebody's name.
 */
const isScript = (req: Request): boolean =>
  req.headers.cookie === undefined && /^Bearer /i.test(req.get('authorization') ?? '');

function isSameOrigin(req: Request): boolean {
  if (isScript(req)) return true;
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Browsers leave Sec-Fetch-Site out over plain HTTP to other machines, but always send Origin there.
  const origin = req.get('origin');
  return origin === undefined || origin === `${req.protocol}://${req.host}`;
}

/**
 * For a request that leaves a trace or holds on to something, whatever its method.
 * @throws ApiError `cross_origin`
 */
export function assertSameOrigin(req: Request): void {
  if (isSameOrigin(req)) return;
  throw new ApiError('cross_origin', 'This request came from another site and was refused.');
}

/** @throws ApiError `cross_origin` */
export const sameOrigin: RequestHandler = (req, _res, next) => {
  if (!SAFE_METHODS.has(req.method)) assertSameOrigin(req);
  next();
};
