import { Router } from 'express';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { setSessionCookie } from '../http/session-cookie.js';
import { readBody } from '../http/validate.js';
import { ownPasswordSchema } from './own-password-schema.js';
import { changeOwnPassword, type PasswordChange } from './own-password-service.js';

export function ownPasswordRoutes(): Router {
  const router = Router();

  router.post('/', async (req, res) => {
    const input = await readBody<PasswordChange>(req, ownPasswordSchema);
    const { session, sessions_ended } = await changeOwnPassword(sessionCtx(req), input);
    setSessionCookie(req, res, session.token, session.maxAge);
    sendJson(res, { ok: true, sessions_ended });
  });

  return router;
}
