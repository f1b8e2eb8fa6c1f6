/** The words of the OpenAPI document that belong to no single operation. */
import type { ErrorCode } from '../core/errors.js';

export const INTRODUCTION = `
What scripts, the console and the site ask of Clearview.

**Signing in.** A browser has a cookie; a script sends a token: \`Authorization: Bearer cv_…\`. People make their
tokens under *Account → API tokens*, with as few scopes as the script needs; a scope to write opens reading too. Whatever
a token's owner may not do, the token may not do either. Send a cookie or a token, never both.

**Lists** answer a plain array, and \`Content-Range: users 0-24/312\`. \`sort\`, \`range\` and \`filter\` are JSON in the
query. When there is more, the \`Link\` header has the address of the next page.

**Errors** are always \`{ "detail", "code", "errors"? }\`: a sentence for a person, a word for a program, and what is
wrong with each field.

**Times** are ISO 8601 in UTC. Unknown fields and parameters are refused.
`.trim();

export const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'clearview_session',
    description: 'The cookie that signing in sets; for browsers.',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'cv_…',
    description: 'An API token; for scripts. The scopes beside an operation are those that it needs.',
  },
};

/** The groups in which operations are shown, in this order, by the word after `/api/`. */
export const TAGS: Record<string, string> = {
  tenants: 'Organisations that are looked after, their scores and reports.',
  onboarding: 'Tenants that are being taken in: proving control of their domains.',
  jobs: 'Scans: waiting, running and over, and what they found.',
  checks: 'The catalogue of what a scan looks at.',
  overview: 'How all tenants stand.',
  auth: "Signing in, and one's own account.",
  tokens: 'API tokens of one’s own.',
  users: 'Accounts, for administrators.',
  sessions: 'Who is signed in, for administrators.',
  settings: 'What holds for everybody, for administrators.',
  audit: 'What was done, by whom and when.',
  stats: "The figures of the console's first page.",
  service: 'The service itself.',
};

/** What each code means, whatever the sentence in its `detail` is. */
export const MEANINGS: Record<ErrorCode, string> = {
  malformed_json: 'The body is no JSON in UTF-8.',
  malformed_request: 'A header or the address is malformed, or a session and a token came together.',
  weak_password: 'The password breaks the policy; `errors` says how.',
  own_account: 'Not to one’s own account.',
  last_admin: 'It would leave no active administrator.',
  name_mismatch: 'The name does not agree with the record.',
  tenant_paused: 'The tenant is paused.',
  wrong_password: 'The present password is another one.',
  invalid_code: 'The code is wrong, or was used before.',
  passkey_refused: 'The passkey could not be verified.',
  passkeys_unavailable: 'Passkeys need an instance that has a host name.',
  second_factor_needed: 'It needs a second factor, or would remove the last one of a role that needs one.',
  token_needed: 'Only a token may ask this, of itself.',
  nothing_to_scan: 'No domain is proved yet, or no scan was made yet.',
  unauthenticated: 'No session or token, or not a valid one any more.',
  invalid_credentials: 'Wrong name, password, code or passkey, or an account that is not active.',
  step_over: 'What was begun is used up, too old, or unknown: begin anew.',
  forbidden: 'Only administrators may do this.',
  cross_origin: 'The request came from another site.',
  setup_token_required: 'The setup needs the token that this instance was configured with.',
  session_needed: 'Only a person who is signed in may do this, no token.',
  insufficient_scope: 'The token lacks the scope that this needs.',
  network_not_allowed: 'The token may not be used from this address.',
  password_change_required: 'A password has to be chosen first.',
  second_factor_required: 'A second factor has to be added first.',
  reauthentication_required: 'Show again who you are first: `POST /api/auth/reauthenticate`.',
  not_found: 'There is no such record.',
  link_over: 'The link is unknown, used or too old.',
  method_not_allowed: 'The address does not know this method; `Allow` names those it knows.',
  username_taken: 'Somebody has this name already.',
  setup_done: 'The setup is over.',
  tenant_taken: 'A tenant has this name already.',
  domain_taken: 'A domain belongs to another tenant already.',
  job_over: 'The scan is over already.',
  job_alive: 'A scan of this tenant is waiting or running already.',
  already_proved: 'Control is proved or waived already.',
  factor_exists: 'There is such a factor already.',
  too_many: 'There are as many as there may be.',
  stale: 'It was changed since it was read.',
  body_too_large: 'The body has more than 100 kB.',
  unsupported_media_type: 'The body is not `application/json` in UTF-8, or compressed.',
  invalid: 'A field or parameter is missing, unknown or of the wrong shape; `errors` names it.',
  too_many_attempts: 'Too many failures; wait as long as `Retry-After` says.',
  too_many_requests: 'Too many requests; wait as long as `Retry-After` says.',
  headers_too_large: 'Too many or too long headers.',
  internal: 'Something went wrong on our side; it is in the log.',
  busy: 'Too much at this moment; try again soon.',
  database_unavailable: 'The database is out of reach or too busy; try again soon.',
  not_ready: 'The service is starting, stopping or without its database.',
};
