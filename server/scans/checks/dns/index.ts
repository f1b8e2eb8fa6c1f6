/** The checks of the DNS, in the order in which reports show them. */
import type { Check } from '../../check.js';
import { caa } from './caa.js';
import { nameservers } from './nameservers.js';
import { resolves } from './resolves.js';

export const DNS_CHECKS: readonly Check[] = [resolves, nameservers, caa];
