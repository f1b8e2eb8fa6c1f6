/** Filters that more than one list has. Each answers undefined for a value of the wrong shape. */
import { isStorable } from '../core/text.js';
import type { FilterParser } from './list-query.js';

const MAX_TEXT = 200;
const MAX_IDS = 1000;

const isId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;

/** Text as it is looked for; never empty, never what PostgreSQL could not hold. */
export const textFilter: FilterParser = (value) =>
  typeof value === 'string' && value.length <= MAX_TEXT && isStorable(value) ? value : undefined;

export const flagFilter: FilterParser = (value) => (typeof value === 'boolean' ? value : undefined);

export const idFilter: FilterParser = (value) => (isId(value) ? value : undefined);

/** One id or a list of them, as react-admin asks for many. */
export const idsFilter: FilterParser = (value) => {
  if (isId(value)) return [value];
  return Array.isArray(value) && value.length <= MAX_IDS && value.every(isId)
    ? (value as number[])
    : undefined;
};

export const choiceFilter =
  (choices: readonly string[]): FilterParser =>
  (value) =>
    typeof value === 'string' && choices.includes(value) ? value : undefined;

/** A moment as ISO 8601, with a zone or as a plain date (midnight UTC). */
export const timeFilter: FilterParser = (value) => {
  const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value);
  const time = isIso ? new Date(value) : null;
  return time !== null && !Number.isNaN(time.getTime()) ? time : undefined;
};
