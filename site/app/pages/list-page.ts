import { list } from '../../api/lists.js';
import { el } from '../../ui/dom.js';
import { count } from '../../ui/format.js';
import type { IconName } from '../../ui/icons.js';
import { stateSkeleton } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import { emptyState } from '../panels.js';
import type { Page } from '../page.js';

interface ListWords {
  title: string;
  lead: string;
  emptyTitle: string;
  emptyText: string;
  emptyPoints: readonly string[];
}

/** A page over one list endpoint that is still empty in this release. */
export function listPage(path: string, icon: IconName, text: ListWords): Page {
  return {
    title: text.title,
    lead: text.lead,
    skeleton: stateSkeleton,
    body: async ({ signal }) => {
      const { rows, total } = await list<unknown>(path, {}, signal);
      if (rows.length === 0) return emptyState(icon, text.emptyTitle, text.emptyText, text.emptyPoints);
      return el('p', {}, words.list.count(count(total ?? rows.length)));
    },
  };
}
