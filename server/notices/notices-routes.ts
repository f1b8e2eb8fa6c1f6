import { Router } from 'express';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import * as service from './notices-service.js';

export const NOTICE_LIST: ListSpec = {
  resource: 'notices',
  sortable: service.NOTICE_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: MAX_ROWS,
  filters: {},
};

export function noticesRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, NOTICE_LIST);
    sendPage(req, res, NOTICE_LIST, query, await service.listNotices(sessionCtx(req), query));
  });

  router.delete('/', async (req, res) => {
    await readBody(req, {});
    await service.dismissAllNotices(sessionCtx(req));
    sendJson(res, { ok: true });
  });

  router.delete('/:id', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await service.dismissNotice(sessionCtx(req), id);
    sendJson(res, { ok: true });
  });

  return router;
}
