/** The table of every route with its gate. What is not in it is denied. */
import { Router } from 'express';
import { accountMounts } from './account/account-mounts.js';
import { auditOperations } from './audit/audit-operations.js';
import { auditRoutes } from './audit/audit-routes.js';
import { authOperations, meOperations } from './auth/auth-operations.js';
import { authRoutes, meRoutes } from './auth/auth-routes.js';
import { reauthenticateOperations, twoStepOperations } from './auth/two-step-operations.js';
import { reauthenticateRoutes, twoStepRoutes } from './auth/two-step-routes.js';
import type { Config } from './config.js';
import { version } from './core/project.js';
import type { ScopePair } from './http/guards.js';
import { named, text } from './http/json-schema.js';
import type { Mount } from './http/mount.js';
import type { Operations } from './http/operation.js';
import { sendJson } from './http/send-json.js';
import { jobsOperations } from './jobs/jobs-operations.js';
import { jobsRoutes } from './jobs/jobs-routes.js';
import { onboardingOperations } from './onboarding/onboarding-operations.js';
import { onboardingRoutes } from './onboarding/onboarding-routes.js';
import { docsRoutes } from './openapi/docs-routes.js';
import { docsOperations, openapiOperations } from './openapi/openapi-operations.js';
import { openapiRoutes } from './openapi/openapi-routes.js';
import { overviewOperations } from './overview/overview-operations.js';
import { overviewRoutes } from './overview/overview-routes.js';
import { passkeysOperations } from './passkeys/passkeys-operations.js';
import { passkeysRoutes } from './passkeys/passkeys-routes.js';
import { checksOperations } from './scans/checks-operations.js';
import { checksRoutes } from './scans/checks-routes.js';
import {
  secondFactorOperations,
  userSecondFactorOperations,
} from './second-factor/second-factor-operations.js';
import { secondFactorRoutes, userSecondFactorRoutes } from './second-factor/second-factor-routes.js';
import { sessionsOperations } from './sessions/sessions-operations.js';
import { sessionsRoutes } from './sessions/sessions-routes.js';
import { settingsOperations } from './settings/settings-operations.js';
import { settingsRoutes } from './settings/settings-routes.js';
import { setupOperations } from './setup/setup-operations.js';
import { setupRoutes } from './setup/setup-routes.js';
import { statsOperations } from './stats/stats-operations.js';
import { statsRoutes } from './stats/stats-routes.js';
import { tenantsOperations } from './tenants/tenants-operations.js';
import { tenantsRoutes } from './tenants/tenants-routes.js';
import * as tokenOperations from './tokens/tokens-operations.js';
import * as tokenRoutes from './tokens/tokens-routes.js';
import { usersOperations } from './users/users-operations.js';
import { usersRoutes } from './users/users-routes.js';

const TENANTS: ScopePair = { read: 'tenants:read', write: 'tenants:write' };
const JOBS: ScopePair = { read: 'jobs:read', write: 'jobs:write' };
const USERS: ScopePair = { read: 'users:read', write: 'users:write' };
const AUDIT: ScopePair = { read: 'audit:read' };

/** Every route of the API, by its prefix and gate. */
export function apiMounts(config: Config): Mount[] {
  return [
    ...ownMounts(config),
    ...factorMounts(),
    ...tenantMounts(),
    ...tokenMounts(),
    ...adminMounts(),
    ...documentMounts(config),
  ];
}

/** Coming in, and one's own account. */
function ownMounts(config: Config): Mount[] {
  return [
    { path: '/api/version', gate: 'public', router: versionRoutes(), operations: versionOperations },
    { path: '/api/auth', gate: 'public', router: setupRoutes(config), operations: setupOperations },
    { path: '/api/auth', gate: 'public', router: authRoutes(), operations: authOperations },
    {
      path: '/api/auth/me',
      gate: 'user',
      scopes: 'any',
      isOwnAccount: true,
      router: meRoutes(),
      operations: meOperations,
    },
    ...accountMounts(),
  ];
}

