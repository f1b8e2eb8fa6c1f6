import { el } from '../../ui/dom.js';
import { stateSkeleton } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';

export const account: Page = {
  title: words.account.title,
  skeleton: stateSkeleton,
  body: () => el('div'),
};
