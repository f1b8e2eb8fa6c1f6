import { Router } from 'express';
import type { Config } from '../config.js';
import { sendJson } from '../http/send-json.js';
import { setSignInCookies } from '../http/session-cookie.js';
import { readBody } from '../http/validate.js';
import { openSetupSchema, setupSchema } from './setup-schema.js';
import { assertSetupOpen, isSetupRequired, runSetup, type SetupInput } from './setup-service.js';

export function setupRoutes(config: Config): Router {
  const router = Router();

  router.get('/setup-required', async (req, res) => {
    sendJson(res, { setup_required: await isSetupRequired(req.ctx) });
  });

  router.post('/setup', async (req, res) => {
    // Whatever the body holds: once it is over, it is over.
    await assertSetupOpen(req.ctx);
    const schema = config.setupToken === undefined ? openSetupSchema : setupSchema;
    const input = await readBody<SetupInput>(req, schema);
    const { session, ...user } = await runSetup(req.ctx, input);
    setSignInCookies(req, res, session);
    sendJson(res, user);
  });

  return router;
}
