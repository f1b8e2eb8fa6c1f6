import { ApiError } from '../api/client.js';
import { NoPasskey } from '../api/passkey.js';
import { words } from '../words/index.js';

/** A 503 has several causes, told apart by its code; any other is taken for the database's. */
const unavailable: Readonly<Record<string, string>> = {
  busy: words.trouble.busy,
  not_ready: words.trouble.starting,
};

/** What happened, in one sentence for a person. */
export function describe(error: unknown): string {
  if (error instanceof NoPasskey) {
    return error.isKnownHere ? words.trouble.passkeyKnown : words.trouble.noPasskey;
  }
  if (isAbandoned(error)) return words.trouble.abandoned;
  if (!(error instanceof ApiError)) return words.trouble.unexpected(0);
  if (error.status === 0 || error.status === 502 || error.status === 504) return words.trouble.noConnection;
  if (error.status === 503) return unavailable[error.code] ?? words.trouble.database;
  if (error.status === 403) return error.detail || words.trouble.forbidden;
  return error.detail || words.trouble.unexpected(error.status);
}

/** The request's id, for whoever reads the log; only where an answer was not foreseen. */
export function reference(error: unknown): string | null {
  const id = error instanceof ApiError && error.status >= 500 && !error.isAway ? error.requestId : null;
  return id === null ? null : words.trouble.reference(id);
}

/** The reader thought better of it, or left: there is nothing to tell. */
export const isAbandoned = (error: unknown): error is DOMException =>
  error instanceof DOMException && error.name === 'AbortError';
