import { NOBODY, type Ctx, type Deps } from '../core/context.js';

/** The context of what nobody asked for: a worker does it by itself. @param runId of the queue, for the log */
export const workerCtx = (deps: Deps, runId: string): Ctx => ({
  ...deps,
  requestId: `job-${runId}`,
  ip: 'local',
  userAgent: null,
  ...NOBODY,
});
