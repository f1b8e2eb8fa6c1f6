import { Router } from 'express';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { clearSessionCookie, readSessionToken, setSignInCookies } from '../http/session-cookie.js';
import { siteOf } from '../http/site.js';
import { readBody } from '../http/validate.js';
import { credentialsSchema } from './auth-schema.js';
import { signIn, signOut, type Credentials } from './auth-service.js';

export function authRoutes(): Router {
  const router = Router();

  router.post('/login', async (req, res) => {
    const input = await readBody<Credentials>(req, credentialsSchema);
    const outcome = await signIn(req.ctx, input, readSessionToken(req), siteOf(req));
    if ('step' in outcome) return sendJson(res, outcome);
    const { user, session } = outcome;
    setSignInCookies(req, res, session);
    sendJson(res, user);
  });

  router.post('/logout', async (req, res) => {
    await readBody(req, {});
    await signOut(req.ctx, readSessionToken(req));
    clearSessionCookie(req, res);
    // What the browser kept of our pages goes too (OWASP ASVS 5.0 V 14.3.1); preferences stay.
    res.setHeader('Clear-Site-Data', '"cache"');
    sendJson(res, { ok: true });
  });

  return router;
}

/** Who is signed in. */
export function meRoutes(): Router {
  return Router().get('/', (req, res) => {
    const { actor, standing, token } = actorCtx(req);
    sendJson(res, {
      ...actor,
      must_change_password: standing.mustChangePassword,
      second_factor: standing.hasSecondFactor,
      must_add_second_factor: standing.mustAddSecondFactor,
      token: token === null ? null : { name: token.name, scopes: token.scopes, expires_at: token.expiresAt },
    });
  });
}
