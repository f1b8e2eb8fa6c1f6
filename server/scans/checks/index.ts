/** Every check, in the order in which reports show them. A new one: its file beside the others, its line here. */
import type { Check } from '../check.js';

export const CHECKS: readonly Check[] = [];
