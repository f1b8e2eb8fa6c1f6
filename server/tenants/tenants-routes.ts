import { Router } from 'express';
import { noteDenied } from '../audit/access-denied.js';
import { invalid } from '../core/errors.js';
import { choiceFilter, idsFilter, textFilter } from '../http/filters.js';
import { createRequireAdmin } from '../http/guards.js';
import { readIfMatch, setVersion } from '../http/if-match.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { createTenant, deleteTenant, updateTenant, type NewTenant } from './tenants-change-service.js';
import { addReport } from './tenants-report-routes.js';
import type { TenantPatch } from './tenants-rules-service.js';
import { deletionSchema, newTenantSchema, tenantPatchSchema } from './tenants-schema.js';
import * as view from './tenants-view-service.js';

export const TENANTS_LIST: ListSpec = {
  resource: 'tenants',
  sortable: view.TENANT_SORTABLE,
  defaultSort: { field: 'name', direction: 'asc' },
  defaultLimit: MAX_ROWS,
  filters: {
    id: idsFilter,
    q: textFilter,
    state: choiceFilter(['onboarding', 'active', 'paused']),
    grade: choiceFilter(['A', 'B', 'C', 'D', 'E', 'F', 'none']),
    domain: textFilter,
  },
};

export const SCORES_LIST: ListSpec = {
  resource: 'scores',
  sortable: view.SCORE_SORTABLE,
  defaultSort: { field: 'at', direction: 'desc' },
  defaultLimit: 90,
  filters: {},
};

export function tenantsRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, TENANTS_LIST);
    sendPage(req, res, TENANTS_LIST, query, await view.listTenants(actorCtx(req), query));
  });

  router.post('/', async (req, res) => {
    const input = await readBody<NewTenant>(req, newTenantSchema);
    sendJson(res, await createTenant(actorCtx(req), input));
  });

  addSingle(router);
  addPast(router);
  addReport(router);
  return router;
}

function addSingle(router: Router): void {
  router.get('/:id', async (req, res) => {
    const tenant = await view.getTenant(actorCtx(req), readId(req));
    setVersion(res, tenant.revision);
    sendJson(res, tenant);
  });

  router.patch('/:id', async (req, res) => {
    const id = readId(req);
    const patch = await readBody<TenantPatch>(req, tenantPatchSchema);
    if (Object.keys(patch).length === 0) throw invalid({}, 'Give name, domains, notes or state.');
    const tenant = await updateTenant(actorCtx(req), id, patch, readIfMatch(req));
    setVersion(res, tenant.revision);
    sendJson(res, tenant);
  });

  router.delete('/:id', createRequireAdmin(noteDenied), async (req, res) => {
    const id = readId(req);
    const { name } = await readBody<{ name: string }>(req, deletionSchema);
    await deleteTenant(actorCtx(req), id, name, readIfMatch(req));
    sendJson(res, { ok: true });
  });
}

/** What became of a tenant over time. */
function addPast(router: Router): void {
  router.get('/:id/scores', async (req, res) => {
    const id = readId(req);
    const query = readListQuery(req, SCORES_LIST);
    sendPage(req, res, SCORES_LIST, query, await view.listScores(actorCtx(req), id, query));
  });
}
