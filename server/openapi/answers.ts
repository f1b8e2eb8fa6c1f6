/** What an operation may answer: its 200, and every error by its status. */
import { ERROR_CODES, statusOf, type ErrorCode } from '../core/errors.js';
import { choice, listOf, named, text, type JsonSchema } from '../http/json-schema.js';
import type { Mount } from '../http/mount.js';
import type { Operation } from '../http/operation.js';
import type { Components } from './components.js';
import { MEANINGS } from './words.js';

type Described = Record<string, unknown>;

const ERROR: JsonSchema = named('Error', {
  detail: { ...text, description: 'What happened, one sentence for a person.' },
  code: { ...choice(...ERROR_CODES), description: 'What happened, for a program.' },
  'errors?': {
    type: 'object',
    description: 'What is wrong with each field, in words that say how to mend it.',
    additionalProperties: { type: 'string' },
  },
});

/** Headers that many answers share. */
export const SHARED_HEADERS: Record<string, Described> = {
  requestId: {
    required: true,
    description: 'The number of this request in the log.',
    schema: { ...text, format: 'uuid' },
  },
  contentRange: {
    required: true,
    description: 'Which rows of how many: `users 0-24/312`; `*` for a total beyond 10,000.',
    schema: text,
  },
  link: {
    description: 'The address of the next page, when there is one: `</api/users?cursor=…>; rel="next"`.',
    schema: text,
  },
  etag: { required: true, description: 'The version of what is answered.', schema: text },
  retryAfter: {
    required: true,
    description: 'Seconds after which trying again makes sense.',
    schema: { type: 'integer' },
  },
  rateLimit: {
    description: 'To a token: what is left of its requests, and the seconds until it is full again.',
    schema: text,
  },
  rateLimitPolicy: { description: 'To a token: how many requests it has in how many seconds.', schema: text },
};

const header = (name: keyof typeof SHARED_HEADERS): Described => ({ $ref: `#/components/headers/${name}` });
const ALWAYS = { 'X-Request-Id': header('requestId') };
const COUNTED = { RateLimit: header('rateLimit'), 'RateLimit-Policy': header('rateLimitPolicy') };

/** Whether a token may be let in at all. */
export const isForTokens = (mount: Mount, method: string): boolean =>
  mount.scopes === 'any' ||
  (mount.scopes !== undefined && (method === 'GET' || mount.scopes.write !== undefined));

/** What the gates before a route may answer. */
function gateErrors(mount: Mount, method: string, operation: Operation): ErrorCode[] {
  if (mount.gate === 'public') return [];
  const ofTokens: ErrorCode[] = ['network_not_allowed', 'too_many_requests'];
  const ofScopes: ErrorCode[] = isForTokens(mount, method) ? ['insufficient_scope'] : ['session_needed'];
  const ofDuties: ErrorCode[] = ['password_change_required', 'second_factor_required'];
  return [
    'unauthenticated',
    ...ofTokens,
    ...(mount.scopes === 'any' ? [] : ofScopes),
    ...(mount.isOwnAccount === true ? [] : ofDuties),
    ...(mount.gate === 'admin' || operation.isForAdmins === true ? (['forbidden'] as const) : []),
  ];
}

/** What any request of this form may be answered. */
function formErrors(method: string, path: string, operation: Operation): ErrorCode[] {
  const { list, selection, query, headers, hasVersion } = operation;
  const isRead = method === 'GET';
  const isAsked = [list, selection, query, headers].some((part) => part !== undefined);
  return [
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(isRead ? [] : (['cross_origin', 'malformed_json', 'body_too_large'] as const)),
    ...(isRead ? [] : (['unsupported_media_type'] as const)),
    ...(isAsked || !isRead ? (['invalid'] as const) : []),
    ...(hasVersion === true && !isRead ? (['stale'] as const) : []),
  ];
}

/** What may befall every request. */
const OF_ALL: ErrorCode[] = ['malformed_request', 'headers_too_large', 'internal', 'database_unavailable'];

/** Every code that an operation may answer. */
export function errorsOf(mount: Mount, method: string, path: string, operation: Operation): ErrorCode[] {
  const own = operation.errors ?? [];
  const all = [...gateErrors(mount, method, operation), ...formErrors(method, path, operation), ...own];
  const known = new Set<ErrorCode>([...all, ...OF_ALL]);
  return ERROR_CODES.filter((code) => known.has(code));
}

/** The answers that are errors: they stand once in the document for each set of codes. */
export class ErrorAnswers {
  private readonly known = new Map<string, Described>();

  constructor(private readonly components: Components) {}

  /** References by status. */
  of(codes: ErrorCode[]): Record<string, Described> {
    const statuses = [...new Set(codes.map(statusOf))];
    return Object.fromEntries(
      statuses.map((status) => [
        String(status),
        this.refer(
          codes.filter((code) => statusOf(code) === status),
          status,
        ),
      ]),
    );
  }

  /** By name. */
  all(): Record<string, Described> {
    return Object.fromEntries([...this.known].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private refer(codes: ErrorCode[], status: number): Described {
    const name = codes.join('.');
    if (!this.known.has(name)) this.known.set(name, this.describe(codes, status));
    return { $ref: `#/components/responses/${name}` };
  }

  private describe(codes: ErrorCode[], status: number): Described {
    const schema = this.components.refer({
      allOf: [ERROR, { type: 'object', properties: { code: choice(...codes) } }],
    });
    const isLater = status === 429 || status === 503;
    return {
      description: codes.map((code) => `\`${code}\`: ${MEANINGS[code]}`).join('\n\n'),
      headers: { ...ALWAYS, ...(isLater ? { 'Retry-After': header('retryAfter') } : {}) },
      content: { 'application/json': { schema } },
    };
  }
}

/** JSON in text: each line, or the data of each event, is one. */
const textOf = (answer: JsonSchema): JsonSchema => ({
  ...text,
  contentMediaType: 'application/json',
  contentSchema: answer,
});

function schemaOf(media: string, answer: JsonSchema): JsonSchema {
  if (media === 'application/json') return answer;
  return media === 'application/jsonl' || media === 'text/event-stream' ? textOf(answer) : text;
}

function headersOf(mount: Mount, method: string, { list, hasVersion, media }: Operation): Described {
  const isPage = list !== undefined;
  const isFile = media?.some((type) => type === 'text/csv') === true;
  const name = { required: true, description: 'The name of the file.', schema: text };
  return {
    ...ALWAYS,
    ...(isPage ? { 'Content-Range': header('contentRange'), Link: header('link') } : {}),
    ...(hasVersion === true && method !== 'DELETE' ? { ETag: header('etag') } : {}),
    ...(isFile ? { 'Content-Disposition': name } : {}),
    ...(mount.gate !== 'public' && isForTokens(mount, method) ? COUNTED : {}),
  };
}

/** The 200. */
export function successOf(
  mount: Mount,
  method: string,
  operation: Operation,
  components: Components,
): Described {
  const { list, answer, media = ['application/json'] } = operation;
  const schema = components.refer(list === undefined ? answer : listOf(answer));
  return {
    description: list === undefined ? 'Done.' : 'A page of the list.',
    headers: headersOf(mount, method, operation),
    content: Object.fromEntries(media.map((type) => [type, { schema: schemaOf(type, schema) }])),
  };
}
