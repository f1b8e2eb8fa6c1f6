/**
 * Holds everything that the application says in tests against its OpenAPI document: what an answer under /api is
 * beyond it, or lacks of it, fails the test that was under way.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { below, objection, operationAt, type Place } from './document.js';

type Asked = IncomingMessage & { body?: unknown };

interface Address {
  pathname: string;
  searchParams: URLSearchParams;
}

const problems = new Set<string>();

/** What was found since the last call. */
export function takeProblems(): string[] {
  const found = [...problems];
  problems.clear();
  return found;
}

/** Lines of one batch that are looked at: an export may have a million. */
const LINES = 20;

const ANY_ERROR = '/components/schemas/Error';

/** What a request may be refused for before anybody looks which route it is for. */
const OF_BODIES = ['malformed_json', 'body_too_large', 'unsupported_media_type'];

const mediaOf = (res: ServerResponse): string =>
  String(res.getHeader('content-type') ?? '')
    .split(';', 1)[0]!
    .trim();

const isBodyOfRead = (req: Asked, body: unknown): boolean =>
  req.method === 'GET' && OF_BODIES.includes((body as { code: string }).code);

/** Headers that tell something: promised and missing, or there and not promised. */
function headerProblems(answer: Place, res: ServerResponse): string[] {
  const promised = Object.keys(answer.part.headers ?? {});
  const missing = promised.filter((name) => {
    const isSure = below(answer, 'headers', name)?.part.required === true;
    return isSure && !res.hasHeader(name);
  });
  const told = ['ETag', 'Link', 'Content-Range', 'Retry-After', 'Content-Disposition'];
  const extra = told.filter((name) => res.hasHeader(name) && !promised.includes(name));
  return [
    ...missing.map((name) => `lacks the header ${name}`),
    ...extra.map((name) => `has the header ${name}`),
  ];
}

function bodyProblem(answer: Place, media: string, text: string | undefined): string | null {
  const schema = below(answer, 'content', media, 'schema');
  if (schema === undefined) return `is ${media}`;
  if (media !== 'application/json' || text === undefined) return null;
  return objection(schema.pointer, JSON.parse(text));
}

/** What was let through must be what the document allows. */
function requestProblems(operation: Place, req: Asked, url: Address): string[] {
  const found: (string | null)[] = [];
  const shape = below(operation, 'requestBody', 'content', 'application/json', 'schema');
  const isEmpty = req.body === undefined || Object.keys(req.body as object).length === 0;
  if (shape !== undefined) found.push(objection(shape.pointer, req.body ?? {}));
  else if (!isEmpty) found.push('took a body');
  const parameters = operation.part.parameters ?? [];
  const known = parameters.map((_one, index) => below(operation, 'parameters', String(index))!);
  for (const [name, value] of url.searchParams) {
    const one = known.find(({ part }) => part.in === 'query' && part.name === name);
    const json = one && below(one, 'content', 'application/json', 'schema');
    if (json !== undefined) found.push(objection(json.pointer, JSON.parse(value)));
    // Whoever reads nothing of the query need not refuse it.
    else if (one === undefined && known.some(({ part }) => part.in === 'query'))
      found.push(`took the parameter ${name}`);
  }
  return found.filter((problem) => problem !== null).map((problem) => `request: ${problem}`);
}

function judge(req: Asked, res: ServerResponse, url: Address, text: string | undefined): string[] {
  const operation = operationAt(req.method ?? '', url.pathname);
  const answer = operation && below(operation, 'responses', String(res.statusCode));
  const media = mediaOf(res);
  const isFailure = res.statusCode >= 400;
  // A page that leads elsewhere; the API itself never does.
  if (res.statusCode === 302 && media === 'text/html') return [];
  if (answer === undefined) {
    const body: unknown = JSON.parse(text ?? 'null');
    const isOfNoRoute = isFailure && (operation === undefined || isBodyOfRead(req, body));
    return isOfNoRoute ? [objection(ANY_ERROR, body) ?? ''] : [`has the status ${res.statusCode}`];
  }
  const isTaken = operation !== undefined && res.statusCode === 200;
  const problem = bodyProblem(answer, media, text);
  if (problem !== null && isFailure && isBodyOfRead(req, JSON.parse(text ?? 'null'))) return [];
  return [
    problem ?? '',
    ...headerProblems(answer, res),
    ...(isTaken ? requestProblems(operation, req, url) : []),
  ];
}

/** What a stream or an export says, piece by piece: each line, or the data of each event, is JSON. */
function judgePiece(res: ServerResponse, url: Address, text: string): string[] {
  const media = mediaOf(res);
  const isStream = media === 'text/event-stream';
  if (!isStream && media !== 'application/jsonl') return [];
  const operation = operationAt('GET', url.pathname);
  const schema = operation && below(operation, 'responses', '200', 'content', media, 'schema');
  if (schema === undefined) return [`is ${media}`];
  const lines = text.split('\n').filter((line) => (isStream ? line.startsWith('data: ') : line !== ''));
  return lines
    .slice(0, LINES)
    .map(
      (line) => objection(`${schema.pointer}/contentSchema`, JSON.parse(line.replace(/^data: /, ''))) ?? '',
    );
}

/** A mistake of the tap itself must not become one of the application. */
function attempt(find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
}

function listen(req: Asked, res: ServerResponse): void {
  // As it was asked: URL would resolve dots, which the application does not.
  const [pathname = '', search = ''] = (req.url ?? '').split('?', 2);
  const url = { pathname, searchParams: new URLSearchParams(search) };
  if (!url.pathname.startsWith('/api/') || req.method === 'HEAD') return;
  const note = (find: () => string[], text: string): void => {
    const what = `${req.method} ${url.pathname} ${res.statusCode}`;
    for (const problem of attempt(find)) {
      if (problem !== '') problems.add(`${what}: ${problem}. ${text.slice(0, 300)}`);
    }
  };
  const [write, end] = [res.write.bind(res), res.end.bind(res)];
  let isInPieces = false;
  res.write = ((chunk: unknown, ...rest: never[]) => {
    isInPieces = true;
    note(() => judgePiece(res, url, String(chunk)), String(chunk));
    return write(chunk, ...rest);
  }) as typeof res.write;
  res.end = ((...args: never[]) => {
    const text = typeof args[0] === 'string' || Buffer.isBuffer(args[0]) ? String(args[0]) : undefined;
    note(() => (isInPieces ? judgePiece(res, url, text ?? '') : judge(req, res, url, text)), text ?? '');
    return end(...args);
  }) as typeof res.end;
}

/** Listens in on a server, before it answers anything. */
export function tapAnswers(server: Server): void {
  server.prependListener('request', listen);
}
