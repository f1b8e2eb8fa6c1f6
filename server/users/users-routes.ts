import { Router, type Request } from 'express';
import { invalid } from '../core/errors.js';
import { sendExport, type ExportSpec } from '../http/export.js';
import { choiceFilter, flagFilter, idsFilter, textFilter, timeFilter } from '../http/filters.js';
import { readIfMatch, setVersion } from '../http/if-match.js';
import { MAX_ROWS, readListQuery, sendPage, type ListSpec } from '../http/list-query.js';
import { actorCtx, sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readBody, readId } from '../http/validate.js';
import { addLinkRoutes } from '../links/links-routes.js';
import { whileAllowed } from '../sessions/still-allowed-service.js';
import { changeMany, type BulkChange } from './users-bulk-service.js';
import { bulkSchema, newPasswordSchema, newUserSchema, ROLES, userPatchSchema } from './users-schema.js';
import * as service from './users-service.js';

export const USERS_LIST: ListSpec = {
  resource: 'users',
  sortable: service.USER_SORTABLE,
  defaultSort: { field: 'created_at', direction: 'asc' },
  defaultLimit: MAX_ROWS,
  filters: {
    id: idsFilter,
    q: textFilter,
    role: choiceFilter(ROLES),
    is_active: flagFilter,
    second_factor: flagFilter,
    never_signed_in: flagFilter,
    created_gte: timeFilter,
    created_lte: timeFilter,
    dormant_since: timeFilter,
  },
};

const EXPORT: ExportSpec<service.User> = {
  list: USERS_LIST,
  columns: {
    id: (user) => user.id,
    username: (user) => user.username,
    role: (user) => user.role,
    is_active: (user) => user.is_active,
    created_at: (user) => user.created_at,
    updated_at: (user) => user.updated_at,
    last_login_at: (user) => user.last_login_at,
    revision: (user) => user.revision,
    live_sessions: (user) => user.live_sessions,
    must_change_password: (user) => user.must_change_password,
    second_factor: (user) => user.second_factor,
  },
};

async function readBulk(req: Request): Promise<BulkChange> {
  const input = await readBody<BulkChange>(req, bulkSchema);
  const hasData = 'data' in input && input.data !== undefined;
  if (hasData === (input.action === 'update')) return input;
  throw invalid({ data: hasData ? 'A deletion takes no data.' : 'An update needs data.' });
}

async function readNewUser(req: Request): Promise<service.NewUser> {
  const input = await readBody<service.NewUser>(req, newUserSchema);
  const { password, must_change_password, invite = false } = input;
  if (!invite && password === undefined) throw invalid({ password: 'The password must be text.' });
  if (invite && password !== undefined) {
    throw invalid({ password: 'Who is invited chooses the password: leave it out.' });
  }
  if (invite && must_change_password !== undefined) {
    throw invalid({ must_change_password: 'Who is invited chooses the password anyway: leave this out.' });
  }
  return input;
}

export function usersRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const query = readListQuery(req, USERS_LIST);
    sendPage(req, res, USERS_LIST, query, await service.listUsers(actorCtx(req), query));
  });

  router.post('/', async (req, res) => {
    const input = await readNewUser(req);
    sendJson(res, await service.createUser(actorCtx(req), input));
  });

  router.get('/export', async (req, res) => {
    const ctx = actorCtx(req);
    await sendExport(req, res, EXPORT, async (query) =>
      whileAllowed(ctx, 'admin', await service.exportUsers(ctx, query)),
    );
  });

  router.post('/bulk', async (req, res) => {
    const input = await readBulk(req);
    sendJson(res, await changeMany(actorCtx(req), input));
  });

  addSingle(router);
  addLinkRoutes(router);
  return router;
}

/** The routes of one user. Declared last: to `/:id`, `/export` would be one more id. */
function addSingle(router: Router): void {
  router.get('/:id', async (req, res) => {
    const user = await service.getUser(actorCtx(req), readId(req));
    setVersion(res, user.revision);
    sendJson(res, user);
  });

  router.patch('/:id', async (req, res) => {
    const id = readId(req);
    const patch = await readBody<service.UserPatch>(req, userPatchSchema);
    if (Object.keys(patch).length === 0) throw invalid({}, 'Give role, is_active or both.');
    const user = await service.updateUser(actorCtx(req), id, patch, readIfMatch(req));
    setVersion(res, user.revision);
    sendJson(res, user);
  });

  router.delete('/:id', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    await service.deleteUser(actorCtx(req), id, readIfMatch(req));
    sendJson(res, { ok: true });
  });

  router.post('/:id/reset-password', async (req, res) => {
    // An account is not handed over by a script.
    const ctx = sessionCtx(req);
    const id = readId(req);
    const input = await readBody<{ password: string; must_change_password?: boolean }>(
      req,
      newPasswordSchema,
    );
    await service.resetPassword(ctx, id, input.password, input.must_change_password);
    sendJson(res, { ok: true });
  });

  router.post('/:id/revoke-sessions', async (req, res) => {
    const id = readId(req);
    await readBody(req, {});
    sendJson(res, { ok: true, sessions_ended: await service.revokeSessions(actorCtx(req), id) });
  });
}
