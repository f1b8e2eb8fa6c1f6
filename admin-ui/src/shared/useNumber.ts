import { useRegion } from './useRegion';

/** Writes numbers as the reader's region does: 10,000 or 10 000. */
export function useNumber(): (value: number) => string {
  const written = new Intl.NumberFormat(useRegion());
  return (value) => written.format(value);
}
