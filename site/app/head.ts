import { el, type Child } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { words } from '../words/index.js';
import type { Page, PageHead } from './page.js';

export interface HeadParts extends PageHead {
  root: HTMLElement;
  heading: HTMLElement;
}

function upLink({ href, label }: NonNullable<Page['up']>): HTMLElement {
  return el('a', { class: 'up-link', href }, icon('back'), label);
}

function fill(place: HTMLElement, content: Child[]): void {
  place.replaceChildren(
    ...content.filter((child): child is Node | string => child != null && child !== false),
  );
  place.hidden = !place.hasChildNodes();
}

/** The head of a page: its neighbours or a way up, the title with its actions, and a sentence. */
export function createHead(page: Page): HeadParts {
  const heading = el('h1', { tabindex: -1 });
  const actions = el('div', { class: 'page-actions' });
  const lead = el('p', { class: 'lead' });
  const setTitle = (title: string) => {
    document.title = words.documentTitle(title);
    if (heading.textContent === title) return;
    heading.textContent = title;
    // The place was announced by its first name: leaving and coming back lets the real one be heard.
    if (document.activeElement !== heading) return;
    heading.blur();
    heading.focus({ preventScroll: true });
  };
  setTitle(page.title);
  fill(actions, [page.actions?.()]);
  fill(lead, [page.lead]);
  return {
    root: el(
      'div',
      { class: 'page-head' },
      page.nav?.(),
      page.up && upLink(page.up),
      el('div', { class: 'page-title' }, heading, actions),
      lead,
    ),
    heading,
    setTitle,
    setLead: (...content) => fill(lead, content),
    setActions: (...content) => fill(actions, content),
  };
}
