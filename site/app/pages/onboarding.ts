import { listOnboarding } from '../../api/onboarding.js';
import type { Onboarding } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { tableSkeleton } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import { listView } from '../list-view.js';
import type { Page } from '../page.js';
import { emptyState } from '../panels.js';
import { onboardingColumns } from './onboarding/list-columns.js';

const text = words.onboarding;

const takeLink = () =>
  el('a', { class: 'button button-main', href: '/onboarding/new' }, icon('add'), text.take);

function empty(): HTMLElement {
  const action = { href: '/onboarding/new', label: text.take };
  return emptyState('onboarding', text.list.emptyTitle, text.list.emptyText, [], action);
}

/** All that is unfinished, each with its next step, so that anybody can go on with any of it. */
export const onboarding: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () => tableSkeleton(5),
  body: async (context) => {
    const list = await listView<Onboarding>(context, {
      caption: text.list.label,
      columns: onboardingColumns(),
      keyOf: ({ id }) => id,
      load: listOnboarding,
      sort: { field: 'created_at', order: 'DESC' },
      search: text.list.search,
      filters: [],
      empty: () => {
        // The one main action stands in the middle of the page then.
        context.head.setActions();
        return empty();
      },
    });
    if (list.root.querySelector('table') !== null) context.head.setActions(takeLink());
    return list.root;
  },
};
