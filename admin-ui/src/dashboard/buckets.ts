import { auditWhere } from '../audit/entry';
import type { SignInBucket, SignInUnit } from '../providers/stats';

/** What is counted, from the ground up as it is stacked, and the event of the log behind each. */
export const SERIES = ['ok', 'failed', 'throttled'] as const;
export type Series = (typeof SERIES)[number];

const EVENTS: Record<Series, string> = { ok: 'login_ok', failed: 'login_fail', throttled: 'login_throttled' };

/** How many hours and days are shown: a day and a night, and a month. */
export const COUNTS: Record<SignInUnit, number> = { hour: 24, day: 30 };

/** The entries of the log that were counted. */
export const entriesOf = ({ from, to }: SignInBucket, series: Series): string =>
  auditWhere({ event: EVENTS[series], ts_gte: from, ts_lte: to });

export const sumOf = (buckets: SignInBucket[], series: Series): number =>
  buckets.reduce((sum, bucket) => sum + bucket[series], 0);

const SHORT: Record<SignInUnit, Intl.DateTimeFormatOptions> = {
  hour: { timeStyle: 'short' },
  day: { day: 'numeric', month: 'short' },
};

const LONG: Record<SignInUnit, Intl.DateTimeFormatOptions> = {
  hour: { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
};

/** Writes when a bucket begins, as short as on an axis. */
export function shortName(unit: SignInUnit, locale: string): (bucket: SignInBucket) => string {
  const format = new Intl.DateTimeFormat(locale, SHORT[unit]);
  return ({ from }) => format.format(new Date(from));
}

/** Writes from when to when a bucket goes. */
export function longName(unit: SignInUnit, locale: string): (bucket: SignInBucket) => string {
  const format = new Intl.DateTimeFormat(locale, LONG[unit]);
  return ({ from, to }) =>
    unit === 'day' ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
}

/** Such as `GMT+1`: hours mean little without it. */
export const zoneName = (locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZoneName: 'short' })
    .formatToParts(new Date())
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
