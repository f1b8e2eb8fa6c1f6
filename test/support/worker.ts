/** A worker beside an application under test. */
import { startWorker, type Worker } from '../../server/worker/worker.js';
import type { TestApp } from './app.js';

/** Starts the worker that `npm start` runs inside, over the application's database. Stop it before the application. */
export const startTestWorker = (app: TestApp): Worker => startWorker(app.database.connection, app.deps);
