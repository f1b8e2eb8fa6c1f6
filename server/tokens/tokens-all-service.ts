/** The tokens of everybody, for an operator who has a number and no name. */
import type { ListQuery, Page } from '../../db/list-source.js';
import type { ActorCtx } from '../core/context.js';
import { notFound } from '../core/errors.js';
import * as store from './tokens-all-store.js';
import { revokeToken } from './tokens-service.js';

export type { OwnedToken } from './tokens-all-store.js';

/** A page of all tokens, by id. Filters: `id`, `user_id`. */
export async function listAllTokens(ctx: ActorCtx, query: ListQuery): Promise<Page<store.OwnedToken>> {
  return store.listAll(ctx.db, query);
}

/**
 * Ends a token, whosoever it is.
 * @throws ApiError `not_found`
 */
export async function revokeAnyToken(ctx: ActorCtx, id: number): Promise<store.OwnedToken> {
  const sort = { field: 'id', direction: 'asc' } as const;
  const { rows } = await store.listAll(ctx.db, {
    sort,
    filter: { id: [id] },
    offset: 0,
    limit: 1,
    after: null,
  });
  const [token] = rows;
  if (token === undefined) throw notFound(`There is no token with the number ${id}.`);
  await revokeToken(ctx, token.user_id, id);
  return token;
}
