/** Asks Clearview from a script. Every path, parameter, body and answer is typed, see ./schema.ts. */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths } from './schema.js';

/** A record of the API, such as `Schema<'Tenant'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Clearview = Client<paths, 'application/json'>;

export interface Options {
  /** Such as `https://clearview.example.org`. */
  url: string;
  /** `cv_…`, made under Account → API tokens. */
  token: string;
}

/** An answer other than success. */
export class ClearviewError extends Error {
  constructor(
    readonly status: number,
    /** For a program, such as `not_found`. */
    readonly code: Schema<'Error'>['code'],
    detail: string,
    /** What is wrong with each field. */
    readonly errors: Record<string, string> = {},
    /** Seconds after which trying again makes sense. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = 'ClearviewError';
  }
}

/** `sort`, `range` and `filter` are JSON in the query; all else is as it is. */
function writeQuery(query: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    params.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return params.toString();
}

/** @returns a client whose `GET`, `POST`, `PATCH` and `DELETE` take the paths of the API */
export function createClearview({ url, token }: Options): Clearview {
  return createClient<paths, 'application/json'>({
    baseUrl: url.replace(/\/+$/, ''),
    headers: { Authorization: `Bearer ${token}` },
    querySerializer: writeQuery,
  });
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer.
 * @throws ClearviewError for any other than success
 */
export async function must<T>(asked: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  const { code, detail, errors } = (error ?? {}) as Partial<Schema<'Error'>>;
  const wait = response.headers.get('retry-after');
  const reason = detail ?? `${response.status} ${response.statusText}`;
  throw new ClearviewError(
    response.status,
    code ?? 'internal',
    reason,
    errors,
    wait === null ? null : Number(wait),
  );
}

/** Where the next page begins, by the `Link` header. */
function nextCursor(response: Response): string | null {
  const [, address] = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
  return address === undefined ? null : new URL(address, 'http://localhost').searchParams.get('cursor');
}

/**
 * Goes through a list of any length, page by page.
 * @param ask asks for a page: pass the cursor on in the query
 */
export async function* everyRow<T>(
  ask: (cursor: string | undefined) => Promise<Answered<T[]>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const answered = await ask(cursor);
    yield* await must(Promise.resolve(answered));
    cursor = nextCursor(answered.response) ?? undefined;
  } while (cursor !== undefined);
}
