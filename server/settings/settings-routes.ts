import { Router } from 'express';
import { invalid } from '../core/errors.js';
import { readIfMatch, setVersion } from '../http/if-match.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody } from '../http/validate.js';
import { settingsPatchSchema } from './settings-schema.js';
import { readSettings, updateSettings, type SettingsPatch } from './settings-service.js';

export function settingsRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const settings = await readSettings(sessionCtx(req));
    setVersion(res, settings.revision);
    sendJson(res, settings);
  });

  router.patch('/', async (req, res) => {
    const patch = await readBody<SettingsPatch>(req, settingsPatchSchema);
    if (Object.keys(patch).length === 0) throw invalid({}, 'Give at least one setting.');
    const settings = await updateSettings(sessionCtx(req), patch, readIfMatch(req));
    setVersion(res, settings.revision);
    sendJson(res, settings);
  });

  return router;
}
