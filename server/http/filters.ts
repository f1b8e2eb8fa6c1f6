/** Filters that more than one list has. Each answers undefined for a value of the wrong shape. */
import { isStorable } from '../core/text.js';
import type { JsonSchema } from './json-schema.js';
import type { FilterParser } from './list-query.js';
import { MAX_ID } from './validate.js';

const MAX_TEXT = 200;
const MAX_IDS = 1000;

/** What each filter understands, for the OpenAPI document. */
const SHAPES = new WeakMap<FilterParser, JsonSchema>();

/**
 * A filter.
 * @param shape what it understands in JSON Schema, as far as that can tell it
 */
export function filterOf(shape: JsonSchema, parser: FilterParser): FilterParser {
  // A parser of its own, so that two shapes never meet on one function.
  const filter: FilterParser = (value) => parser(value);
  SHAPES.set(filter, shape);
  return filter;
}

/** What a filter understands. @throws Error for one that was not made by `filterOf` */
export function filterShape(filter: FilterParser): JsonSchema {
  const shape = SHAPES.get(filter);
  if (shape === undefined)
    throw new Error('Make every filter by filterOf(): the OpenAPI document needs its shape.');
  return shape;
}

const isIdUpTo =
  (most: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;
const isId = isIdUpTo(MAX_ID);

/** Text as it is looked for; never empty, never what PostgreSQL could not hold. */
export const textFilter: FilterParser = filterOf({ type: 'string', maxLength: MAX_TEXT }, (value) =>
  typeof value === 'string' && value.length <= MAX_TEXT && isStorable(value) ? value : undefined,
);

export const flagFilter: FilterParser = filterOf({ type: 'boolean' }, (value) =>
  typeof value === 'boolean' ? value : undefined,
);

export const idFilter: FilterParser = filterOf({ type: 'integer', minimum: 1, maximum: MAX_ID }, (value) =>
  isId(value) ? value : undefined,
);

function idsFilterUpTo(most: number): FilterParser {
  const isOne = isIdUpTo(most);
  const one: JsonSchema = { type: 'integer', minimum: 1, maximum: most };
  return filterOf({ anyOf: [one, { type: 'array', items: one, maxItems: MAX_IDS }] }, (value) => {
    if (isOne(value)) return [value];
    return Array.isArray(value) && value.length <= MAX_IDS && value.every(isOne)
      ? (value as number[])
      : undefined;
  });
}

/** One id or a list of them, as react-admin asks for many. */
export const idsFilter = idsFilterUpTo(MAX_ID);

/** The same for rows of the log, whose ids are bigger. */
export const bigIdsFilter = idsFilterUpTo(Number.MAX_SAFE_INTEGER);

export const choiceFilter = (choices: readonly string[]): FilterParser =>
  filterOf({ type: 'string', enum: [...choices] }, (value) =>
    typeof value === 'string' && choices.includes(value) ? value : undefined,
  );

/** One of the choices or a list of them; always a list for the query. */
export function choicesFilter(choices: readonly string[]): FilterParser {
  const one: JsonSchema = { type: 'string', enum: [...choices] };
  return filterOf({ anyOf: [one, { type: 'array', items: one, maxItems: choices.length }] }, (value) => {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const isKnown = list.every((item) => typeof item === 'string' && choices.includes(item));
    return isKnown && list.length <= choices.length ? list : undefined;
  });
}

const MOMENT = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/;

/** A moment as ISO 8601, with a zone or as a plain date (midnight UTC). */
export const timeFilter: FilterParser = filterOf(
  { type: 'string', pattern: MOMENT.source, examples: ['2026-01-31', '2026-01-31T12:00:00Z'] },
  (value) => {
    const time = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : null;
    return time !== null && !Number.isNaN(time.getTime()) ? time : undefined;
  },
);
