/** Checks bodies once, at the door. Unknown fields are refused, so that none can be smuggled in. */
import type { Request } from 'express';
import { checkSchema, matchedData, validationResult, type Schema } from 'express-validator';
import { invalid, notFound } from '../core/errors.js';
import { isPlainObject } from '../core/text.js';
import type { JsonSchema } from './json-schema.js';

/** Where the ids of users and sessions end. */
export const MAX_ID = 2_147_483_647;

export type FieldRule = Schema[string];

/** What each rule lets through, for the OpenAPI document: it is made from the very rules that check. */
const SHAPES = new WeakMap<object, JsonSchema>();

/**
 * A rule for one field of a body.
 * @param shape the same in JSON Schema, as far as that can tell it
 * @param isRight whether a value is let through
 * @param message how to mend it, a sentence
 */
export function field(shape: JsonSchema, isRight: (value: unknown) => boolean, message: string): FieldRule {
  const rule: FieldRule = { custom: { options: isRight, errorMessage: message } };
  SHAPES.set(rule, shape);
  return rule;
}

/**
 * A rule whose sentence depends on what is wrong.
 * @param problem what is wrong with a value, a sentence; null when nothing is
 */
export function judgedField(shape: JsonSchema, problem: (value: unknown) => string | null): FieldRule {
  const rule: FieldRule = {
    custom: {
      options: (value: unknown) => problem(value) === null,
      errorMessage: (value: unknown) => problem(value),
    },
  };
  SHAPES.set(rule, shape);
  return rule;
}

/** The same rule for a field that may be left out. */
export function optional(rule: FieldRule): FieldRule {
  const loose: FieldRule = { optional: true, ...rule };
  SHAPES.set(loose, shapeOf(rule));
  return loose;
}

/** What a rule lets through. @throws Error for a rule that was not made by `field` */
function shapeOf(rule: FieldRule): JsonSchema {
  const shape = SHAPES.get(rule);
  if (shape === undefined)
    throw new Error('Make every rule by field(): the OpenAPI document needs its shape.');
  return shape;
}

/** A body's schema as JSON Schema: what readBody lets through. */
export function bodyShape(schema: Schema): JsonSchema {
  const names = Object.keys(schema);
  const required = names.filter((name) => !('optional' in (schema[name] as object)));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, shapeOf(schema[name]!)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** A field that must be a string; arrays, numbers and objects are none. */
export const textField = (what: string): FieldRule =>
  field({ type: 'string' }, (value) => typeof value === 'string', `${what} must be text.`);

/** A field that must be true or false; "yes" and 1 are neither. */
const flagField = (what: string): FieldRule =>
  field({ type: 'boolean' }, (value) => typeof value === 'boolean', `${what} must be true or false.`);

/** A field that, when given, must be true or false. */
export const optionalFlag = (what: string): FieldRule => optional(flagField(what));

/** A field that must be one of the choices. */
export const choiceField = (what: string, choices: readonly string[]): FieldRule =>
  field(
    { type: 'string', enum: [...choices] },
    (value) => typeof value === 'string' && choices.includes(value),
    `${what} must be one of: ${choices.join(', ')}.`,
  );

/** A field that, when given, must be one of the choices. */
export const optionalChoice = (what: string, choices: readonly string[]): FieldRule =>
  optional(choiceField(what, choices));

/** A field that must be a whole number within these bounds, both included. */
export const wholeField = (what: string, min: number, max: number): FieldRule =>
  field(
    { type: 'integer', minimum: min, maximum: max },
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    `${what} must be a whole number from ${min} to ${max}.`,
  );

const isId = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ID;

const ID_SHAPE: JsonSchema = { type: 'integer', minimum: 1, maximum: MAX_ID };

/** A field that must be an id. */
export const idField = (what: string): FieldRule =>
  field(ID_SHAPE, isId, `${what} must be an id: a whole number from 1.`);

/** A field that must be a list of ids: one at least, none twice. */
export const idsField = (what: string, most: number): FieldRule =>
  field(
    { type: 'array', items: ID_SHAPE, minItems: 1, maxItems: most, uniqueItems: true },
    (value) =>
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= most &&
      value.every(isId) &&
      new Set(value).size === value.length,
    `${what} must be a list of 1 to ${most} different ids.`,
  );

function assertKnownFields(body: unknown, schema: Schema): void {
  if (!isPlainObject(body)) throw invalid({}, 'The body must be a JSON object.');
  const unknown = Object.keys(body).filter((field) => !Object.hasOwn(schema, field));
  if (unknown.length > 0) {
    const names = unknown.slice(0, 10).map((field) => [field.slice(0, 64), 'This field is not known.']);
    throw invalid(Object.fromEntries(names) as Record<string, string>, 'The body has unknown fields.');
  }
}

const CHAINS = new WeakMap<Schema, ReturnType<typeof checkSchema>>();

/** A schema's checks, made once: making them takes longer than running them. */
function chainsOf(schema: Schema): ReturnType<typeof checkSchema> {
  const known = CHAINS.get(schema);
  if (known !== undefined) return known;
  const made = checkSchema(schema, ['body']);
  CHAINS.set(schema, made);
  return made;
}

/**
 * The body, checked against a schema of express-validator; values come out exactly as they came in.
 * @throws ApiError `invalid` (422) with a sentence for each field
 */
export async function readBody<T>(req: Request, schema: Schema): Promise<T> {
  req.body ??= {};
  assertKnownFields(req.body, schema);
  await Promise.all(chainsOf(schema).map((chain) => chain.run(req)));
  const problems = Object.entries(validationResult(req).mapped());
  if (problems.length > 0) {
    throw invalid(Object.fromEntries(problems.map(([field, problem]) => [field, String(problem.msg)])));
  }
  return matchedData(req, { locations: ['body'] }) as T;
}

/**
 * An id in the path.
 * @param name of the parameter
 * @throws ApiError `not_found` for anything that no record can have
 */
export function readId(req: Request, name = 'id'): number {
  const text = String(req.params[name]);
  const id = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : Infinity;
  if (id > MAX_ID) throw notFound();
  return id;
}
