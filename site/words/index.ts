import { en } from './en/index.js';

/** The shape that every language has to fill. */
export type Words = typeof en;

/** The interface's words. Another language is another folder like en/, chosen here. */
export const words: Words = en;
