/** The only body parser: UTF-8 JSON, at most 100 kB, not compressed. */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { ApiError } from '../core/errors.js';

const MAX_BYTES = 100_000;

const wrongType = (): ApiError =>
  new ApiError('unsupported_media_type', 'Send the body as application/json in UTF-8.');

function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/** Form-like types are refused, as any other site's page can send those; so are other charsets. */
function assertJsonType(req: Request): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(req.get('content-type') ?? '')?.[1];
  if (!req.is('application/json')) throw wrongType();
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') throw wrongType();
}

const parse = express.json({
  limit: MAX_BYTES,
  // A compressed body could grow a thousandfold.
  inflate: false,
  // Valid JSON of a wrong shape is for the validator, which says what it wanted.
  strict: false,
  type: () => true,
  verify: (_req, _res, bytes) => {
    if (!isUtf8(bytes)) throw new ApiError('malformed_json', 'The body is not valid UTF-8.');
  },
});

export const jsonBody: RequestHandler = (req, res, next) => {
  if (!hasBody(req)) {
    next();
    return;
  }
  assertJsonType(req);
  parse(req, res, next);
};
