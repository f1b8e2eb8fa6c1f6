/** How the suites write their figures, and the little arithmetic that they have besides ../../numbers.ts. */
import { percentile, rangeOf, showNumber } from '../../numbers.js';
import type { Range } from '../../suite.js';

export const median = (values: readonly number[]): number => rangeOf(values).median;

/** The value that one in a hundred is above. */
export const p99 = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.99,
  );

const digitsOf = (value: number): number => (value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** A figure with as many digits as are worth reading. */
export const figure = (value: number): string =>
  Number.isFinite(value) ? showNumber(value, digitsOf(Math.abs(value))) : '–';

/** The same with the range it was seen in. */
export const figureRange = ({ median: middle, low, high }: Range): string =>
  low === high ? figure(middle) : `${figure(middle)} (${figure(low)}–${figure(high)})`;

/** Milliseconds, or seconds from ten of them on. */
export const duration = (ms: number): string =>
  ms >= 10_000 ? `${figure(ms / 1000)} s` : `${figure(ms)} ms`;

/** Bytes in MB, which are a million of them. */
export const megabytes = (bytes: number | null): string =>
  bytes === null ? 'not known' : `${figure(bytes / 1_000_000)} MB`;
