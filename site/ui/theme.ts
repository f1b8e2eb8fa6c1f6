import { words } from '../words/index.js';
import { el } from './dom.js';
import { icon } from './icons.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** The same key that public/theme.js reads before the first paint. */
const storageKey = 'clearview.theme';
const changed = new EventTarget();

function current(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  changed.dispatchEvent(new Event('change'));
}

function remember(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be blocked; the choice then lasts as long as the page.
  }
}

function option(group: string, theme: Theme, options: AddEventListenerOptions): HTMLLabelElement {
  const input = el('input', { type: 'radio', name: group, value: theme });
  input.checked = current() === theme;
  input.addEventListener('change', () => {
    apply(theme);
    remember(theme);
  });
  changed.addEventListener('change', () => (input.checked = current() === theme), options);
  const label = words.theme[theme];
  return el('label', { title: label }, input, icon(theme), el('span', { class: 'visually-hidden' }, label));
}

/**
 * A switch with System, Light and Dark. Several on one page (header and menu) stay in step; so do other tabs.
 * @param signal ends that, for a switch that goes before the page is unloaded
 */
export function themeSwitch(group: string, signal?: AbortSignal): HTMLFieldSetElement {
  return el(
    'fieldset',
    { class: 'theme-switch' },
    el('legend', { class: 'visually-hidden' }, words.theme.legend),
    ...themes.map((theme) => option(group, theme, signal === undefined ? {} : { signal })),
  );
}

addEventListener('storage', (event) => {
  if (event.key !== storageKey) return;
  apply(event.newValue === 'light' || event.newValue === 'dark' ? event.newValue : 'system');
});
