import { Router } from 'express';
import { choiceFilter } from '../http/filters.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import * as catalogue from './catalogue-service.js';

export const CHECKS_LIST: ListSpec = {
  resource: 'checks',
  sortable: catalogue.CHECK_SORTABLE,
  defaultSort: { field: 'id', direction: 'asc' },
  defaultLimit: MAX_ROWS,
  filters: {
    group: choiceFilter(catalogue.CHECK_GROUPS),
    severity: choiceFilter(catalogue.SEVERITIES),
  },
};

export function checksRoutes(): Router {
  const router = Router();
  router.get('/', (req, res) => {
    const query = readListQuery(req, CHECKS_LIST);
    sendPage(req, res, CHECKS_LIST, query, catalogue.listChecks(query));
  });
  return router;
}
