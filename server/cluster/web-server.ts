/** The part of a process that answers requests, whether it is alone or one of several. */
import type { AddressInfo } from 'node:net';
import { createApp } from '../app.js';
import type { Deps } from '../core/context.js';
import { closeServer, createHttpServer, listen } from '../http/listen.js';
import { DRAIN } from '../lifetime.js';

export interface WebServer {
  address: AddressInfo;
  /** Takes no more requests, ends the streams and lets the rest finish. */
  drain(): Promise<void>;
}

/**
 * @param isReady whether the database answers and is migrated
 * @param port may be another one than that of the configuration: processes that share one are told which
 */
export async function startWebServer(
  deps: Deps,
  isReady: () => Promise<boolean>,
  port: number,
): Promise<WebServer> {
  let isDraining = false;
  const app = createApp(deps, async () => !isDraining && (await isReady()));
  const server = createHttpServer(app);
  return {
    address: await listen(server, port, deps.config.host),
    async drain() {
      isDraining = true;
      // They would never end by themselves, and closing would wait for them in vain.
      deps.streams.endAll();
      await closeServer(server, DRAIN);
    },
  };
}
