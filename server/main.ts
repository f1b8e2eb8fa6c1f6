/** The server's process: alone, the first of several, or one of those that it makes. */
import cluster from 'node:cluster';
import { loadConfig } from './config.js';
import { live } from './lifetime.js';

await live(async () => {
  const config = loadConfig();
  // What one of them does not need it does not load: the first of several knows nothing of HTTP.
  if (cluster.isWorker) await (await import('./cluster/web-process.js')).runWebProcess(config);
  else if (config.webConcurrency > 1) await (await import('./cluster/primary.js')).runPrimary(config);
  else await (await import('./cluster/alone.js')).runAlone(config);
});
