import type { SessionUser } from '../api/auth.js';
import type { IconName } from '../ui/icons.js';
import { jobs } from './pages/jobs.js';
import { onboarding } from './pages/onboarding.js';
import { overview } from './pages/overview.js';
import { tenants } from './pages/tenants.js';

export interface PageContext {
  user: SessionUser;
  /** Ends when the reader leaves the page; give it to every request. */
  signal: AbortSignal;
}

/** A page of the shell. Its head (title, lead) stands at once; its body may have to be loaded. */
export interface Page {
  title: string;
  lead?: string;
  /** The body's final shape while it loads, so that nothing jumps. */
  skeleton: () => Node;
  body: (context: PageContext) => Node | Promise<Node>;
}

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
