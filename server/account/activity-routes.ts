import { Router } from 'express';
import { choicesFilter, timeFilter } from '../http/filters.js';
import { readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { sessionCtx } from '../http/request-context.js';
import { ACTIVITY_EVENTS } from './activity-schema.js';
import { ACTIVITY_SORTABLE, listActivity } from './activity-service.js';

export const ACTIVITY_LIST: ListSpec = {
  resource: 'activity',
  sortable: ACTIVITY_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: 100,
  aliases: ['event'],
  filters: { event: choicesFilter(ACTIVITY_EVENTS), ts_gte: timeFilter, ts_lte: timeFilter },
};

export function activityRoutes(): Router {
  return Router().get('/', async (req, res) => {
    const query = readListQuery(req, ACTIVITY_LIST);
    sendPage(req, res, ACTIVITY_LIST, query, await listActivity(sessionCtx(req), query));
  });
}
