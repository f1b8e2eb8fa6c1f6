/** All suites, in the order of the report. A new one is a file beside this one and a line here. */
import type { Suite } from '../suite.js';
import { suite as deletes } from './deletes.js';
import { suite as exports } from './exports.js';
import { suite as lists } from './lists.js';
import { suite as me } from './me.js';
import { suite as scale } from './scale.js';
import { suite as signIn } from './sign-in.js';
import { suite as start } from './start.js';
import { suite as worker } from './worker.js';

export const SUITES: readonly Suite[] = [me, signIn, lists, exports, deletes, worker, scale, start];
