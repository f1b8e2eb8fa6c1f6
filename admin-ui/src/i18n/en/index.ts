import englishMessages from 'ra-language-english';
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

/** All the words of the console in English. Another language has the same keys. */
export const en = {
  ra: withOverrides(englishMessages.ra, reactAdmin),
  resources: { users, sessions, audit, tenants, jobs, tokens, settings },
  clearview: { ...clearview, ...shared, dashboard },
};
export type Words = typeof en;
