/** Runs single checks against the internet on loopback, as a scan does. */
import { readConfig } from '../../../server/config.js';
import type { Wire } from '../../../server/core/wire.js';
import type { Check, Outcome } from '../../../server/scans/check.js';
import { scanDomain } from '../../../server/scans/scan-domain.js';
import { createOpenWire } from '../../../server/wire/wire.js';
import { startInternet, type Internet } from '../../support/internet/index.js';

export interface Lab extends Internet {
  /** A way to the outside, as one scan has it. */
  open(signal?: AbortSignal): Wire;
  /** What the check says of the domain now. @throws what the check itself threw, if that is a defect */
  look(check: Check, domain: string): Promise<Outcome>;
}

export async function startLab(): Promise<Lab> {
  const internet = await startInternet();
  const openWire = createOpenWire(readConfig(internet.env).scan);
  const open = (signal = new AbortController().signal): Wire => openWire(signal);
  return {
    ...internet,
    open,
    async look(check, domain) {
      const outcomes: Outcome[] = [];
      const defects: unknown[] = [];
      await scanDomain(
        open(),
        domain,
        new Set(),
        () => undefined,
        async (_check, outcome) => void outcomes.push(await Promise.resolve(outcome)),
        (_check, error) => defects.push(error),
        [check],
      );
      if (defects.length > 0) throw defects[0] as Error;
      return outcomes[0] as Outcome;
    },
  };
}
