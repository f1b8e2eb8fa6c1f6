/** JSON Schema (2020-12), as OpenAPI 3.1 has it: a few words to say it shortly. */

export type JsonSchema = Record<string, unknown>;

export const text: JsonSchema = { type: 'string' };
export const whole: JsonSchema = { type: 'integer' };
export const flag: JsonSchema = { type: 'boolean' };
/** ISO 8601 in UTC. */
export const time: JsonSchema = { type: 'string', format: 'date-time' };
export const id: JsonSchema = { type: 'integer', minimum: 1 };

export const choice = (...choices: readonly string[]): JsonSchema => ({ type: 'string', enum: choices });

/** The same, or null. What has a name keeps it for itself. */
export const nullable = (schema: JsonSchema): JsonSchema =>
  typeof schema.type === 'string' && schema.enum === undefined && schema.title === undefined
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** An object with these fields and no others; one whose name ends in `?` may be missing. */
export function object(properties: Record<string, JsonSchema>): JsonSchema {
  const entries = Object.entries(properties);
  const required = entries.map(([name]) => name).filter((name) => !name.endsWith('?'));
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** An object that has a name of its own in the document: it stands there once, and is referred to. */
export const named = (title: string, properties: Record<string, JsonSchema>): JsonSchema => ({
  title,
  ...object(properties),
});

/** The answer of what has nothing to tell. */
export const OK = named('Ok', { ok: { type: 'boolean', const: true } });
