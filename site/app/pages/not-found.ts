import { el } from '../../ui/dom.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';

/** An address inside the shell that leads nowhere; the server's 404.html says the same to a fresh visit. */
export const notFound: Page = {
  title: words.notFound.title,
  lead: words.notFound.text,
  skeleton: () => el('div'),
  body: () => el('p', {}, el('a', { class: 'button button-main', href: '/' }, words.notFound.back)),
};
