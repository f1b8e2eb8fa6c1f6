import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** From 0 (guessed at once) to 4 (out of reach). */
export type Score = 0 | 1 | 2 | 3 | 4;

const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
/** Beyond this nothing changes any more, except the time it takes. */
const ENOUGH = 128;

/** How hard a password is to guess, also for somebody who knows the username. Nothing leaves the browser. */
export const scoreOf = (password: string, username: string): Score =>
  judge.check(password.slice(0, ENOUGH), [username, 'clearview']).score;
