import { Router } from 'express';
import { noteDenied } from '../audit/access-denied.js';
import { idsFilter, textFilter } from '../http/filters.js';
import { createRequireAdmin } from '../http/guards.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { checkSchema, waiverSchema } from './onboarding-schema.js';
import { checkNow, waive, type Waiver } from './onboarding-service.js';
import { getOnboarding, listOnboarding, ONBOARDING_SORTABLE } from './onboarding-view-service.js';

export const ONBOARDING_LIST: ListSpec = {
  resource: 'onboarding',
  sortable: ONBOARDING_SORTABLE,
  defaultSort: { field: 'created_at', direction: 'desc' },
  defaultLimit: MAX_ROWS,
  filters: { id: idsFilter, q: textFilter },
};

export function onboardingRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, ONBOARDING_LIST);
    sendPage(req, res, ONBOARDING_LIST, query, await listOnboarding(actorCtx(req), query));
  });

  router.get('/:id', async (req, res) => {
    sendJson(res, await getOnboarding(actorCtx(req), readId(req)));
  });

  router.post('/:id/check', async (req, res) => {
    const id = readId(req);
    const { domain } = await readBody<{ domain?: string }>(req, checkSchema);
    sendJson(res, await checkNow(actorCtx(req), id, domain));
  });

  router.post('/:id/waive', createRequireAdmin(noteDenied), async (req, res) => {
    const id = readId(req);
    const waiver = await readBody<Waiver>(req, waiverSchema);
    sendJson(res, await waive(actorCtx(req), id, waiver));
  });

  return router;
}
