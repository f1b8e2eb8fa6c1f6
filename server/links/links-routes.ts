import { Router, type Request } from 'express';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { publicOrigin } from '../http/site.js';
import { readBody, readId } from '../http/validate.js';
import { linkPasswordSchema, linkSchema } from './links-schema.js';
import { createLink, showLink, useLink } from './links-service.js';

/** The token stands behind the #: what is there no browser sends to a server, nor writes it into a Referer. */
const urlOf = (req: Request, token: string): string => `${publicOrigin(req)}/password.html#${token}`;

/** Making one, below a user's address. */
export function addLinkRoutes(router: Router): void {
  router.post('/:id/password-link', async (req, res) => {
    // Before the record is looked for: a script learns nothing here.
    const ctx = sessionCtx(req);
    const id = readId(req);
    await readBody(req, {});
    const { token, ...link } = await createLink(ctx, id);
    sendJson(res, { url: urlOf(req, token), ...link });
  });
}

/** Using one. The token comes in the body: addresses are written into logs. */
export function linksRoutes(): Router {
  const router = Router();

  router.post('/', async (req, res) => {
    const { token } = await readBody<{ token: string }>(req, linkSchema);
    sendJson(res, await showLink(req.ctx, token));
  });

  router.post('/password', async (req, res) => {
    const input = await readBody<{ token: string; password: string }>(req, linkPasswordSchema);
    const { username } = await useLink(req.ctx, input.token, input.password);
    sendJson(res, { ok: true, username });
  });

  return router;
}
