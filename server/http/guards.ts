/** The gates. app.ts puts them before each router as the table in mounts.ts says; some stand before a single route. */
import type { Request, RequestHandler, Response } from 'express';
import type { ActorCtx, Authenticate, AuthenticateToken, Scope, Standing } from '../core/context.js';
import { ApiError, notFresh } from '../core/errors.js';
import { actorCtx, sessionCtx } from './request-context.js';
import { readSessionToken, setSessionCookie } from './session-cookie.js';

/** The two ways in. */
export interface Authenticators {
  session: Authenticate;
  token: AuthenticateToken;
}

const signInFirst = (): ApiError => new ApiError('unauthenticated', 'Sign in first.');

async function enterBySession(authenticate: Authenticate, req: Request, res: Response): Promise<void> {
  const token = readSessionToken(req);
  const session = token === null ? null : await authenticate(req.ctx, token);
  if (token === null || session === null) throw signInFirst();
  if (session.renewedSeconds !== null) setSessionCookie(req, res, token, session.renewedSeconds);
  const { ctx } = req;
  ctx.actor = session.actor;
  ctx.sessionId = session.id;
  ctx.standing = session.standing;
}

/** What a client of RFC 6750 (section 3) looks for. Sent to scripts only: a browser has a page to sign in. */
const tellScript = (res: Response, problem: string): void =>
  void res.setHeader('WWW-Authenticate', `Bearer realm="Clearview", ${problem}`);

/**
 * A request with a token carries no cookie: which of the two was meant nobody should have to guess. Nothing but a
 * bearer token is understood (RFC 6750), so that no other header becomes a way in.
 */
async function enterByToken(
  authenticate: AuthenticateToken,
  req: Request,
  res: Response,
  header: string,
): Promise<void> {
  if (readSessionToken(req) !== null) {
    throw new ApiError('malformed_request', 'Send a session or a token, not both.');
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  const found = token === undefined ? null : await authenticate(req.ctx, token);
  if (found === null) {
    tellScript(res, 'error="invalid_token"');
    throw new ApiError('unauthenticated', 'This token is not valid, or not any more.');
  }
  Object.assign(req.ctx, { actor: found.actor, token: found.grant, standing: found.standing });
}

/** 401 unless the request carries a living session or token; puts into the context who asks. */
export function createRequireUser(authenticators: Authenticators): RequestHandler {
  return async (req, res, next) => {
    const header = req.headers.authorization;
    if (header === undefined) await enterBySession(authenticators.session, req, res);
    else await enterByToken(authenticators.token, req, res, header);
    next();
  };
}

/**
 * 403 unless the actor is an administrator, before anything tells whether the record exists.
 * @param onDenied writes down that somebody stood before the door
 * @param door how it is called; needed where the mount has a placeholder, in which anything may stand
 */
export function createRequireAdmin(
  onDenied: (ctx: ActorCtx, door: string) => Promise<void>,
  door?: string,
): RequestHandler {
  return async (req, _res, next) => {
    const ctx = actorCtx(req);
    if (ctx.actor.role !== 'admin') {
      await onDenied(ctx, `${req.method} ${door ?? req.baseUrl}`);
      throw new ApiError('forbidden', 'Only administrators may do this.');
    }
    next();
  };
}

/** What a token needs to read, and to change. */
export interface ScopePair {
  read: Scope;
  write?: Scope;
}

/** Who may change may look: no script needs both. */
const opens = (held: Scope, needed: Scope): boolean =>
  held === needed || held === needed.replace(':read', ':write');

/**
 * 403 for a token that was not made for this.
 * @param scopes what it needs; `any`: every token will do; none: no token may
 */
export function requireScope(scopes: ScopePair | 'any' | undefined): RequestHandler {
  return (req, res, next) => {
    const { token } = actorCtx(req);
    if (token === null || scopes === 'any') return next();
    const isReading = req.method === 'GET' || req.method === 'HEAD';
    const needed = isReading ? scopes?.read : scopes?.write;
    if (needed === undefined) sessionCtx(req);
    else if (!token.scopes.some((held) => opens(held, needed))) {
      tellScript(res, `error="insufficient_scope", scope="${needed}"`);
      throw new ApiError('insufficient_scope', `This token needs the scope ${needed}.`);
    }
    next();
  };
}

/** What somebody has to do before anything else; null when there is nothing. Scripts are not held up. */
export function dutyOf(standing: Standing): ApiError | null {
  if (standing.mustChangePassword) {
    return new ApiError('password_change_required', 'Choose a password of your own first.');
  }
  if (standing.mustAddSecondFactor) {
    return new ApiError('second_factor_required', 'Your role needs a second factor. Add one first.');
  }
  return null;
}

/** 403 for somebody who has something to do first. */
export const requireNoDuty: RequestHandler = (req, _res, next) => {
  const { token, standing } = actorCtx(req);
  const duty = token === null ? dutyOf(standing) : null;
  if (duty !== null) throw duty;
  next();
};

/** @throws ApiError `reauthentication_required` unless whoever sits there showed who they are in the last ten minutes */
export function assertFresh(req: Request): void {
  if (sessionCtx(req).standing.isFresh) return;
  throw notFresh();
}

/** 403 unless whoever sits there showed who they are within the last ten minutes. */
export const requireFresh: RequestHandler = (req, _res, next) => {
  assertFresh(req);
  next();
};
