/**
 * From the table of mounts to the handlers of a request. Express would try one mount after another, some thirty of
 * them with six handlers each. Here the handlers of an address that is spelled out are looked up; any other goes to
 * the few mounts that begin like it, by Express's own router, which also says what the rarer spellings mean.
 */
import { Router, type RequestHandler } from 'express';
import { chain } from './chain.js';

/** A mount with what stands before it. */
export interface Door {
  path: string;
  gates: readonly RequestHandler[];
  router: Router;
}

interface RouteLayer {
  route?: { path: string; stack: { method?: string; handle: RequestHandler }[] };
}

/** The handlers of an address by method; under `*` those of any other method. */
type Answers = Map<string, RequestHandler>;

const ANY = '*';

const layersOf = (router: Router): RouteLayer[] => router.stack;
const fullPath = (door: Door, path: string): string => (path === '/' ? door.path : door.path + path);
const isSpelledOut = (path: string): boolean => !/[:*{}()?+!\\[\]]/.test(path);

/** Whether an address is below a mount's, as Express sees it. A placeholder stands for any one segment. */
function isBelow(path: string, mount: string): boolean {
  const [segments, wanted] = [path.split('/'), mount.split('/')];
  return wanted.every((one, index) =>
    one.startsWith(':') ? Boolean(segments[index]) : one === segments[index],
  );
}

/** Whether Express would take an address for a route, though it is spelled otherwise. */
function isLike(path: string, route: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/\/+$/, '');
  const [asked, declared] = [plain(path), plain(route)];
  if (!isSpelledOut(declared)) return asked.split('/').length >= declared.split('/').length;
  return asked === declared;
}

/** What Express would have called for an address, in its order, and where it hangs. */
function handlersFor(doors: readonly Door[], path: string, method: string): RequestHandler | undefined {
  const before: RequestHandler[] = [];
  for (const door of doors.filter((one) => isBelow(path, one.path))) {
    // What a placeholder holds would have to be told to the gates.
    if (!isSpelledOut(door.path)) return undefined;
    before.push(...door.gates.filter((gate) => !before.includes(gate)));
    const layers = layersOf(door.router);
    if (layers.some(({ route }) => route === undefined)) return undefined;
    const found = layers.flatMap(({ route }) =>
      route && fullPath(door, route.path) === path ? route.stack : [],
    );
    const own = found.filter((layer) => layer.method === undefined || layer.method === method);
    if (own.length > 0) return answer(door, path, before, own);
    if (layers.some(({ route }) => route && isLike(path, fullPath(door, route.path)))) return undefined;
  }
  return undefined;
}

/** Runs the handlers with the request as Express shows it to them. */
function answer(
  door: Door,
  path: string,
  before: readonly RequestHandler[],
  own: { handle: RequestHandler }[],
): RequestHandler {
  const rest = path.slice(door.path.length) || '/';
  const all = chain([...before, ...own.map(({ handle }) => handle)]);
  return (req, res, next) => {
    const { url, baseUrl } = req;
    const query = url.indexOf('?');
    req.url = query < 0 ? rest : rest + url.slice(query);
    req.baseUrl = door.path;
    req.params = {};
    all(req, res, (error?: unknown) => {
      req.url = url;
      req.baseUrl = baseUrl;
      next(error);
    });
  };
}

/** The addresses of all routes that are spelled out, with their handlers. */
function tableOf(doors: readonly Door[]): Map<string, Answers> {
  const table = new Map<string, Answers>();
  for (const door of doors) {
    for (const { route } of layersOf(door.router)) {
      if (route === undefined) continue;
      const path = fullPath(door, route.path);
      if (!isSpelledOut(path)) continue;
      const answers = table.get(path) ?? new Map<string, RequestHandler>();
      for (const { method = ANY } of route.stack) {
        const handlers = handlersFor(doors, path, method);
        if (handlers !== undefined) answers.set(method, handlers);
      }
      table.set(path, answers);
    }
  }
  return table;
}

function find(answers: Answers | undefined, method: string): RequestHandler | undefined {
  if (answers === undefined) return undefined;
  const name = method.toLowerCase();
  return answers.get(name) ?? (name === 'head' ? answers.get('get') : undefined) ?? answers.get(ANY);
}

/**
 * Answers what asks for an address that is spelled out in the table, letter by letter; passes on anything else.
 * @param before what stands before every mount
 */
export function exactRoutes(before: readonly RequestHandler[], doors: readonly Door[]): RequestHandler {
  const table = tableOf(doors.map((door) => ({ ...door, gates: [...before, ...door.gates] })));
  return (req, res, next) => {
    const { url } = req;
    const query = url.indexOf('?');
    const handlers = find(table.get(query < 0 ? url : url.slice(0, query)), req.method);
    if (handlers === undefined) next();
    else handlers(req, res, next);
  };
}

/** The first two segments of a path, such as `/api/users`: no mount has a placeholder in them. */
const beginning = (path: string): string => path.split('/', 3).join('/');

/** Every mount in the order of the table, by Express's router; only those are tried that begin like the address. */
export function mountedRoutes(doors: readonly Door[]): RequestHandler {
  const groups = new Map<string, Router>();
  for (const { path, gates, router } of doors) {
    const group = groups.get(beginning(path)) ?? Router({ caseSensitive: true });
    groups.set(beginning(path), group.use(path, chain(gates), router));
  }
  return (req, res, next) => {
    const group = groups.get(beginning(req.path));
    if (group === undefined) next();
    else group(req, res, next);
  };
}
