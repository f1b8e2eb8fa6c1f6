import { Router } from 'express';
import { choiceFilter, idFilter, idsFilter, textFilter, timeFilter } from '../http/filters.js';
import { readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { AUDIT_EVENTS } from './audit-events.js';
import { AUDIT_SORTABLE, listAudit } from './audit-service.js';

const LIST: ListSpec = {
  resource: 'audit',
  sortable: AUDIT_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: 200,
  aliases: ['event'],
  filters: {
    id: idsFilter,
    event: choiceFilter(AUDIT_EVENTS),
    user_id: idFilter,
    target_id: idFilter,
    ip: textFilter,
    ts_gte: timeFilter,
    ts_lte: timeFilter,
    q: textFilter,
  },
};

export function auditRoutes(): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const query = readListQuery(req, LIST);
    sendPage(req, res, LIST, query, await listAudit(actorCtx(req), query));
  });
  return router;
}
