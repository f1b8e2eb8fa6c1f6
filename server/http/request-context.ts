/** Gives every request the context that use cases are handed. */
import type { Request, RequestHandler } from 'express';
import { canonicalAddress } from '../core/address.js';
import { NOBODY, type ActorCtx, type Ctx, type Deps, type SessionCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { cleanText } from '../core/text.js';
import { readBrowserToken } from './session-cookie.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way Express is extended
  namespace Express {
    interface Request {
      ctx: Ctx;
    }
  }
}

const MAX_USER_AGENT = 512;
const MAX_HEADER_FIELDS = 100;

/**
 * The client's address in its canonical form. Few addresses ask most of the time, so the spelling of the last ones is
 * kept; it is a function of the text alone.
 */
function createAddressBook(size = 1000): (address: string | undefined) => string {
  const known = new Map<string, string>();
  return (address = '') => {
    let canonical = known.get(address);
    if (canonical === undefined) {
      canonical = canonicalAddress(address);
      if (known.size >= size) known.clear();
      known.set(address, canonical);
    }
    return canonical;
  };
}

/** Puts `req.ctx` there, without an actor, and the request's id into the answer. */
export function requestContext(deps: Deps): RequestHandler {
  const canonical = createAddressBook();
  const isBehindProxy = deps.config.trustProxy.length > 0;
  return (req, res, next) => {
    const { config, db, logger, hashing, notifications, streams, openWire } = deps;
    res.setHeader('X-Request-Id', req.id);
    const userAgent = req.headers['user-agent'];
    // Spelled out: an object made by spreading costs several times as much, and this one is made for every request.
    req.ctx = {
      config,
      db,
      logger,
      hashing,
      notifications,
      streams,
      openWire,
      requestId: req.id,
      ip: canonical(isBehindProxy ? req.ip : req.socket.remoteAddress),
      userAgent: userAgent === undefined ? null : cleanText(userAgent, MAX_USER_AGENT),
      actor: null,
      sessionId: null,
      token: null,
      operator: null,
      browser: readBrowserToken(req),
      standing: NOBODY.standing,
    };
    if (req.headers.host === undefined && req.httpVersion !== '1.0') {
      throw new ApiError('malformed_request', 'The Host header is missing.');
    }
    if (req.rawHeaders.length / 2 > MAX_HEADER_FIELDS) {
      throw new ApiError('headers_too_large', `At most ${MAX_HEADER_FIELDS} header fields are accepted.`);
    }
    next();
  };
}

/**
 * The context of a request behind requireUser.
 * @throws ApiError `unauthenticated` when there is no such gate: a mistake in the mount table must not open a door
 */
export function actorCtx(req: Request): ActorCtx {
  if (req.ctx.actor === null) throw new ApiError('unauthenticated', 'Sign in first.');
  return req.ctx as ActorCtx;
}

/**
 * The context of what a person alone may do: a token has no password, no second factor and no tokens of its own.
 * @throws ApiError `unauthenticated`, `session_needed`
 */
export function sessionCtx(req: Request): SessionCtx {
  const ctx = actorCtx(req);
  if (ctx.token !== null || ctx.sessionId === null) {
    throw new ApiError('session_needed', 'This needs a person who is signed in; a token may not do it.');
  }
  return ctx as SessionCtx;
}
