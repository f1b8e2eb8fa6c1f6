import { useLocale } from 'react-admin';

/** Writes numbers as the reader's language does: 10,000 or 10 000. */
export function useNumber(): (value: number) => string {
  const written = new Intl.NumberFormat(useLocale());
  return (value) => written.format(value);
}
