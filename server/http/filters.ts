/** Filters that more than one list has. Each answers undefined for a value of the wrong shape. */
import { isStorable } from '../core/text.js';
import type { FilterParser } from './list-query.js';
import { MAX_ID } from './validate.js';

const MAX_TEXT = 200;
const MAX_IDS = 1000;

const isIdUpTo =
  (most: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;
const isId = isIdUpTo(MAX_ID);

/** Text as it is looked for; never empty, never what PostgreSQL could not hold. */
export const textFilter: FilterParser = (value) =>
  typeof value === 'string' && value.length <= MAX_TEXT && isStorable(value) ? value : undefined;

export const flagFilter: FilterParser = (value) => (typeof value === 'boolean' ? value : undefined);

export const idFilter: FilterParser = (value) => (isId(value) ? value : undefined);

const idsFilterUpTo = (most: number): FilterParser => {
  const isOne = isIdUpTo(most);
  return (value) => {
    if (isOne(value)) return [value];
    return Array.isArray(value) && value.length <= MAX_IDS && value.every(isOne)
      ? (value as number[])
      : undefined;
  };
};

/** One id or a list of them, as react-admin asks for many. */
export const idsFilter = idsFilterUpTo(MAX_ID);

/** The same for rows of the log, whose ids are bigger. */
export const bigIdsFilter = idsFilterUpTo(Number.MAX_SAFE_INTEGER);

export const choiceFilter =
  (choices: readonly string[]): FilterParser =>
  (value) =>
    typeof value === 'string' && choices.includes(value) ? value : undefined;

/** One of the choices or a list of them; always a list for the query. */
export const choicesFilter =
  (choices: readonly string[]): FilterParser =>
  (value) => {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const isKnown = list.every((one) => typeof one === 'string' && choices.includes(one));
    return isKnown && list.length <= choices.length ? list : undefined;
  };

/** A moment as ISO 8601, with a zone or as a plain date (midnight UTC). */
export const timeFilter: FilterParser = (value) => {
  const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value);
  const time = isIso ? new Date(value) : null;
  return time !== null && !Number.isNaN(time.getTime()) ? time : undefined;
};
