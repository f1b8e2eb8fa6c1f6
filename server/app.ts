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
import {
  createRequireAdmin,
  createRequireUser,
  requireNoDuty,
  requireScope,
  type ScopePair,
} from './http/guards.js';
import { healthRoutes } from './http/health.js';
import { jsonBody } from './http/json-body.js';
import { closeMethods } from './http/methods.js';
import type { Operations } from './http/operation.js';
import { requestContext, requestLog } from './http/request-context.js';
import { sameOrigin } from './http/same-origin.js';
import { securityHeaders } from './http/security-headers.js';
import { sendJson } from './http/send-json.js';
import { createTokenLimit } from './http/token-limit.js';
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
import { authenticateToken } from './tokens/token-grant-service.js';
import * as tokenOperations from './tokens/tokens-operations.js';
import * as tokenRoutes from './tokens/tokens-routes.js';
import { usersRoutes } from './users/users-routes.js';

export type Gate = 'public' | 'user' | 'admin';

export interface Mount {
  path: string;
  gate: Gate;
  router: Router;
  /** What an API token needs here; none: only a person may. */
  scopes?: ScopePair | 'any';
  /** Open also to who has a password to change or a second factor to add first. */
  isOwnAccount?: true;
  /** What the OpenAPI document says of each route. */
  operations?: Operations;
}

const TENANTS: ScopePair = { read: 'tenants:read', write: 'tenants:write' };
const JOBS: ScopePair = { read: 'jobs:read', write: 'jobs:write' };
const USERS: ScopePair = { read: 'users:read', write: 'users:write' };
const AUDIT: ScopePair = { read: 'audit:read' };

/** What is spelled out goes before `/api/tokens/:id` and `/api/users/:id`. */
const tokenMounts = (): Mount[] => [
  {
    path: '/api/tokens/leaked',
    gate: 'public',
    router: tokenRoutes.leakRoutes(),
    operations: tokenOperations.leakOperations,
  },
  {
    path: '/api/tokens/current',
    gate: 'user',
    router: tokenRoutes.currentTokenRoutes(),
    scopes: 'any',
    operations: tokenOperations.currentTokenOperations,
  },
  {
    path: '/api/tokens',
    gate: 'user',
    router: tokenRoutes.tokensRoutes(),
    operations: tokenOperations.tokensOperations,
  },
  {
    path: '/api/users/:id/tokens',
    gate: 'admin',
    router: tokenRoutes.userTokensRoutes(),
    scopes: USERS,
    operations: tokenOperations.userTokensOperations,
  },
];

/** Every route of the API, by its prefix and gate. */
export function apiMounts(config: Config): Mount[] {
  return [
    { path: '/api/version', gate: 'public', router: versionRoutes() },
    { path: '/api/auth', gate: 'public', router: setupRoutes(config) },
    { path: '/api/auth', gate: 'public', router: authRoutes() },
    { path: '/api/auth/me', gate: 'user', router: meRoutes(), scopes: 'any', isOwnAccount: true },
    { path: '/api/overview', gate: 'user', router: overviewRoutes(), scopes: TENANTS },
    { path: '/api/tenants', gate: 'user', router: tenantsRoutes(), scopes: TENANTS },
    { path: '/api/jobs', gate: 'user', router: jobsRoutes(), scopes: JOBS },
    { path: '/api/onboarding', gate: 'user', router: onboardingRoutes(), scopes: TENANTS },
    { path: '/api/checks', gate: 'user', router: checksRoutes(), scopes: TENANTS },
    ...tokenMounts(),
    { path: '/api/users', gate: 'admin', router: usersRoutes(), scopes: USERS },
    { path: '/api/sessions', gate: 'admin', router: sessionsRoutes(), scopes: USERS },
    { path: '/api/audit', gate: 'admin', router: auditRoutes(), scopes: AUDIT },
    { path: '/api/stats', gate: 'admin', router: statsRoutes(), scopes: AUDIT },
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
  const requireUser = createRequireUser({ session: authenticate, token: authenticateToken });
  const tokenLimit = createTokenLimit();
  const requireAdmin = createRequireAdmin(noteDenied);
  const gatesOf = ({ gate, scopes, isOwnAccount }: Mount): RequestHandler[] => {
    if (gate === 'public') return [];
    const duty = isOwnAccount === true ? [] : [requireNoDuty];
    return [
      requireUser,
      tokenLimit,
      requireScope(scopes),
      ...duty,
      ...(gate === 'admin' ? [requireAdmin] : []),
    ];
  };
  app.use('/api', noStore, sameOrigin);
  for (const mount of apiMounts(config)) {
    app.use(mount.path, ...gatesOf(mount), jsonBody, closeMethods(mount.router));
  }
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
