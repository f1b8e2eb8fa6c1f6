/** A context as the worker has it: nobody asks. */
import { NOBODY, type Ctx } from '../../../server/core/context.js';
import type { TestApp } from '../../support/app.js';

export const workerCtx = (app: TestApp): Ctx => ({
  ...app.deps,
  ...NOBODY,
  ...{ requestId: 'worker', ip: 'unknown', userAgent: null },
});
