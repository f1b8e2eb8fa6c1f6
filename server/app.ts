/**
 * The application: the order of its middleware, and the table of every route with its gate.
 * What is not in the table is denied.
 */
import path from 'node:path';
import cookieParser from 'cookie-parser';
import express, { Router, type Express, type RequestHandler } from 'express';
import { noteDenied } from './audit/access-denied.js';
import { auditRoutes } from './audit/audit-routes.js';
import { authRoutes, meRoutes } from './auth/auth-routes.js';
import type { Config } from './config.js';
import type { Deps } from './core/context.js';
import { notFound } from './core/errors.js';
import { projectRoot, version } from './core/project.js';
import { errorHandler } from './http/error-handler.js';
import { createRequireAdmin, createRequireUser } from './http/guards.js';
import { healthRoutes } from './http/health.js';
import { jsonBody } from './http/json-body.js';
import { closeMethods } from './http/methods.js';
import { requestContext, requestLog } from './http/request-context.js';
import { sameOrigin } from './http/same-origin.js';
import { securityHeaders } from './http/security-headers.js';
import { sendJson } from './http/send-json.js';
import { jobsRoutes } from './jobs/jobs-routes.js';
import { onboardingRoutes } from './onboarding/onboarding-routes.js';
import { overviewRoutes } from './overview/overview-routes.js';
import { pagesRoutes } from './pages/pages-routes.js';
import { checksRoutes } from './scans/checks-routes.js';
import { sessionsRoutes } from './sessions/sessions-routes.js';
import { authenticate } from './sessions/sessions-service.js';
import { setupRoutes } from './setup/setup-routes.js';
import { isSetupRequired } from './setup/setup-service.js';
import { statsRoutes } from './stats/stats-routes.js';
import { tenantsRoutes } from './tenants/tenants-routes.js';
import { usersRoutes } from './users/users-routes.js';

export type Gate = 'public' | 'user' | 'admin';

export interface Mount {
  path: string;
  gate: Gate;
  router: Router;
}

/** Every route of the API, by its prefix and gate. */
export function apiMounts(config: Config): Mount[] {
  return [
    { path: '/api/version', gate: 'public', router: versionRoutes() },
    { path: '/api/auth', gate: 'public', router: setupRoutes(config) },
    { path: '/api/auth', gate: 'public', router: authRoutes() },
    { path: '/api/auth/me', gate: 'user', router: meRoutes() },
    { path: '/api/overview', gate: 'user', router: overviewRoutes() },
    { path: '/api/tenants', gate: 'user', router: tenantsRoutes() },
    { path: '/api/jobs', gate: 'user', router: jobsRoutes() },
    { path: '/api/onboarding', gate: 'user', router: onboardingRoutes() },
    { path: '/api/checks', gate: 'user', router: checksRoutes() },
    { path: '/api/users', gate: 'admin', router: usersRoutes() },
    { path: '/api/sessions', gate: 'admin', router: sessionsRoutes() },
    { path: '/api/audit', gate: 'admin', router: auditRoutes() },
    { path: '/api/stats', gate: 'admin', router: statsRoutes() },
  ];
}

function versionRoutes(): Router {
  return Router().get('/', (_req, res) => {
    sendJson(res, { version });
  });
}

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
  const requireUser = createRequireUser(authenticate);
  const requireAdmin = createRequireAdmin(noteDenied);
  const gates: Record<Gate, RequestHandler[]> = {
    public: [],
    user: [requireUser],
    admin: [requireUser, requireAdmin],
  };
  app.use('/api', noStore, sameOrigin);
  for (const { path: prefix, gate, router } of apiMounts(config)) {
    app.use(prefix, ...gates[gate], jsonBody, closeMethods(router));
  }
  app.use('/api', requireUser, () => {
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
  app.use(requestLog(deps), securityHeaders, requestContext(deps), cookieParser());
  app.use(closeMethods(healthRoutes(isReady)));
  addApi(app, deps.config);
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
