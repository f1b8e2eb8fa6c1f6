import frenchMessages from 'ra-language-french';
import type { Words } from '../en';
import { withOverrides } from '../withOverrides';
import { audit } from './audit';
import { clearview } from './console';
import { dashboard } from './dashboard';
import { jobs } from './jobs';
import { reactAdmin } from './reactAdmin';
import { sessions } from './sessions';
import { settings } from './settings';
import { shared } from './shared';
import { tenants } from './tenants';
import { tokens } from './tokens';
import { users } from './users';

/** All the words of the console in French; the compiler wants each that English has. */
export const fr = {
  ra: withOverrides(frenchMessages.ra, reactAdmin),
  resources: { users, sessions, audit, tenants, jobs, tokens, settings },
  clearview: { ...clearview, ...shared, dashboard },
} satisfies Words;
