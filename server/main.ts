/** The server's process: alone, the first of several, or one of those that it makes. */
import cluster from 'node:cluster';
import * as nodeModule from 'node:module';
import { loadConfig } from './config.js';
import { live } from './lifetime.js';

// From Node.js 22.1 on it keeps what it compiled for the next start; 20 knows nothing of it.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

await live(async () => {
  const config = loadConfig();
  // What one of them does not need it does not load: the first of several knows nothing of HTTP.
  if (cluster.isWorker) await (await import('./cluster/web-process.js')).runWebProcess(config);
  else if (config.webConcurrency > 1) await (await import('./cluster/primary.js')).runPrimary(config);
  else await (await import('./cluster/alone.js')).runAlone(config);
});
