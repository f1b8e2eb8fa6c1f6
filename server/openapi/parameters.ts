/** What a request may carry besides its body. */
import { filterShape } from '../http/filters.js';
import { choice, object, type JsonSchema } from '../http/json-schema.js';
import { MAX_OFFSET, MAX_ROWS, type ListSpec } from '../http/list-query.js';
import type { Operation, Parameter } from '../http/operation.js';
import { MAX_ID } from '../http/validate.js';

type Described = Record<string, unknown>;

const ref = (name: string): Described => ({ $ref: `#/components/parameters/${name}` });

/** A parameter whose text is JSON. */
const json = (name: string, description: string, schema: JsonSchema, example?: unknown): Described => ({
  name,
  in: 'query',
  description,
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});

const inQuery = (name: string, description: string, schema: JsonSchema): Described => ({
  name,
  in: 'query',
  description,
  schema,
});

/** Parameters that many operations share. */
export const SHARED_PARAMETERS: Record<string, Described> = {
  range: json(
    'range',
    `The rows to answer, counted from 0, both ends included; at most ${MAX_ROWS} rows, none past row ${MAX_OFFSET}.`,
    {
      type: 'array',
      prefixItems: [
        { type: 'integer', minimum: 0 },
        { type: 'integer', minimum: 0 },
      ],
      minItems: 2,
      maxItems: 2,
    },
    [0, 24],
  ),
  offset: inQuery('offset', 'How many rows to pass over, instead of `range`.', {
    type: 'integer',
    minimum: 0,
    maximum: MAX_OFFSET - 1,
  }),
  cursor: inQuery(
    'cursor',
    'Where the page before ended, as its `Link` header says: reaches rows at any depth.',
    { type: 'string' },
  ),
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'Change it only if it still has this version, the `ETag` it was read with; else 412.',
    schema: { type: 'string' },
    example: '"3"',
  },
};

function sortOf({ sortable, defaultSort }: Pick<ListSpec, 'sortable'> & Partial<ListSpec>): Described {
  const usual = defaultSort && [defaultSort.field, defaultSort.direction.toUpperCase()];
  const told = usual === undefined ? '' : ` By default \`${JSON.stringify(usual)}\`.`;
  return json(
    'sort',
    `The field to order by, and \`ASC\` or \`DESC\`.${told}`,
    {
      type: 'array',
      prefixItems: [choice(...sortable), choice('ASC', 'DESC')],
      minItems: 2,
      maxItems: 2,
    },
    usual,
  );
}

function filterOf({ filters, aliases = [] }: Pick<ListSpec, 'filters' | 'aliases'>): Described[] {
  const shapes = Object.entries(filters).map(([name, parser]) => [name, filterShape(parser)] as const);
  if (shapes.length === 0) return [];
  const schema = object(Object.fromEntries(shapes.map(([name, shape]) => [`${name}?`, shape])));
  const known = shapes.map(([name]) => `\`${name}\``).join(', ');
  return [
    json('filter', `Only rows to which all of this applies. Known are ${known}.`, schema, {}),
    ...aliases.map((name) =>
      inQuery(name, `The same as \`${name}\` in \`filter\`.`, filterShape(filters[name]!)),
    ),
  ];
}

function listParameters(list: ListSpec): Described[] {
  const limit: JsonSchema = { type: 'integer', minimum: 1, maximum: MAX_ROWS, default: list.defaultLimit };
  return [
    sortOf(list),
    ...filterOf(list),
    ref('range'),
    inQuery('limit', 'How many rows to answer at most, instead of `range`.', limit),
    ref('offset'),
    ref('cursor'),
  ];
}

function selectionParameters(selection: NonNullable<Operation['selection']>): Described[] {
  const { sortable } = selection;
  return [...(sortable === undefined ? [] : [sortOf({ ...selection, sortable })]), ...filterOf(selection)];
}

const own = (place: 'query' | 'header', parameters: Record<string, Parameter> = {}): Described[] =>
  Object.entries(parameters).map(([name, parameter]) => ({ name, in: place, ...parameter }));

/** Every placeholder in a path of this API is a number. */
function pathParameters(path: string): Described[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: name === 'id' ? 'Its number.' : `The number of the ${name.replace(/_id$/, '')}.`,
    schema: { type: 'integer', minimum: 1, maximum: MAX_ID },
  }));
}

/** All parameters of an operation. */
export function parametersOf(method: string, path: string, operation: Operation): Described[] {
  const { list, selection, query, headers, hasVersion } = operation;
  return [
    ...pathParameters(path),
    ...(list === undefined ? [] : listParameters(list)),
    ...(selection === undefined ? [] : selectionParameters(selection)),
    ...own('query', query),
    ...own('header', headers),
    ...(hasVersion === true && method !== 'GET' ? [ref('ifMatch')] : []),
  ];
}
