/**
 * Guesses how long others would have to guess. It has a thread and a file of its own: its dictionaries are far
 * heavier than any page, and no key may wait for it.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { StrengthAnswer, StrengthQuestion } from './strength.js';

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 128 });

addEventListener('message', ({ data }: MessageEvent<StrengthQuestion>) => {
  const { score, feedback } = zxcvbn.check(data.password, data.known);
  postMessage({ score, warning: feedback.warning } satisfies StrengthAnswer);
});
