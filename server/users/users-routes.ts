import { Router } from 'express';
import { invalid } from '../core/errors.js';
import { choiceFilter, flagFilter, idsFilter, textFilter } from '../http/filters.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { newPasswordSchema, newUserSchema, ROLES, userPatchSchema } from './users-schema.js';
import * as service from './users-service.js';

const LIST: ListSpec = {
  resource: 'users',
  sortable: service.USER_SORTABLE,
  defaultSort: { field: 'created_at', direction: 'asc' },
  defaultLimit: MAX_ROWS,
  filters: { id: idsFilter, q: textFilter, role: choiceFilter(ROLES), is_active: flagFilter },
};

export function usersRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, LIST);
    sendPage(req, res, LIST, query, await service.listUsers(actorCtx(req), query));
  });

  router.post('/', async (req, res) => {
    const input = await readBody<service.NewUser>(req, newUserSchema);
    sendJson(res, await service.createUser(actorCtx(req), input));
  });

  router.get('/:id', async (req, res) => {
    sendJson(res, await service.getUser(actorCtx(req), readId(req)));
  });

  router.patch('/:id', async (req, res) => {
    const id = readId(req);
    const patch = await readBody<service.UserPatch>(req, userPatchSchema);
    if (Object.keys(patch).length === 0) throw invalid({}, 'Give role, is_active or both.');
    sendJson(res, await service.updateUser(actorCtx(req), id, patch));
  });

  router.delete('/:id', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await service.deleteUser(actorCtx(req), id);
    sendJson(res, { ok: true });
  });

  router.post('/:id/reset-password', async (req, res) => {
    const id = readId(req);
    const { password } = await readBody<{ password: string }>(req, newPasswordSchema);
    await service.resetPassword(actorCtx(req), id, password);
    sendJson(res, { ok: true });
  });

  router.post('/:id/revoke-sessions', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    sendJson(res, { ok: true, sessions_ended: await service.revokeSessions(actorCtx(req), id) });
  });

  return router;
}
