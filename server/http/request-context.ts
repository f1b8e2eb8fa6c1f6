/** Gives every request its id, its log line and the context that use cases are handed. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import { canonicalAddress } from '../core/address.js';
import { NOBODY, type ActorCtx, type Ctx, type Deps, type SessionCtx } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { cleanText } from '../core/text.js';
import { withoutTokens } from '../core/token-form.js';
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

/** One line a request: what was asked (without the query, which may hold names), the answer and the time. */
export function requestLog(deps: Deps): RequestHandler {
  return pinoHttp({
    logger: deps.logger,
    // Never the client's: an id from outside could forge lines.
    genReqId: () => randomUUID(),
    customLogLevel: (_req, res, error) => {
      if (res.statusCode >= 500) return 'error';
      return error ? 'warn' : 'debug';
    },
    serializers: {
      req: (req: { id: string; method: string; url: string; remoteAddress: string }) => ({
        id: req.id,
        method: req.method,
        path: withoutTokens(cleanText(req.url.split('?', 1)[0] ?? '', 300)),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      err: (error: { type: string; message: string }) => ({ type: error.type, message: error.message }),
    },
  });
}

/** Puts `req.ctx` there, without an actor, and the request's id into the answer. */
export function requestContext(deps: Deps): RequestHandler {
  return (req, res, next) => {
    const requestId = req.id as string;
    res.setHeader('X-Request-Id', requestId);
    const userAgent = req.get('user-agent');
    req.ctx = {
      ...deps,
      requestId,
      ip: canonicalAddress(req.ip),
      userAgent: userAgent === undefined ? null : cleanText(userAgent, MAX_USER_AGENT),
      ...NOBODY,
      browser: readBrowserToken(req),
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
  const { actor } = req.ctx;
  if (actor === null) throw new ApiError('unauthenticated', 'Sign in first.');
  return { ...req.ctx, actor };
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
  return { ...ctx, sessionId: ctx.sessionId, token: null };
}
