/** What the OpenAPI document says of a route, beside what its schemas say already. */
import type { Schema } from 'express-validator';
import type { ErrorCode } from '../core/errors.js';
import type { JsonSchema } from './json-schema.js';
import type { ListSpec } from './list-query.js';

/** A parameter in the query or a header. */
export interface Parameter {
  schema: JsonSchema;
  description: string;
  required?: boolean;
}

export interface Operation {
  /** What it does, a short phrase without a full stop. */
  summary: string;
  description?: string;
  /** The schema that readBody checks the body with. */
  body?: Schema;
  /** The list query that it understands; its answer is then a page of `answer`. */
  list?: ListSpec;
  /** The list whose filter and order it understands, where it is no page: an export, a stream. */
  selection?: Pick<ListSpec, 'filters' | 'aliases'> & Partial<Pick<ListSpec, 'sortable'>>;
  query?: Record<string, Parameter>;
  /** Headers of the request that it understands besides those of every route. */
  headers?: Record<string, Parameter>;
  /** The record has a version: reading tells it as `ETag`, and a change may ask for it with `If-Match`. */
  hasVersion?: true;
  /** For administrators, though its mount is open to every user. */
  isForAdmins?: true;
  /** What a 200 holds: one record, or the rows of a page. */
  answer: JsonSchema;
  /**
   * What a 200 is when it is not simply JSON: its media types. In `application/json` it is the answer, in JSON Lines
   * a line is one, in an event stream the data of an event; anything else is just text.
   */
  media?: readonly string[];
  /** Codes it may answer beyond what every route of its gate may. */
  errors?: ErrorCode[];
}

/** By method and path below the mount, such as `GET /:id`; `GET /` is the mount itself. */
export type Operations = Record<string, Operation>;
