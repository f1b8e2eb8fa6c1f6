/** The pages in front of the application show one thing at a time: a title, a sentence, a panel, what stands below. */
import { byId, el, type Child } from '../ui/dom.js';
import type { FormParts } from '../ui/form.js';
import { words } from '../words/index.js';

export interface Scene {
  title: string;
  lead?: Child;
  panel: HTMLElement;
  /** Below the panel, quietly: other ways. */
  after?: Child[];
}

function fill(place: HTMLElement, content: readonly Child[]): void {
  place.replaceChildren(
    ...content.filter((child): child is Node | string => child != null && child !== false),
  );
  place.hidden = !place.hasChildNodes();
}

/** Shows it in the place of what stood there. The focus is for who shows it. */
export function setScene({ title, lead, panel, after = [] }: Scene): void {
  document.title = words.documentTitle(title);
  byId('title', HTMLHeadingElement).textContent = title;
  fill(byId('lead', HTMLElement), [lead]);
  byId('stage', HTMLElement).replaceChildren(panel);
  fill(byId('after', HTMLElement), after);
}

/** What stands there now, to be shown again. */
export function currentScene(): () => void {
  const { title } = document;
  const heading = byId('title', HTMLHeadingElement).textContent;
  const places = ['lead', 'stage', 'after'].map((id) => byId(id, HTMLElement));
  const kept = places.map((place) => ({ place, content: [...place.childNodes] }));
  return () => {
    document.title = title;
    byId('title', HTMLHeadingElement).textContent = heading;
    for (const { place, content } of kept) fill(place, content);
  };
}

/** A form of such a page, as a panel. */
export function doorForm(submit: string, busyLabel: string, ...content: Child[]): FormParts {
  const button = el('button', { class: 'button button-main button-wide', type: 'submit' }, submit);
  const notices = el('div', { class: 'door-notices', role: 'alert' });
  const form = el(
    'form',
    { class: 'panel door-panel', method: 'post', novalidate: true },
    notices,
    ...content,
    button,
  );
  return { form, button, notices, busyLabel };
}

/** A button that looks like a link: another way to the same end. */
export function quietButton(label: string, onPress: () => void): HTMLButtonElement {
  return el('button', { class: 'quiet-button', type: 'button', onclick: onPress }, label);
}
