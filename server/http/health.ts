/** For load balancers and container runtimes: alive, and ready to serve. */
import { Router } from 'express';
import { ApiError } from '../core/errors.js';
import { sendJson } from './send-json.js';

/** @param isReady whether the database answers and holds today's tables; false while shutting down */
export function healthRoutes(isReady: () => Promise<boolean>): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    sendJson(res, { status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const ready = await isReady().catch(() => false);
    if (!ready) throw new ApiError('not_ready', 'Clearview is not ready.', { retryAfter: 5 });
    sendJson(res, { status: 'ready' });
  });
  return router;
}
