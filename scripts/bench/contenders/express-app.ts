/** Express with the statement of the limit, as its guide would have it: a middleware, a route, `res.json`. */
import { createHash } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { makePool, readAccount, type Account } from './serve.js';

const COOKIE = /(?:^|; )clearview_session=([0-9a-f]{32})/;

export function makeExpressApp(): Express {
  const pool = makePool();
  const app = express();

  async function authenticate(req: Request, res: Response, next: NextFunction): Promise<void> {
    const token = COOKIE.exec(req.headers.cookie ?? '')?.[1] ?? '';
    const id = createHash('sha256').update(token).digest('hex');
    const { rows } = await pool.query<Account>(readAccount(id));
    if (rows[0] === undefined) {
      res.status(401).json({ code: 'unauthorized' });
      return;
    }
    res.locals.account = rows[0];
    next();
  }

  app.get('/me', authenticate, (_req, res) => {
    res.json(res.locals.account);
  });
  return app;
}
