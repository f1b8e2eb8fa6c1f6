/** What a token opens, asked on every request: its owner's role and state count as they are now. */
import type { AuthenticateToken } from '../core/context.js';

/** @throws ApiError `network_not_allowed`, `too_many_requests` */
export const authenticateToken: AuthenticateToken = () => Promise.resolve(null);
