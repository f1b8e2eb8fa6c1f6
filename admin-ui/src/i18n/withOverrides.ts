import type { TranslationMessages } from 'react-admin';

/** React-admin's words with ours over them, group by group. */
export const withOverrides = (
  base: TranslationMessages['ra'],
  own: Record<string, Record<string, string>>,
): TranslationMessages['ra'] => ({
  ...base,
  ...Object.fromEntries(
    Object.entries(own).map(([group, words]) => [
      group,
      { ...(base[group as 'action'] as object), ...words },
    ]),
  ),
});
