/** Finds users by what people call them: at the command line nobody knows a number. */
import type { ActorCtx } from '../core/context.js';
import { notFound } from '../core/errors.js';
import { isStorable } from '../core/text.js';
import * as store from './users-lookup-store.js';
import type { User } from './users-rules-service.js';
import { getUser } from './users-service.js';

/** @throws ApiError `not_found` */
export async function getUserByName(ctx: ActorCtx, username: string): Promise<User> {
  const id = isStorable(username) ? await store.findId(ctx.db, username) : undefined;
  if (id === undefined) throw notFound(`There is no user called ${username}.`);
  return getUser(ctx, id);
}
