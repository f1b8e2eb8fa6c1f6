/** The application: the order of its middleware. Every route stands with its gate in mounts.ts. */
import path from 'node:path';
import cookieParser from 'cookie-parser';
import express, { type Express, type RequestHandler } from 'express';
import { noteDenied } from './audit/access-denied.js';
import type { Config } from './config.js';
import type { Deps } from './core/context.js';
import { notFound } from './core/errors.js';
import { projectRoot } from './core/project.js';
import { errorHandler } from './http/error-handler.js';
import { createRequireAdmin, createRequireUser, requireNoDuty, requireScope } from './http/guards.js';
import { healthRoutes } from './http/health.js';
import { jsonBody } from './http/json-body.js';
import { chain } from './http/chain.js';
import { exactRoutes, mountedRoutes, type Door } from './http/dispatch.js';
import { closeMethods } from './http/methods.js';
import type { Mount } from './http/mount.js';
import { requestContext } from './http/request-context.js';
import { requestLog } from './http/request-log.js';
import { sameOrigin } from './http/same-origin.js';
import { securityHeaders } from './http/security-headers.js';
import { createTokenLimit } from './http/token-limit.js';
import { apiMounts } from './mounts.js';
import { docsFiles, signInForDocs } from './openapi/docs-routes.js';
import { pagesRoutes } from './pages/pages-routes.js';
import { authenticate } from './sessions/sessions-service.js';
import { isSetupRequired } from './setup/setup-service.js';
import { authenticateToken } from './tokens/token-grant-service.js';

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

function addSettings(app: Express, config: Config): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy.length > 0 ? [...config.trustProxy] : false);
}

function addApi(app: Express, config: Config): void {
  const requireUser = createRequireUser({ session: authenticate, token: authenticateToken });
  const tokenLimit = createTokenLimit();
  const gatesOf = ({ path, gate, scopes, isOwnAccount }: Mount): RequestHandler[] => {
    if (gate === 'public') return [];
    const duty = isOwnAccount === true ? [] : [requireNoDuty];
    return [
      requireUser,
      tokenLimit,
      requireScope(scopes),
      ...duty,
      ...(gate === 'admin' ? [createRequireAdmin(noteDenied, path)] : []),
    ];
  };
  const doors = apiMounts(config).map((mount): Door => {
    return { path: mount.path, gates: [...gatesOf(mount), jsonBody], router: closeMethods(mount.router) };
  });
  app.use(exactRoutes([noStore, sameOrigin], doors), cookieParser());
  app.use('/api', noStore, sameOrigin);
  app.use(mountedRoutes(doors));
  app.use('/api/docs', signInForDocs);
  app.use('/api', requireUser, tokenLimit, () => {
    throw notFound('There is no such address in the API.');
  });
}

/**
 * @param deps what the application works with
 * @param isReady whether the database answers and is migrated, for `/readyz`
 */
export function createApp(deps: Deps, isReady: () => Promise<boolean>): Express {
  const app = express();
  addSettings(app, deps.config);
  app.use(chain([requestLog(deps), securityHeaders, requestContext(deps)]));
  addApi(app, deps.config);
  app.use(closeMethods(healthRoutes(isReady)));
  app.use('/docs', docsFiles());
  app.use(
    pagesRoutes({
      siteDir: path.join(projectRoot, 'dist/site'),
      consoleDir: path.join(projectRoot, 'admin-ui/dist'),
      authenticate,
      isSetupRequired,
    }),
  );
  app.use(errorHandler);
  return app;
}
