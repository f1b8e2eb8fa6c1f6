/**
 * What may go wrong, as the API tells it: one table turns a code into its HTTP status.
 * The shape on the wire is `{ detail, code, errors? }`.
 */
const STATUS = {
  malformed_json: 400,
  malformed_request: 400,
  weak_password: 400,
  own_account: 400,
  last_admin: 400,
  name_mismatch: 400,
  tenant_paused: 400,
  wrong_password: 400,
  invalid_code: 400,
  passkey_refused: 400,
  passkeys_unavailable: 400,
  second_factor_needed: 400,
  token_needed: 400,
  nothing_to_scan: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  step_over: 401,
  forbidden: 403,
  cross_origin: 403,
  setup_token_required: 403,
  session_needed: 403,
  insufficient_scope: 403,
  network_not_allowed: 403,
  password_change_required: 403,
  second_factor_required: 403,
  reauthentication_required: 403,
  not_found: 404,
  link_over: 404,
  method_not_allowed: 405,
  username_taken: 409,
  setup_done: 409,
  tenant_taken: 409,
  domain_taken: 409,
  job_over: 409,
  job_alive: 409,
  already_proved: 409,
  factor_exists: 409,
  too_many: 409,
  stale: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  too_many_attempts: 429,
  too_many_requests: 429,
  headers_too_large: 431,
  internal: 500,
  busy: 503,
  database_unavailable: 503,
  not_ready: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

export const ERROR_CODES = Object.keys(STATUS) as ErrorCode[];

/** The HTTP status of a code. */
export const statusOf = (code: ErrorCode): number => STATUS[code];

export interface ErrorExtras {
  /** What is wrong with each field, in words that say how to mend it. */
  errors?: Record<string, string>;
  /** Seconds after which trying again makes sense: the `Retry-After` header. */
  retryAfter?: number;
  /** Methods that the path knows: the `Allow` header of a 405. */
  allow?: string[];
}

/** An answer other than success, thrown anywhere below a route and written by the error handler. */
export class ApiError extends Error {
  readonly status: number;

  /**
   * @param code what happened, for a program
   * @param detail what happened, one sentence for a person
   */
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly extras: ErrorExtras = {},
  ) {
    super(detail);
    this.name = 'ApiError';
    this.status = STATUS[code];
  }
}

/** The 404 for an unknown record or path. */
export const notFound = (what = 'Not found.'): ApiError => new ApiError('not_found', what);

/** The 422 for input of the wrong shape; `errors` names each field and how to mend it. */
export const invalid = (errors: Record<string, string>, detail?: string): ApiError =>
  new ApiError('invalid', detail ?? Object.values(errors)[0] ?? 'The request is not valid.', { errors });

/** The 401 for a session that ended while it was being used. */
export const sessionOver = (): ApiError =>
  new ApiError('unauthenticated', 'The session has ended. Sign in again.');

/** The 403 for a risky act long after whoever sits there showed who they are. */
export const notFresh = (): ApiError =>
  new ApiError('reauthentication_required', 'Show once more that it is you, then go on.');
