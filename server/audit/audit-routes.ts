import { Router } from 'express';
import type { AuditRow } from '../../db/tables.js';
import { sendExport, type ExportSpec } from '../http/export.js';
import { choiceFilter, idFilter, idsFilter, textFilter, timeFilter } from '../http/filters.js';
import { readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { AUDIT_EVENTS } from './audit-events.js';
import { AUDIT_SORTABLE, exportAudit, listAudit } from './audit-service.js';

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

const EXPORT: ExportSpec<AuditRow> = {
  list: LIST,
  columns: {
    id: (row) => row.id,
    ts: (row) => row.ts,
    event: (row) => row.event,
    user_id: (row) => row.user_id,
    username: (row) => row.username,
    ip: (row) => row.ip,
    target: (row) => row.detail.target,
    target_username: (row) => row.detail.username,
    detail: (row) => JSON.stringify(row.detail),
  },
};

export function auditRoutes(): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const query = readListQuery(req, LIST);
    sendPage(req, res, LIST, query, await listAudit(actorCtx(req), query));
  });
  router.get('/export', async (req, res) => {
    await sendExport(req, res, EXPORT, (query) => exportAudit(actorCtx(req), query));
  });
  return router;
}
