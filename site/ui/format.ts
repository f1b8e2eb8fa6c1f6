import { words } from '../words/index.js';

/** Seconds as a person says them: "40 seconds", "12 minutes", "2 hours"; always rounded up. */
export function duration(seconds: number): string {
  if (seconds < 90) return unit(Math.max(1, Math.ceil(seconds)), 'second');
  if (seconds < 90 * 60) return unit(Math.ceil(seconds / 60), 'minute');
  return unit(Math.ceil(seconds / 3600), 'hour');
}

function unit(count: number, name: string): string {
  return new Intl.NumberFormat(words.language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
    count,
  );
}

/** A number with one decimal at most: "4.5", "12". */
export function decimal(value: number): string {
  return new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 }).format(value);
}

/** A number with the separators of the interface's language. */
export function count(value: number): string {
  return new Intl.NumberFormat(words.language).format(value);
}

/** Points with one decimal at most. */
export function points(value: number): string {
  return new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 }).format(value);
}
