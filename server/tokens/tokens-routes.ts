import { Router, type Request } from 'express';
import { idsFilter, textFilter } from '../http/filters.js';
import { assertFresh } from '../http/guards.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx, sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { leakSchema, newTokenSchema } from './tokens-schema.js';
import * as service from './tokens-service.js';

export const TOKEN_LIST: ListSpec = {
  resource: 'tokens',
  sortable: service.TOKEN_SORTABLE,
  defaultSort: { field: 'id', direction: 'desc' },
  defaultLimit: MAX_ROWS,
  filters: { id: idsFilter, q: textFilter },
};

/** Whoever finds a token where it should not be has it revoked. */
export function leakRoutes(): Router {
  return Router().post('/', async (req, res) => {
    const { token } = await readBody<{ token: string }>(req, leakSchema);
    await service.reportLeak(req.ctx, token);
    sendJson(res, { ok: true });
  });
}

/** A script that is done ends itself. */
export function currentTokenRoutes(): Router {
  return Router().delete('/', async (req, res) => {
    await readBody(req, {});
    await service.revokeCurrent(actorCtx(req));
    sendJson(res, { ok: true });
  });
}

/** One's own. */
export function tokensRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const ctx = sessionCtx(req);
    const query = readListQuery(req, TOKEN_LIST);
    sendPage(req, res, TOKEN_LIST, query, await service.listUserTokens(ctx, ctx.actor.id, query));
  });

  router.post('/', async (req, res) => {
    const ctx = sessionCtx(req);
    const input = await readBody<service.TokenInput>(req, newTokenSchema);
    // What can change things outlives the session: a browser left open must not be enough for it.
    if (input.scopes.some((scope) => scope.endsWith(':write'))) assertFresh(req);
    sendJson(res, await service.createTokenFor(ctx, ctx.actor.id, input));
  });

  router.delete('/:id', async (req, res) => {
    const ctx = sessionCtx(req);
    const id = readId(req);
    await readBody(req, {});
    await service.revokeToken(ctx, ctx.actor.id, id);
    sendJson(res, { ok: true });
  });

  return router;
}

const ownerOf = (req: Request): number => readId(req, 'id');

/** Those of a user, for administrators. */
export function userTokensRoutes(): Router {
  const router = Router({ mergeParams: true });

  router.get('/', async (req, res) => {
    const owner = ownerOf(req);
    const query = readListQuery(req, TOKEN_LIST);
    sendPage(req, res, TOKEN_LIST, query, await service.listUserTokens(actorCtx(req), owner, query));
  });

  router.delete('/', async (req, res) => {
    const owner = ownerOf(req);
    await readBody(req, {});
    const tokens_revoked = await service.revokeUserTokens(actorCtx(req), owner);
    sendJson(res, { ok: true, tokens_revoked });
  });

  router.delete('/:token_id', async (req, res) => {
    const [owner, id] = [ownerOf(req), readId(req, 'token_id')];
    await readBody(req, {});
    await service.revokeToken(actorCtx(req), owner, id);
    sendJson(res, { ok: true });
  });

  return router;
}
