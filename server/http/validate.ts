/** Checks bodies once, at the door. Unknown fields are refused, so that none can be smuggled in. */
import type { Request } from 'express';
import { checkSchema, matchedData, validationResult, type Schema } from 'express-validator';
import { invalid, notFound } from '../core/errors.js';
import { isPlainObject } from '../core/text.js';

/** Where the ids of users and sessions end. */
export const MAX_ID = 2_147_483_647;

type FieldRule = Schema[string];

/** A field that must be a string; arrays, numbers and objects are none. */
export const textField = (what: string): FieldRule => ({
  custom: { options: (value: unknown) => typeof value === 'string', errorMessage: `${what} must be text.` },
});

/** A field that, when given, must be true or false; "yes" and 1 are neither. */
export const optionalFlag = (what: string): FieldRule => ({
  optional: true,
  custom: {
    options: (value: unknown) => typeof value === 'boolean',
    errorMessage: `${what} must be true or false.`,
  },
});

/** A field that must be one of the choices. */
export const choiceField = (what: string, choices: readonly string[]): FieldRule => ({
  custom: {
    options: (value: unknown) => typeof value === 'string' && choices.includes(value),
    errorMessage: `${what} must be one of: ${choices.join(', ')}.`,
  },
});

/** A field that, when given, must be one of the choices. */
export const optionalChoice = (what: string, choices: readonly string[]): FieldRule => ({
  optional: true,
  ...choiceField(what, choices),
});

const isId = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ID;

/** A field that must be an id. */
export const idField = (what: string): FieldRule => ({
  custom: { options: isId, errorMessage: `${what} must be an id: a whole number from 1.` },
});

/** A field that must be a list of ids: one at least, none twice. */
export const idsField = (what: string, most: number): FieldRule => ({
  custom: {
    options: (value: unknown) =>
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= most &&
      value.every(isId) &&
      new Set(value).size === value.length,
    errorMessage: `${what} must be a list of 1 to ${most} different ids.`,
  },
});

function assertKnownFields(body: unknown, schema: Schema): void {
  if (!isPlainObject(body)) throw invalid({}, 'The body must be a JSON object.');
  const unknown = Object.keys(body).filter((field) => !Object.hasOwn(schema, field));
  if (unknown.length > 0) {
    const names = unknown.slice(0, 10).map((field) => [field.slice(0, 64), 'This field is not known.']);
    throw invalid(Object.fromEntries(names) as Record<string, string>, 'The body has unknown fields.');
  }
}

/**
 * The body, checked against a schema of express-validator; values come out exactly as they came in.
 * @throws ApiError `invalid` (422) with a sentence for each field
 */
export async function readBody<T>(req: Request, schema: Schema): Promise<T> {
  req.body ??= {};
  assertKnownFields(req.body, schema);
  await Promise.all(checkSchema(schema, ['body']).map((chain) => chain.run(req)));
  const problems = Object.entries(validationResult(req).mapped());
  if (problems.length > 0) {
    throw invalid(Object.fromEntries(problems.map(([field, problem]) => [field, String(problem.msg)])));
  }
  return matchedData(req, { locations: ['body'] }) as T;
}

/**
 * The id in the path.
 * @throws ApiError `not_found` for anything that no record can have
 */
export function readId(req: Request): number {
  const text = String(req.params.id);
  const id = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : Infinity;
  if (id > MAX_ID) throw notFound();
  return id;
}
