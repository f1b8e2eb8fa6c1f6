import { Router } from 'express';
import { requireFresh } from '../http/guards.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { siteOf } from '../http/site.js';
import { readBody, readId } from '../http/validate.js';
import { resetSecondFactor } from './second-factor-reset-service.js';
import { confirmSchema } from './second-factor-schema.js';
import * as service from './second-factor-service.js';

export function secondFactorRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    sendJson(res, await service.getState(sessionCtx(req), siteOf(req)));
  });

  router.post('/totp', requireFresh, async (req, res) => {
    await readBody(req, {});
    sendJson(res, await service.beginTotp(sessionCtx(req)));
  });

  router.post('/totp/confirm', requireFresh, async (req, res) => {
    const { code } = await readBody<{ code: string }>(req, confirmSchema);
    sendJson(res, { ok: true, recovery_codes: await service.confirmTotp(sessionCtx(req), code) });
  });

  router.delete('/totp', requireFresh, async (req, res) => {
    await readBody(req, {});
    await service.removeTotp(sessionCtx(req));
    sendJson(res, { ok: true });
  });

  router.post('/recovery-codes', requireFresh, async (req, res) => {
    await readBody(req, {});
    sendJson(res, { recovery_codes: await service.renewRecoveryCodes(sessionCtx(req)) });
  });

  return router;
}

/** An administrator takes away what somebody lost. */
export function userSecondFactorRoutes(): Router {
  return Router({ mergeParams: true }).delete('/', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await resetSecondFactor(sessionCtx(req), id);
    sendJson(res, { ok: true });
  });
}
