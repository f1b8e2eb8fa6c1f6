/**
 * The OpenAPI document (3.1), made from the table of mounts and from the very schemas and lists that check and answer
 * requests: nothing of it is written a second time.
 */
import type { JsonSchema } from '../http/json-schema.js';
import { routesOf } from '../http/methods.js';
import type { Mount } from '../http/mount.js';
import type { Operation } from '../http/operation.js';
import { bodyShape } from '../http/validate.js';
import { ErrorAnswers, errorsOf, isForTokens, SHARED_HEADERS, successOf } from './answers.js';
import { Components } from './components.js';
import { parametersOf, SHARED_PARAMETERS } from './parameters.js';
import { INTRODUCTION, SECURITY_SCHEMES, TAGS } from './words.js';

type Described = Record<string, unknown>;

export interface OpenApiDocument {
  openapi: string;
  info: Described;
  paths: Record<string, Record<string, Described>>;
  components: Record<string, Described>;
  [field: string]: unknown;
}

/** A route with what is said of it. */
interface Told {
  mount: Mount;
  /** Upper case. */
  method: string;
  /** As the document writes it, such as `/api/users/{id}`. */
  path: string;
  operation: Operation;
}

/** The address of a route as the document writes it. */
const documentPath = (mount: string, route: string): string =>
  `${mount}${route === '/' ? '' : route}`.replace(/:(\w+)/g, '{$1}');

/** Those routes that are described; a test holds that all are. */
const toldOf = (mount: Mount): Told[] =>
  routesOf(mount.router).flatMap(({ method, path }) => {
    const operation = mount.operations[`${method} ${path}`];
    return operation === undefined
      ? []
      : [{ mount, method, path: documentPath(mount.path, path), operation }];
  });

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Such as `getUsersById`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api/, '')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/);
  return method.toLowerCase() + words.map(capital).join('');
}

/** The name under which it is shown: what comes after `/api`. */
const tagOf = (path: string): string => {
  const [first = '', second = ''] = path.split('/').slice(1);
  return first === 'api' && second in TAGS ? second : 'service';
};

/** What is needed to come in; without a scope either will do, a session or a token. */
function securityOf({ mount, method }: Told): Described[] {
  if (mount.gate === 'public') return [];
  const session = { session: [] };
  if (!isForTokens(mount, method)) return [session];
  return [session, { token: scopesOf(mount, method) }];
}

function scopesOf({ scopes }: Mount, method: string): string[] {
  if (scopes === undefined || scopes === 'any') return [];
  const scope = method === 'GET' ? scopes.read : scopes.write;
  return scope === undefined ? [] : [scope];
}

function whoMay(told: Told): string {
  const { mount, method, operation } = told;
  if (mount.gate === 'public') return 'Open to all.';
  const isForAdmins = mount.gate === 'admin' || operation.isForAdmins === true;
  const people = isForAdmins ? 'Administrators only.' : 'Anybody who is signed in.';
  if (!isForTokens(mount, method)) return `${people} Not for tokens.`;
  const [scope] = scopesOf(mount, method);
  return scope === undefined ? `${people} Any token.` : `${people} A token needs \`${scope}\`.`;
}

function bodyOf({ method, operation }: Told, components: Components): Described {
  const { body } = operation;
  if (body === undefined || Object.keys(body).length === 0) return {};
  const shape = bodyShape(body);
  const isPatch = method === 'PATCH' && shape.required === undefined;
  const schema: JsonSchema = isPatch ? { ...shape, minProperties: 1 } : shape;
  const required = isPatch || shape.required !== undefined;
  return {
    requestBody: { required, content: { 'application/json': { schema: components.refer(schema) } } },
  };
}

function describe(told: Told, components: Components, errors: ErrorAnswers): Described {
  const { mount, method, path, operation } = told;
  const { summary, description = '' } = operation;
  const parameters = parametersOf(method, path, operation);
  return {
    operationId: operationId(method, path),
    tags: [tagOf(path)],
    summary,
    description: `${description} ${whoMay(told)}`.trim(),
    security: securityOf(told),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...bodyOf(told, components),
    responses: {
      200: successOf(mount, method, operation, components),
      ...errors.of(errorsOf(mount, method, path, operation)),
    },
  };
}

/**
 * Makes the document.
 * @param mounts every route of the application
 * @param version of the application
 */
export function buildDocument(mounts: Mount[], version: string): OpenApiDocument {
  const components = new Components();
  const errors = new ErrorAnswers(components);
  const paths: OpenApiDocument['paths'] = {};
  const told = mounts.flatMap(toldOf);
  for (const one of told) {
    (paths[one.path] ??= {})[one.method.toLowerCase()] = describe(one, components, errors);
  }
  const used = new Set(told.map(({ path }) => tagOf(path)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clearview',
      version,
      summary: 'How your tenants stand in public, and what to mend first.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This instance.' }],
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components.all(),
      responses: errors.all(),
      parameters: SHARED_PARAMETERS,
      headers: SHARED_HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}
