import type { Page } from './page.js';
import { notFound } from './pages/not-found.js';
import { routes } from './routes.js';

export interface Place {
  page: Page;
  params: Readonly<Record<string, string>>;
}

/** As the API has them: anything else in the place of an id is no address of ours. */
const ID = String.raw`([1-9]\d{0,9})`;

const patterns = routes.map(({ path, page }) => ({
  names: [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
  pattern: new RegExp(`^${path.replace(/:\w+/g, ID)}$`),
  page,
}));

function find(path: string): Place | null {
  for (const { names, pattern, page } of patterns) {
    const match = pattern.exec(path);
    if (match)
      return { page, params: Object.fromEntries(names.map((name, i) => [name, match[i + 1] ?? ''])) };
  }
  return null;
}

/** The page at `path`; an unknown path has one too, which says so. */
export function pageAt(path: string): Place {
  return find(path) ?? { page: notFound, params: {} };
}

/** Whether the shell has a page at `path`. */
export function isRoute(path: string): boolean {
  return find(path) !== null;
}
