/** The way to the outside: see ../core/wire.ts for what it promises. */
import type { ScanConfig } from '../config.js';
import type { OpenWire } from '../core/wire.js';

/** @param config which addresses, ports and name servers may be used */
export function createOpenWire(_config: ScanConfig): OpenWire {
  return () => {
    throw new Error('Not built yet.');
  };
}
