/** One's own sessions: what everybody may see and end. */
import { Router } from 'express';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { clearSessionCookie } from '../http/session-cookie.js';
import { readBody, readId } from '../http/validate.js';
import * as service from './own-sessions-service.js';
import { SESSION_SORTABLE } from './sessions-service.js';

export const OWN_LIST: ListSpec = {
  resource: 'sessions',
  sortable: SESSION_SORTABLE,
  defaultSort: { field: 'last_seen_at', direction: 'desc' },
  defaultLimit: MAX_ROWS,
  filters: {},
};

export function ownSessionsRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, OWN_LIST);
    sendPage(req, res, OWN_LIST, query, await service.listOwnSessions(sessionCtx(req), query));
  });

  router.delete('/', async (req, res) => {
    await readBody(req, {});
    sendJson(res, { ok: true, sessions_ended: await service.revokeOtherSessions(sessionCtx(req)) });
  });

  router.delete('/:id', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    const ctx = sessionCtx(req);
    await service.revokeOwnSession(ctx, id);
    if (id === ctx.sessionId) clearSessionCookie(req, res);
    sendJson(res, { ok: true });
  });

  return router;
}
