/** The way to the outside: see ../core/wire.ts for what it promises. */
import PQueue from 'p-queue';
import type { ScanConfig } from '../config.js';
import type { Dns, OpenWire } from '../core/wire.js';
import { withDeadline } from './deadline.js';
import { addressesOf, type Reach } from './dial.js';
import { fetchPage } from './fetch.js';
import { seeMail } from './mail-sight.js';
import { isPublicAddress } from './public-address.js';
import { createDns } from './resolver.js';
import { createTrust, seeTls } from './tls-sight.js';

/** Connections of one scan at once. */
const CONNECTIONS = 4;
const TLS_MS = 10_000;
/** Mail servers let strangers wait before they greet them. */
const MAIL_MS = 20_000;

/** What a test may put in the place of the public internet. Nothing else passes it. */
export interface Stage {
  /** Which addresses count as public. */
  mayReach?: (address: string) => boolean;
  openDns?: (config: ScanConfig, signal: AbortSignal) => Dns;
}

/**
 * @param config which addresses, ports and name servers may be used
 * @param stage for tests: the rules stay in force, but the addresses they are about are others
 */
export function createOpenWire(config: ScanConfig, stage: Stage = {}): OpenWire {
  const mayReach = stage.mayReach ?? (config.allowPrivate ? () => true : isPublicAddress);
  const trust = createTrust(config.extraCa);
  return (signal) => {
    const dns = (stage.openDns ?? createDns)(config, signal);
    const reach: Reach = { dns, mayReach, ports: config.ports };
    const queue = new PQueue({ concurrency: CONNECTIONS });
    /** In its turn; time spent waiting for that counts for nobody. */
    const inTurn = <T>(
      milliseconds: number,
      late: string,
      work: (step: AbortSignal) => Promise<T>,
    ): Promise<T> => queue.add(() => withDeadline(signal, milliseconds, late, work));
    return {
      dns,
      addresses: (host) => addressesOf(reach, host),
      tls: (host, question = {}) =>
        inTurn(TLS_MS, `${host} did not finish the TLS handshake in time.`, (step) =>
          seeTls(reach, trust, host, question, step),
        ),
      fetch: (url, options = {}) => queue.add(() => fetchPage(reach, trust, url, options, signal)),
      mail: (host) =>
        inTurn(MAIL_MS, `${host} (port 25) did not greet within ${MAIL_MS / 1000} seconds.`, (step) =>
          seeMail(reach, host, step),
        ),
    };
  };
}
