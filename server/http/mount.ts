/** A line of the table in ../mounts.ts: where a router hangs, and who may come in. */
import type { Router } from 'express';
import type { ScopePair } from './guards.js';
import type { Operations } from './operation.js';

export type Gate = 'public' | 'user' | 'admin';

export interface Mount {
  path: string;
  gate: Gate;
  router: Router;
  /** What an API token needs here; none: only a person may. */
  scopes?: ScopePair | 'any';
  /** Open also to who has a password to change or a second factor to add first. */
  isOwnAccount?: true;
  /** What the OpenAPI document says of each route. */
  operations: Operations;
}
