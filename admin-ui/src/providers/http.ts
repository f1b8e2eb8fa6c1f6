import { HttpError } from 'react-admin';
import { i18nProvider } from './i18n';

export interface Answer<T> {
  data: T;
  headers: Headers;
}

export interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** The shape of every error of the API. */
interface Problem {
  detail?: string;
  code?: string;
  errors?: Record<string, string>;
}

const say = (key: string, args: object = {}): string =>
  i18nProvider.translate(`clearview.error.${key}`, args);

function wait(seconds: number): string {
  return seconds < 90
    ? say('wait_seconds', { smart_count: seconds })
    : say('wait_minutes', { smart_count: Math.ceil(seconds / 60) });
}

/** Words for a person: our own where the code is known in their language, else the server's sentence. */
function words(status: number, problem: Problem, retryAfter: number): string {
  if (status === 429) return say('too_many_attempts', { wait: wait(retryAfter || 60) });
  if (status >= 500) return say(status === 503 ? 'busy' : 'internal');
  return say(problem.code ?? 'unknown', { _: problem.detail ?? say('unknown') });
}

/** What was said of the whole is said of the field in the same words, and so in the same language. */
function inWords({ errors = {}, detail }: Problem, said: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field, text === detail ? said : text]),
  );
}

async function toError(response: Response): Promise<HttpError> {
  const body = (await response.json().catch(() => ({}))) as Problem;
  const retryAfter = Number(response.headers.get('Retry-After') ?? 0);
  const said = words(response.status, body, retryAfter);
  return new HttpError(said, response.status, {
    ...body,
    ...(body.errors && { errors: inWords(body, said) }),
  });
}

/**
 * One request to our own API. Knows nothing of sessions.
 * @throws HttpError with the words for a person; `body.errors` names the fields; status 0 if nothing answered
 */
export async function send<T>(
  method: string,
  path: string,
  { body, headers, signal }: Options = {},
): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    // Cancelled by ourselves: react-query must recognise it as such.
    if (signal?.aborted) throw error;
    throw new HttpError(say('unreachable'), 0, {});
  }
  if (!response.ok) throw await toError(response);
  return { data: (await response.json()) as T, headers: response.headers };
}
