import { Router, type Request, type Response } from 'express';
import { openEventStream } from '../http/event-stream.js';
import { choiceFilter, choicesFilter, idsFilter, textFilter } from '../http/filters.js';
import {
  assertKnownParameters,
  MAX_ROWS,
  readFilter,
  readListQuery,
  sendPage,
  type ListSpec,
} from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { assertSameOrigin } from '../http/same-origin.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { JOB_STATES, newJobSchema, TRIGGERS } from './jobs-schema.js';
import * as service from './jobs-service.js';
import { JobTail, STOPPING, watchJobs } from './jobs-stream.js';

export const JOBS_LIST: ListSpec = {
  resource: 'jobs',
  sortable: service.JOB_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: 100,
  filters: {
    id: idsFilter,
    tenant_id: idsFilter,
    state: choicesFilter(JOB_STATES),
    trigger: choiceFilter(TRIGGERS),
    q: textFilter,
  },
};

export const FINDINGS_LIST: ListSpec = {
  resource: 'findings',
  sortable: service.FINDING_SORTABLE,
  defaultSort: { field: 'domain', direction: 'asc' },
  defaultLimit: MAX_ROWS,
  filters: {
    domain: textFilter,
    check_id: textFilter,
    group: choicesFilter(['dns', 'mail', 'tls', 'web']),
    severity: choicesFilter(['high', 'medium', 'low']),
    status: choicesFilter(['pass', 'warn', 'fail', 'unknown']),
  },
};

export const WATCHED_JOBS = { filters: { tenant_id: idsFilter } };

/**
 * Server-sent events: `jobs` with those that wait or run, then `job` for each that changes and `job_gone` for each
 * that vanishes. Who comes back begins anew, with `jobs`.
 */
async function stream(req: Request, res: Response): Promise<void> {
  const ctx = actorCtx(req);
  // A page of a sibling domain, where the cookie goes along, could use up the streams of a user.
  assertSameOrigin(req);
  assertKnownParameters(req, ['filter']);
  const filter = readFilter(WATCHED_JOBS, req);
  let isStopping = false;
  let stop = (): void => void (isStopping = true);
  const leave = ctx.streams.admit(ctx.actor.id, () => stop());
  try {
    const { tail, alive } = await JobTail.open(ctx, filter);
    const { signal, send, beat, close } = openEventStream(res);
    const end = (ending: object): void => close({ event: 'end', data: ending });
    stop = () => end(STOPPING);
    // A HEAD request is answered by the headers alone.
    if (isStopping || req.method === 'HEAD') stop();
    await send({ event: 'jobs', data: alive });
    await watchJobs(ctx, tail, { signal, news: send, beat, end });
  } finally {
    leave();
  }
}

export function jobsRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, JOBS_LIST);
    sendPage(req, res, JOBS_LIST, query, await service.listJobs(actorCtx(req), query));
  });

  router.post('/', async (req, res) => {
    const { tenant_id } = await readBody<{ tenant_id: number }>(req, newJobSchema);
    sendJson(res, await service.createJob(actorCtx(req), tenant_id));
  });

  router.get('/stream', stream);

  router.get('/:id', async (req, res) => {
    sendJson(res, await service.getJob(actorCtx(req), readId(req)));
  });

  router.get('/:id/findings', async (req, res) => {
    const query = readListQuery(req, FINDINGS_LIST);
    sendPage(req, res, FINDINGS_LIST, query, await service.listFindings(actorCtx(req), readId(req), query));
  });

  router.post('/:id/cancel', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    sendJson(res, await service.cancelJob(actorCtx(req), id));
  });

  router.post('/:id/retry', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    sendJson(res, await service.retryJob(actorCtx(req), id));
  });

  return router;
}
