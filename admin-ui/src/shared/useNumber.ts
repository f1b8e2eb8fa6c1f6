import { useLocale } from 'react-admin';
import { regionOf } from './region';

/** Writes numbers as the reader's language does: 10,000 or 10 000. */
export function useNumber(): (value: number) => string {
  const written = new Intl.NumberFormat(regionOf(useLocale()));
  return (value) => written.format(value);
}
