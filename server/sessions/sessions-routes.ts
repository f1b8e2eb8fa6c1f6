import { Router } from 'express';
import { idFilter, idsFilter, textFilter } from '../http/filters.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import * as service from './sessions-service.js';

export const SESSIONS_LIST: ListSpec = {
  resource: 'sessions',
  sortable: service.SESSION_SORTABLE,
  defaultSort: { field: 'last_seen_at', direction: 'desc' },
  defaultLimit: MAX_ROWS,
  filters: { id: idsFilter, user_id: idFilter, ip: textFilter, q: textFilter },
};

export function sessionsRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, SESSIONS_LIST);
    sendPage(req, res, SESSIONS_LIST, query, await service.listSessions(actorCtx(req), query));
  });

  router.delete('/:id', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await service.revokeSession(actorCtx(req), id);
    sendJson(res, { ok: true });
  });

  return router;
}
