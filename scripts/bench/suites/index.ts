/** All suites, in the order of the report. A new one is a file beside this one and a line here. */
import type { Suite } from '../suite.js';
import { suite as me } from './me.js';

export const SUITES: readonly Suite[] = [me];
