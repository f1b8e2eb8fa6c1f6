import type { IconName } from '../ui/icons.js';
import type { Page } from './page.js';
import { accountActivity } from './pages/account-activity.js';
import { accountSecurity } from './pages/account-security.js';
import { accountTokenNew } from './pages/account-token-new.js';
import { accountTokens } from './pages/account-tokens.js';
import { account } from './pages/account.js';
import { jobs } from './pages/jobs.js';
import { onboardingNew } from './pages/onboarding-new.js';
import { onboardingFlow } from './pages/onboarding-flow.js';
import { onboarding } from './pages/onboarding.js';
import { overview } from './pages/overview.js';
import { report } from './pages/report.js';
import { tenant } from './pages/tenant.js';
import { tenants } from './pages/tenants.js';

export interface Route {
  /** `:name` stands for an id. */
  path: string;
  page: Page;
  /** The sign of its entry in the menu; pages without one are reached from others. */
  icon?: IconName;
}

/**
 * The shell's pages, those of the menu in its order. A new page is a module in pages/ and a line here; the
 * server's list of pages (which paths answer index.html) has to name its path too.
 */
export const routes: readonly Route[] = [
  { path: '/', page: overview, icon: 'overview' },
  { path: '/tenants', page: tenants, icon: 'tenants' },
  { path: '/tenants/:id', page: tenant },
  { path: '/tenants/:id/report', page: report },
  { path: '/jobs', page: jobs, icon: 'jobs' },
  { path: '/onboarding', page: onboarding, icon: 'onboarding' },
  { path: '/onboarding/new', page: onboardingNew },
  { path: '/onboarding/:id', page: onboardingFlow },
  { path: '/account', page: account },
  { path: '/account/security', page: accountSecurity },
  { path: '/account/tokens', page: accountTokens },
  { path: '/account/tokens/new', page: accountTokenNew },
  { path: '/account/activity', page: accountActivity },
];
