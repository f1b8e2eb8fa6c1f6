/** The one place where errors become answers: `{ detail, code, errors? }`, and never their cause. */
import type { ErrorRequestHandler } from 'express';
import { isUnavailable } from '../../db/pg-errors.js';
import { ApiError } from '../core/errors.js';
import { sendJson } from './send-json.js';

/** What body-parser, the router and the file server throw: errors with a `type` or an HTTP status below 500. */
interface HttpError {
  type?: string;
  status?: number;
}

const BODY_ERRORS: Record<string, ApiError> = {
  'entity.parse.failed': new ApiError('malformed_json', 'The body is not valid JSON.'),
  'entity.too.large': new ApiError('body_too_large', 'The body may have at most 100 kB.'),
  'encoding.unsupported': new ApiError('unsupported_media_type', 'Send the body uncompressed.'),
  'charset.unsupported': new ApiError('unsupported_media_type', 'Send the body as UTF-8.'),
};

const isDataException = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && /^22...$/.test(String((error as { code?: unknown }).code));

function translate(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isUnavailable(error)) {
    return new ApiError('database_unavailable', 'The database is out of reach or too busy. Try again soon.', {
      retryAfter: 5,
    });
  }
  // PostgreSQL found a value out of range or malformed that the door let through: still the client's.
  if (isDataException(error)) return new ApiError('invalid', 'A value is out of range or malformed.');
  const { type, status = 500 } = (error ?? {}) as HttpError;
  const known = type === undefined ? undefined : BODY_ERRORS[type];
  if (known !== undefined) return known;
  if (status === 404) return new ApiError('not_found', 'Not found.');
  if (status < 500) return new ApiError('malformed_request', 'The request is malformed.');
  return new ApiError('internal', 'Something went wrong on our side. It has been written to the log.');
}

export const errorHandler: ErrorRequestHandler = (error: unknown, req, res, _next) => {
  const answer = translate(error);
  if (answer.status >= 500)
    req.ctx.logger.error({ err: error, requestId: req.ctx.requestId }, answer.message);
  if (res.headersSent) {
    // Half an answer must not look like a whole one. Express would do it too, but print the stack to stderr.
    req.socket.destroy();
    return;
  }
  const { errors, retryAfter, allow } = answer.extras;
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(retryAfter));
  if (allow !== undefined) res.setHeader('Allow', allow.join(', '));
  const body = { detail: answer.message, code: answer.code };
  sendJson(res, errors && Object.keys(errors).length > 0 ? { ...body, errors } : body, answer.status);
};
