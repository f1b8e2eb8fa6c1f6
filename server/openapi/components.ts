/** What stands once in the document and is referred to: the schemas that have a name. */
import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../http/json-schema.js';

const isNamed = (value: object): value is { title: string } =>
  'title' in value && typeof value.title === 'string' && 'properties' in value;

/** Collects named schemas while the document is made. */
export class Components {
  private readonly known = new Map<string, JsonSchema>();

  /** The schema with every named one in it, itself included, replaced by a reference. */
  refer(schema: JsonSchema): JsonSchema {
    return this.walk(schema) as JsonSchema;
  }

  /** The named schemas, by name. */
  all(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.known].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.walk(item));
    if (typeof value !== 'object' || value === null) return value;
    if (!isNamed(value)) return this.inside(value);
    const name = value.title;
    const schema = this.inside(value);
    const known = this.known.get(name);
    if (known !== undefined && !isDeepStrictEqual(known, schema)) {
      throw new Error(`Two different schemas are named ${name}.`);
    }
    this.known.set(name, schema);
    return { $ref: `#/components/schemas/${name}` };
  }

  private inside(value: object): JsonSchema {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.walk(item)]));
  }
}
