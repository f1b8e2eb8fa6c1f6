/** What a check of doctor says. */

/** `wrong` makes doctor end with 1; `warn` only with --strict; `note` never. */
export type State = 'ok' | 'note' | 'warn' | 'wrong';

export interface Finding {
  /** For programs: does not change. */
  check: string;
  state: State;
  /** What was seen, a sentence. */
  summary: string;
  /** What to do about it; absent when nothing has to be done. */
  advice?: string;
}

export const ok = (check: string, summary: string): Finding => ({ check, state: 'ok', summary });

export const note = (check: string, summary: string, advice?: string): Finding =>
  advice === undefined ? { check, state: 'note', summary } : { check, state: 'note', summary, advice };

export const warn = (check: string, summary: string, advice: string): Finding => ({
  check,
  state: 'warn',
  summary,
  advice,
});

export const wrong = (check: string, summary: string, advice: string): Finding => ({
  check,
  state: 'wrong',
  summary,
  advice,
});
