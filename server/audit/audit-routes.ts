import { Router, type Request, type Response } from 'express';
import type { AuditRow } from '../../db/tables.js';
import { openEventStream, readLastEventId } from '../http/event-stream.js';
import { sendExport, type ExportSpec } from '../http/export.js';
import { bigIdsFilter, choiceFilter, idFilter, textFilter, timeFilter } from '../http/filters.js';
import {
  assertKnownParameters,
  readFilter,
  readListQuery,
  sendPage,
  type ListSpec,
} from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { assertSameOrigin } from '../http/same-origin.js';
import { whileAllowed } from '../sessions/still-allowed-service.js';
import { AUDIT_EVENTS } from './audit-events.js';
import { AUDIT_SORTABLE, exportAudit, listAudit } from './audit-service.js';
import { STOPPING, Tail, watchAudit } from './audit-stream.js';

export const AUDIT_LIST: ListSpec = {
  resource: 'audit',
  sortable: AUDIT_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: 200,
  aliases: ['event'],
  filters: {
    id: bigIdsFilter,
    event: choiceFilter(AUDIT_EVENTS),
    user_id: idFilter,
    target_id: idFilter,
    target_user_id: idFilter,
    tenant_id: idFilter,
    ip: textFilter,
    ts_gte: timeFilter,
    ts_lte: timeFilter,
    q: textFilter,
  },
};

/** The columns of the log as a CSV file. */
export const AUDIT_COLUMNS: ExportSpec<AuditRow>['columns'] = {
  id: (row) => row.id,
  ts: (row) => row.ts,
  event: (row) => row.event,
  user_id: (row) => row.user_id,
  username: (row) => row.username,
  ip: (row) => row.ip,
  target: (row) => row.detail.target,
  target_username: (row) => row.detail.username,
  detail: (row) => JSON.stringify(row.detail),
};

const EXPORT: ExportSpec<AuditRow> = { list: AUDIT_LIST, columns: AUDIT_COLUMNS };

/** Server-sent events, one for each row that is added; see ../http/event-stream.ts for the protocol. */
async function stream(req: Request, res: Response): Promise<void> {
  const ctx = actorCtx(req);
  // A page of a sibling domain, where the cookie goes along, could use up the streams of an administrator.
  assertSameOrigin(req);
  assertKnownParameters(req, ['filter', 'event', 'after']);
  const after = readLastEventId(req);
  const filter = readFilter(AUDIT_LIST, req);
  let isStopping = false;
  let stop = (): void => void (isStopping = true);
  const leave = ctx.streams.admit(ctx.actor.id, () => stop());
  try {
    const tail = await Tail.open(ctx, filter, after);
    const { signal, send, beat, close } = openEventStream(res);
    const end = (ending: object): void => close({ event: 'end', data: ending });
    stop = () => end(STOPPING);
    // A HEAD request is answered by the headers alone.
    if (isStopping || req.method === 'HEAD') stop();
    const row = (entry: { id: number }): Promise<void> => send({ event: 'audit', id: entry.id, data: entry });
    await watchAudit(ctx, tail, { signal, row, beat, end });
  } finally {
    leave();
  }
}

export function auditRoutes(): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    const query = readListQuery(req, AUDIT_LIST);
    sendPage(req, res, AUDIT_LIST, query, await listAudit(actorCtx(req), query));
  });
  router.get('/stream', stream);
  router.get('/export', async (req, res) => {
    const ctx = actorCtx(req);
    await sendExport(req, res, EXPORT, async (query) =>
      whileAllowed(ctx, 'admin', await exportAudit(ctx, query)),
    );
  });
  return router;
}
