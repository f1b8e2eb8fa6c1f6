import { en } from './en.js';

/** The shape that every language has to fill. */
export type Words = typeof en;

/** The interface's words. Another language is another file like en.ts, chosen here. */
export const words: Words = en;
