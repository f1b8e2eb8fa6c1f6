import { ownPath } from './own-path.js';
import { retryAfterSeconds } from './retry-after.js';

/** What went wrong with a call. `status` 0 means that no answer came at all (code `network` or `timeout`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: Readonly<Record<string, string>> = {},
    readonly retryAfter: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(detail || `${status} ${code}`);
    this.name = 'ApiError';
  }

  /** True while Clearview, its database or the line to it is away: a thing to wait out, not to act on. */
  get isAway(): boolean {
    return [0, 502, 503, 504].includes(this.status);
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** The revision that a change was decided on: it is refused (412) when there is a newer one. */
  ifMatch?: number | undefined;
  /**
   * `redirect` (default) sends an ended session to the sign-in page, and a duty to its own; the pages in front of
   * the application ask to `throw`.
   */
  onUnauthorized?: 'redirect' | 'throw';
}

export interface Answer<T> {
  data: T;
  headers: Headers;
}

/**
 * The one door to the API. Resolves with the parsed JSON, rejects with ApiError, or with an AbortError when the
 * caller's own signal ended it. Only the end of a session (401) and a duty that has to be done first leave the
 * page; any other 403, 503 and a lost line never do.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const response = await send(path, options);
  const payload = await parse(response);
  if (response.ok && payload !== undefined) return { data: payload as T, headers: response.headers };
  const error = toError(response, payload);
  if (options.onUnauthorized === 'throw') throw error;
  if (error.status === 401) return leave('/login.html?reason=expired&');
  if (isDuty(error)) return leaveForDuty();
  throw error;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: headersOf(options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, timeout.aborted ? 'timeout' : 'network', '');
  }
}

function headersOf({ body, ifMatch }: RequestOptions): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
  };
}

/** JSON, or undefined when it is none (a proxy's own page, or an answer that broke off). */
async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function toError(response: Response, payload: unknown): ApiError {
  const body = isRecord(payload) ? payload : {};
  return new ApiError(
    response.ok ? 502 : response.status,
    typeof body.code === 'string' ? body.code : 'unexpected_answer',
    typeof body.detail === 'string' ? body.detail : '',
    fieldErrors(body.errors),
    retryAfterSeconds(response.headers.get('Retry-After')),
    response.headers.get('X-Request-Id'),
  );
}

function fieldErrors(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Clearview opens only after a password was changed, or a second factor added. */
const isDuty = ({ status, code }: ApiError): boolean =>
  status === 403 && (code === 'password_change_required' || code === 'second_factor_required');

/** Goes to a page in front of the application and never settles, so that no page shows an error on its way out. */
function leave(to: string): Promise<never> {
  const here = ownPath(location.pathname + location.search + location.hash, location.origin);
  location.replace(`${to}next=${encodeURIComponent(here)}`);
  return new Promise<never>(() => {});
}

/** Goes where one does what has to be done before Clearview opens. */
export function leaveForDuty(): Promise<never> {
  return leave('/required.html?');
}
