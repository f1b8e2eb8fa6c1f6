/** What everybody may do with their own account, without a scope: a token may not. */
import type { Mount } from '../http/mount.js';
import { linksOperations } from '../links/links-operations.js';
import { linksRoutes } from '../links/links-routes.js';
import { noticesOperations } from '../notices/notices-operations.js';
import { noticesRoutes } from '../notices/notices-routes.js';
import { ownSessionsOperations } from '../sessions/own-sessions-operations.js';
import { ownSessionsRoutes } from '../sessions/own-sessions-routes.js';
import { activityOperations } from './activity-operations.js';
import { activityRoutes } from './activity-routes.js';
import { ownPasswordOperations } from './own-password-operations.js';
import { ownPasswordRoutes } from './own-password-routes.js';

const OWN = { gate: 'user', isOwnAccount: true } as const;

export const accountMounts = (): Mount[] => [
  { path: '/api/auth/link', gate: 'public', router: linksRoutes(), operations: linksOperations },
  { path: '/api/auth/password', ...OWN, router: ownPasswordRoutes(), operations: ownPasswordOperations },
  { path: '/api/auth/sessions', ...OWN, router: ownSessionsRoutes(), operations: ownSessionsOperations },
  { path: '/api/auth/activity', ...OWN, router: activityRoutes(), operations: activityOperations },
  { path: '/api/auth/notices', ...OWN, router: noticesRoutes(), operations: noticesOperations },
];
