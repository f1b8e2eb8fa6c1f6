/** Conditional changes (RFC 9110, 8.8.3 and 13.1.1): "only if nobody has changed it since I read it". */
import type { Request, Response } from 'express';
import { ApiError } from '../core/errors.js';

/** Whether a record of this version may be changed. */
export type Expectation = (version: string | number) => boolean;

const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** What the API calls a version: always a strong one. */
export function setVersion(res: Response, version: string | number): void {
  res.setHeader('ETag', `"${version}"`);
}

function readTag(text: string): { isWeak: boolean; tag: string } {
  const [, weak, tag] = TAG.exec(text) ?? [];
  if (tag === undefined) {
    throw new ApiError(
      'malformed_request',
      'If-Match must be * or a list of versions in quotes, such as "3".',
    );
  }
  return { isWeak: weak !== undefined, tag };
}

/** Splits at commas outside quotes: a comma may stand inside a tag. Empty elements are allowed in lists. */
const splitList = (text: string): string[] =>
  (text.match(/(?:[^",]|"[^"]*("|$))+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');

/**
 * What `If-Match` asks for. Without the header every version is as expected; a weak tag never is.
 * @throws ApiError `malformed_request`
 */
export function readIfMatch(req: Request): Expectation {
  const text = req.get('if-match')?.trim();
  if (text === undefined || text === '*') return () => true;
  const tags = splitList(text).map(readTag);
  if (tags.length === 0) readTag('');
  const strong = new Set(tags.filter(({ isWeak }) => !isWeak).map(({ tag }) => tag));
  return (version) => strong.has(String(version));
}
