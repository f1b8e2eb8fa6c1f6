import { el } from '../../ui/dom.js';
import { stateSkeleton } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';

export const tenant: Page = {
  title: words.tenant.title,
  skeleton: stateSkeleton,
  body: () => el('div'),
};
