/** The two gates. They are mounted in app.ts, each in one visible line, or before a single route of a router. */
import type { Request, RequestHandler, Response } from 'express';
import type { ActorCtx, Authenticate, LiveSession } from '../core/context.js';
import { ApiError } from '../core/errors.js';
import { actorCtx } from './request-context.js';
import { readSessionToken, setSessionCookie } from './session-cookie.js';

async function signedIn(
  authenticate: Authenticate,
  req: Request,
  res: Response,
): Promise<LiveSession | null> {
  const token = readSessionToken(req);
  const session = token === null ? null : await authenticate(req.ctx, token);
  if (token === null || session === null) return null;
  if (session.renewedSeconds !== null) setSessionCookie(req, res, token, session.renewedSeconds);
  return session;
}

/** 401 unless the request carries a living session; puts the actor and the session's id into the context. */
export function createRequireUser(authenticate: Authenticate): RequestHandler {
  return async (req, res, next) => {
    const session = await signedIn(authenticate, req, res);
    if (session === null) throw new ApiError('unauthenticated', 'Sign in first.');
    req.ctx.actor = session.actor;
    req.ctx.sessionId = session.id;
    next();
  };
}

/**
 * 403 unless the actor is an administrator, before anything tells whether the record exists.
 * @param onDenied writes down that somebody stood before the door
 */
export function createRequireAdmin(onDenied: (ctx: ActorCtx, door: string) => Promise<void>): RequestHandler {
  return async (req, _res, next) => {
    const ctx = actorCtx(req);
    if (ctx.actor.role !== 'admin') {
      await onDenied(ctx, `${req.method} ${req.baseUrl}`);
      throw new ApiError('forbidden', 'Only administrators may do this.');
    }
    next();
  };
}
