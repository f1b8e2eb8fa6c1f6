/** The real application on a real port over a database of its own. */
import type { Express } from 'express';
import type { Knex } from 'knex';
import { pendingMigrations } from '../../db/migrate.js';
import { createNotifications } from '../../db/notifications.js';
import { createApp } from '../../server/app.js';
import { readConfig, type Config } from '../../server/config.js';
import type { Deps } from '../../server/core/context.js';
import { createLogger } from '../../server/core/logger.js';
import { closeServer, createHttpServer, listen } from '../../server/http/listen.js';
import { createOpenStreams } from '../../server/http/open-streams.js';
import { createHashGate } from '../../server/passwords/hashing.js';
import { createOpenWire } from '../../server/wire/wire.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { tapAnswers } from './tap.js';

/** So that no test writes a key of its own beside the data. */
const SECRET_KEY = '5ec2e7'.repeat(10) + 'c0de';

export interface TestApp {
  /** Such as `http://127.0.0.1:40123`, without a slash at the end. */
  url: string;
  app: Express;
  db: Knex;
  database: TestDatabase;
  config: Config;
  deps: Deps;
  stop(): Promise<void>;
}

/**
 * @param env variables as an operator would set them; nothing of the real environment is read
 * @param database to share one between applications, as several processes do; one of its own by default
 */
export async function startTestApp(
  env: Record<string, string> = {},
  database?: TestDatabase,
): Promise<TestApp> {
  const own = database ?? (await createTestDatabase());
  const config = readConfig({ LOG_LEVEL: 'silent', PORT: '0', SECRET_KEY, ...env });
  const logger = createLogger(config.logLevel);
  const deps: Deps = {
    config,
    db: own.db,
    logger,
    hashing: createHashGate(config),
    // Asks more often than in earnest, so that a test which freezes the server need not wait long.
    notifications: createNotifications(own.db, { heartbeat: 1000, patience: 1000 }),
    streams: createOpenStreams(),
    openWire: createOpenWire(config.scan),
  };
  const app = createApp(deps, async () => (await pendingMigrations(own.db)).length === 0);
  const server = createHttpServer(app);
  tapAnswers(server);
  const { port } = await listen(server, 0, config.host);
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    db: own.db,
    database: own,
    config,
    deps,
    async stop() {
      deps.streams.endAll();
      await closeServer(server, 1000);
      await deps.notifications.stop();
      if (database === undefined) await own.drop();
    },
  };
}
