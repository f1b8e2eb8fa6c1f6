import { Router, type Request, type Response } from 'express';
import { invalid } from '../core/errors.js';
import { sessionCtx } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readSessionToken, setSignInCookies } from '../http/session-cookie.js';
import { siteOf } from '../http/site.js';
import { readBody } from '../http/validate.js';
import type { SignedIn } from './complete-service.js';
import { beginPasskeySignIn, signInByPasskey, type PasskeySignIn } from './passkey-sign-in-service.js';
import { askNeeds, reauthenticate, type Reauthentication } from './reauthenticate-service.js';
import { takeSecondStep, type SecondFactor } from './second-step-service.js';
import { passkeySignInSchema, reauthenticateSchema, secondStepSchema } from './two-step-schema.js';

function sendSignedIn(req: Request, res: Response, { user, session }: SignedIn): void {
  setSignInCookies(req, res, session);
  sendJson(res, user);
}

async function readSecondStep(req: Request): Promise<SecondFactor & { step: string }> {
  const input = await readBody<SecondFactor & { step: string }>(req, secondStepSchema);
  if ('code' in input !== 'passkey' in input) return input;
  throw invalid({ code: 'Give a code or a passkey, one of the two.' });
}

/** The ways in besides the password. */
export function twoStepRoutes(): Router {
  const router = Router();

  router.post('/login/second-factor', async (req, res) => {
    const input = await readSecondStep(req);
    sendSignedIn(req, res, await takeSecondStep(req.ctx, input, readSessionToken(req), siteOf(req)));
  });

  router.post('/passkey/options', async (req, res) => {
    await readBody(req, {});
    sendJson(res, await beginPasskeySignIn(req.ctx, siteOf(req)));
  });

  router.post('/passkey', async (req, res) => {
    const input = await readBody<PasskeySignIn>(req, passkeySignInSchema);
    sendSignedIn(req, res, await signInByPasskey(req.ctx, input, readSessionToken(req), siteOf(req)));
  });

  return router;
}

/** Showing once more who one is. */
export function reauthenticateRoutes(): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    sendJson(res, await askNeeds(sessionCtx(req), siteOf(req)));
  });

  router.post('/', async (req, res) => {
    const input = await readBody<Reauthentication>(req, reauthenticateSchema);
    await reauthenticate(sessionCtx(req), input, siteOf(req));
    sendJson(res, { ok: true });
  });

  return router;
}
