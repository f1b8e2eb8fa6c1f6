/** A scan's look at a domain of the lab, as a check gets it. */
import { readConfig } from '../../../server/config.js';
import type { Check, Outcome } from '../../../server/scans/check.js';
import { Look } from '../../../server/scans/look.js';
import { createOpenWire } from '../../../server/wire/wire.js';
import type { Internet } from './index.js';

/** @param domain its own organisation, unless another is given */
export function lookAt(internet: Internet, domain: string, organisation = domain): Look {
  const openWire = createOpenWire(readConfig(internet.env).scan);
  return new Look(domain, organisation, openWire(new AbortController().signal));
}

/** What a check says of a domain as it stands now. @throws Unseen */
export const judge = (internet: Internet, check: Check, domain: string): Promise<Outcome> =>
  check.run(lookAt(internet, domain));
