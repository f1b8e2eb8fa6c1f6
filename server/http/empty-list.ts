/**
 * The lists of what Clearview does not hold yet (tenants, jobs, onboarding): behind the gate and in the list's
 * form, so that scripts and pages can rely on the address before the first record can exist.
 */
import { Router } from 'express';
import { readListQuery, sendPage, MAX_ROWS, type ListSpec } from './list-query.js';

/** @param resource the name in Content-Range */
export function emptyListRoutes(resource: string): Router {
  const spec: ListSpec = {
    resource,
    sortable: ['id'],
    defaultSort: { field: 'id', direction: 'asc' },
    defaultLimit: MAX_ROWS,
    filters: {},
  };
  const router = Router();
  router.get('/', (req, res) => {
    sendPage(req, res, spec, readListQuery(req, spec), { rows: [], total: 0, next: null });
  });
  return router;
}
