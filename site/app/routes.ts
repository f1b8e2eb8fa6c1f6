import type { IconName } from '../ui/icons.js';
import type { Page } from './page.js';
import { jobs } from './pages/jobs.js';
import { onboarding } from './pages/onboarding.js';
import { overview } from './pages/overview.js';
import { tenants } from './pages/tenants.js';

export interface Route {
  path: string;
  icon: IconName;
  page: Page;
}

/**
 * The shell's pages, in the order of the menu. A new page is a module in pages/ and a line here; the server's
 * list of pages (which paths answer index.html) has to name its path too.
 */
export const routes: readonly Route[] = [
  { path: '/', icon: 'overview', page: overview },
  { path: '/tenants', icon: 'tenants', page: tenants },
  { path: '/jobs', icon: 'jobs', page: jobs },
  { path: '/onboarding', icon: 'onboarding', page: onboarding },
];
