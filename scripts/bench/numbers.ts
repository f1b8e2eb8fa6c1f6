/** The arithmetic of the report: medians with their ranges, and when a machine is too noisy to compare on. */
import type { Range } from './suite.js';

/** By how much the limit, measured against itself, may leave 1.00 before nothing of that run is compared. */
export const NOISE = 0.15;

/** The value that half of the sorted values are below; between two of them their mean. */
function middle(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** @throws Error when there is no value: a figure without a measurement is a defect */
export function rangeOf(values: readonly number[]): Range {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    throw new Error('There is nothing that a range could be made of.');
  const sorted = [...values].sort((a, b) => a - b);
  return { median: middle(sorted), low: sorted[0] ?? NaN, high: sorted.at(-1) ?? NaN };
}

/** The ratios of two measurements, round by round: what disturbs a round disturbs both sides of it. */
export function ratiosOf(values: readonly number[], base: readonly number[]): number[] {
  if (values.length !== base.length) throw new Error('Ratios are of the same rounds.');
  return values.map((value, round) => value / (base[round] ?? NaN));
}

/** The value below which so many of the values are, by the nearest rank. @param share from 0 to 1 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @param control ratios of the limit to itself, one for each round */
export const isTooNoisy = (control: readonly number[]): boolean =>
  control.some((ratio) => Math.abs(ratio - 1) > NOISE);

/** The sentence under a table whose control went astray; none else. */
export function noiseRemarks(control: readonly number[]): string[] {
  if (!isTooNoisy(control)) return [];
  const { low, high } = rangeOf(control);
  const span = `${low.toFixed(2)} to ${high.toFixed(2)}`;
  return [
    `**The machine was too noisy to compare**: the limit measured against itself came to ${span} instead of 1.00.`,
  ];
}

/** `0.43 (0.41–0.45)`. */
export function showRange({ median, low, high }: Range, digits = 2): string {
  const [middleText, lowText, highText] = [median, low, high].map((value) => showNumber(value, digits));
  return `${middleText} (${lowText}–${highText})`;
}

/** With thousands apart. */
export const showNumber = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What could not be known is said to be so. */
export const showOr = (value: number | null, show: (value: number) => string): string =>
  value === null ? 'not known' : show(value);
