import { Router } from 'express';
import { requireFresh } from '../http/guards.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { siteOf } from '../http/site.js';
import { readBody, readId } from '../http/validate.js';
import { newPasskeySchema, renameSchema } from './passkeys-schema.js';
import * as service from './passkeys-service.js';

export function passkeysRoutes(): Router {
  const router = Router();

  router.post('/options', requireFresh, async (req, res) => {
    await readBody(req, {});
    sendJson(res, await service.beginPasskey(sessionCtx(req), siteOf(req)));
  });

  router.post('/', requireFresh, async (req, res) => {
    const input = await readBody<service.NewPasskey>(req, newPasskeySchema);
    sendJson(res, await service.addPasskey(sessionCtx(req), input, siteOf(req)));
  });

  router.patch('/:id', async (req, res) => {
    const id = readId(req);
    const { name } = await readBody<{ name: string }>(req, renameSchema);
    sendJson(res, await service.renamePasskey(sessionCtx(req), id, name));
  });

  router.delete('/:id', requireFresh, async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await service.removePasskey(sessionCtx(req), id);
    sendJson(res, { ok: true });
  });

  return router;
}
