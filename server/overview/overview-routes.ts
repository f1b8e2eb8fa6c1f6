import { Router } from 'express';
import { assertKnownParameters } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { getOverview } from './overview-service.js';

export function overviewRoutes(): Router {
  return Router().get('/', async (req, res) => {
    assertKnownParameters(req, []);
    sendJson(res, await getOverview(actorCtx(req)));
  });
}
