/** Every check, in the order in which reports show them. A new one: its file beside the others, its line here. */
import type { Check } from '../check.js';
import { caa } from './dns/caa.js';
import { nameservers } from './dns/nameservers.js';
import { resolves } from './dns/resolves.js';

export const CHECKS: readonly Check[] = [resolves, nameservers, caa];
