/** The types of the client, made from the OpenAPI document of the sources as they are. */
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { readConfig } from '../../server/config.js';
import { apiMounts } from '../../server/mounts.js';
import { buildDocument } from '../../server/openapi/document.js';

/**
 * What is JSON in the query is text to the generator; as its schema it becomes a type, and the client writes the JSON.
 * @param value a part of the document
 */
function withTypedQuery(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTypedQuery);
  if (typeof value !== 'object' || value === null) return value;
  const { content, ...rest } = value as { in?: unknown; content?: Record<string, { schema: unknown }> };
  const json = content?.['application/json'];
  const part = rest.in === 'query' && json !== undefined ? { ...rest, schema: json.schema } : value;
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, withTypedQuery(item)]));
}

/** @returns the text of client/schema.ts; the version is left out, as no type depends on it */
export async function clientSchema(): Promise<string> {
  const document = buildDocument(apiMounts(readConfig({})), '0.0.0');
  const types = await openapiTS(withTypedQuery(document) as never, { alphabetize: true });
  return COMMENT_HEADER + astToString(types);
}
