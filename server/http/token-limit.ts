/** How often one token may ask, told to scripts in the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-07). */
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { ApiError } from '../core/errors.js';

const WINDOW_SECONDS = 60;
const REQUESTS = 600;

/** Counts each request of a token once, in this process, and answers 429 beyond. People are not counted. */
export function createTokenLimit(): RequestHandler {
  const counted = new WeakSet<Request>();
  const limit = rateLimit({
    windowMs: WINDOW_SECONDS * 1000,
    limit: REQUESTS,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // Its warnings are for those who count addresses.
    validate: false,
    keyGenerator: (req) => String(req.ctx.token?.id),
    handler(_req, res, next) {
      const retryAfter = Number(res.getHeader('Retry-After') ?? WINDOW_SECONDS);
      const words = `A token may ask ${REQUESTS} times a minute. Try again in ${retryAfter} s.`;
      next(new ApiError('too_many_requests', words, { retryAfter }));
    },
  });
  return (req, res, next) => {
    // More than one gate may be passed on the way to an address that is not there.
    if (req.ctx.token === null || counted.has(req)) return next();
    counted.add(req);
    return limit(req, res, next);
  };
}
