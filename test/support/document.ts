/** The OpenAPI document as what it promises: validators for answers and requests, each compiled once in a process. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readConfig } from '../../server/config.js';
import { version } from '../../server/core/project.js';
import { apiMounts } from '../../server/mounts.js';
import { buildDocument, type OpenApiDocument } from '../../server/openapi/document.js';

/** A part of the document, as far as it is looked at here. */
export interface Part {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  schema?: Part & { contentSchema?: unknown };
  content?: Record<string, Part>;
  headers?: Record<string, Part>;
  parameters?: Part[];
  requestBody?: Part;
  responses?: Record<string, Part>;
}

/** A part and where it stands: a JSON pointer. */
export interface Place {
  part: Part;
  pointer: string;
}

let known: OpenApiDocument | undefined;

/** The document of the application, made once. */
const theDocument = (): OpenApiDocument => (known ??= buildDocument(apiMounts(readConfig({})), version));

const ID = 'clearview';
let ajv: Ajv2020 | undefined;

function validators(): Ajv2020 {
  if (ajv !== undefined) return ajv;
  ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, validateSchema: false });
  addFormats.default(ajv);
  // What holds the schemas is no schema itself.
  ajv.addVocabulary(Object.keys(theDocument()));
  ajv.addSchema(theDocument(), ID, false);
  return ajv;
}

const compiled = new Map<string, ValidateFunction>();

/** What a value has against the schema at this place; null when nothing. */
export function objection(pointer: string, value: unknown): string | null {
  let validate = compiled.get(pointer);
  if (validate === undefined) {
    validate = validators().compile({ $ref: `${ID}#${pointer}` });
    compiled.set(pointer, validate);
  }
  return validate(value) ? null : validators().errorsText(validate.errors, { dataVar: 'it' });
}

const escape = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** What stands below a place, references followed. */
export function below({ part, pointer }: Place, ...keys: string[]): Place | undefined {
  let here: unknown = part;
  let at = pointer;
  for (const key of keys) {
    here = (here as Record<string, unknown> | undefined)?.[key];
    at += `/${escape(key)}`;
    const { $ref } = (here ?? {}) as Part;
    if ($ref === undefined || key === 'schema') continue;
    at = $ref.slice(1);
    here = at
      .split('/')
      .slice(1)
      .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], theDocument());
  }
  return here === undefined ? undefined : { part: here as Part, pointer: at };
}

interface Template {
  path: string;
  pattern: RegExp;
  placeholders: number;
}

let templates: Template[] | undefined;

function allTemplates(): Template[] {
  templates ??= Object.keys(theDocument().paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
    placeholders: path.split('{').length - 1,
  }));
  // As the application does it: what is spelled out goes before a placeholder.
  return templates.sort((a, b) => a.placeholders - b.placeholders);
}

/** The operation that an address belongs to. */
export function operationAt(method: string, pathname: string): Place | undefined {
  const template = allTemplates().find(({ pattern }) => pattern.test(pathname));
  if (template === undefined) return undefined;
  const root: Place = { part: theDocument() as Part, pointer: '' };
  return below(root, 'paths', template.path, method.toLowerCase());
}
