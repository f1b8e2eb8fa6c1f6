/** The product's own services over a database, for what no request asks for. */
import { createDatabase, settingsFromUrl } from '../../../../db/knex.js';
import { readConfig } from '../../../../server/config.js';
import type { Ctx } from '../../../../server/core/context.js';
import { createLogger } from '../../../../server/core/logger.js';
import { createDeps } from '../../../../server/lifetime.js';
import { workerCtx } from '../../../../server/worker/worker-ctx.js';

/** @param env settings that are others than usual */
export async function withProduct<T>(
  url: string,
  env: Record<string, string>,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...env });
  const db = createDatabase(settingsFromUrl(url));
  try {
    return await work(workerCtx(createDeps(config, createLogger(config.logLevel), db), 'benchmark'));
  } finally {
    await db.destroy();
  }
}