/** The second factor: its use, and one's own. */
function factorMounts(): Mount[] {
  return [
    { path: '/api/auth', gate: 'public', router: twoStepRoutes(), operations: twoStepOperations },
    {
      path: '/api/auth/reauthenticate',
      gate: 'user',
      isOwnAccount: true,
      router: reauthenticateRoutes(),
      operations: reauthenticateOperations,
    },
    {
      path: '/api/auth/second-factor',
      gate: 'user',
      isOwnAccount: true,
      router: secondFactorRoutes(),
      operations: secondFactorOperations,
    },
    {
      path: '/api/auth/passkeys',
      gate: 'user',
      isOwnAccount: true,
      router: passkeysRoutes(),
      operations: passkeysOperations,
    },
    {
      path: '/api/users/:id/second-factor',
      gate: 'admin',
      router: userSecondFactorRoutes(),
      operations: userSecondFactorOperations,
    },
  ];
}

/** Tenants and what is seen of them. */
function tenantMounts(): Mount[] {
  return [
    {
      path: '/api/overview',
      gate: 'user',
      scopes: TENANTS,
      router: overviewRoutes(),
      operations: overviewOperations,
    },
    {
      path: '/api/tenants',
      gate: 'user',
      scopes: TENANTS,
      router: tenantsRoutes(),
      operations: tenantsOperations,
    },
    {
      path: '/api/jobs',
      gate: 'user',
      scopes: JOBS,
      router: jobsRoutes(),
      operations: jobsOperations,
    },
    {
      path: '/api/onboarding',
      gate: 'user',
      scopes: TENANTS,
      router: onboardingRoutes(),
      operations: onboardingOperations,
    },
    {
      path: '/api/checks',
      gate: 'user',
      scopes: TENANTS,
      router: checksRoutes(),
      operations: checksOperations,
    },
  ];
}

/** What is spelled out goes before `/api/tokens/:id` and `/api/users/:id`. */
function tokenMounts(): Mount[] {
  return [
    {
      path: '/api/tokens/leaked',
      gate: 'public',
      router: tokenRoutes.leakRoutes(),
      operations: tokenOperations.leakOperations,
    },
    {
      path: '/api/tokens/current',
      gate: 'user',
      scopes: 'any',
      router: tokenRoutes.currentTokenRoutes(),
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
      scopes: USERS,
      router: tokenRoutes.userTokensRoutes(),
      operations: tokenOperations.userTokensOperations,
    },
  ];
}

/** For administrators. */
function adminMounts(): Mount[] {
  return [
    {
      path: '/api/users',
      gate: 'admin',
      scopes: USERS,
      router: usersRoutes(),
      operations: usersOperations,
    },
    {
      path: '/api/sessions',
      gate: 'admin',
      scopes: USERS,
      router: sessionsRoutes(),
      operations: sessionsOperations,
    },
    {
      path: '/api/audit',
      gate: 'admin',
      scopes: AUDIT,
      router: auditRoutes(),
      operations: auditOperations,
    },
    {
      path: '/api/settings',
      gate: 'admin',
      router: settingsRoutes(),
      operations: settingsOperations,
    },
    {
      path: '/api/stats',
      gate: 'admin',
      scopes: AUDIT,
      router: statsRoutes(),
      operations: statsOperations,
    },
  ];
}

/** What this API says of itself. */
function documentMounts(config: Config): Mount[] {
  return [
    {
      path: '/api/openapi.json',
      gate: 'user',
      scopes: 'any',
      router: openapiRoutes(() => apiMounts(config)),
      operations: openapiOperations,
    },
    {
      path: '/api/docs',
      gate: 'user',
      scopes: 'any',
      router: docsRoutes(),
      operations: docsOperations,
    },
  ];
}

const versionOperations: Operations = {
  'GET /': { summary: 'Read the version of this instance', answer: named('Version', { version: text }) },
};

function versionRoutes(): Router {
  return Router().get('/', (_req, res) => {
    sendJson(res, { version });
  });
}
