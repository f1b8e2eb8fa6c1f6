import { Router, type Request } from 'express';
import { isTimeZone } from '../core/calendar.js';
import { invalid } from '../core/errors.js';
import { assertKnownParameters, single, wholeNumber } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { accounts, attacks, signIns, type SignInQuery } from './stats-service.js';

/** How many buckets are answered when nobody says, and at most. */
const COUNTS = { hour: { usual: 24, most: 168 }, day: { usual: 30, most: 366 } };

function readSignInQuery(req: Request): SignInQuery {
  assertKnownParameters(req, ['unit', 'count', 'time_zone']);
  const unit = single(req, 'unit') ?? 'hour';
  if (unit !== 'hour' && unit !== 'day') throw invalid({ unit: 'unit must be hour or day.' });
  const { usual, most } = COUNTS[unit];
  const count = wholeNumber('count', single(req, 'count'), 1, most) ?? usual;
  const timeZone = single(req, 'time_zone') ?? 'UTC';
  if (!isTimeZone(timeZone)) {
    throw invalid({ time_zone: 'time_zone must be the IANA name of a time zone, such as Europe/Berlin.' });
  }
  return { unit, count, timeZone };
}

export function statsRoutes(): Router {
  const router = Router();
  router.get('/accounts', async (req, res) => {
    assertKnownParameters(req, []);
    sendJson(res, await accounts(actorCtx(req)));
  });
  router.get('/sign-ins', async (req, res) => {
    sendJson(res, await signIns(actorCtx(req), readSignInQuery(req)));
  });
  router.get('/attacks', async (req, res) => {
    assertKnownParameters(req, []);
    sendJson(res, await attacks(actorCtx(req)));
  });
  return router;
}
