import { el } from './dom.js';
import { icon } from './icons.js';

const pauseMs = 250;

export interface SearchField {
  root: HTMLElement;
  /** Shows what is searched for, when that came from elsewhere (Back, a link). */
  set: (text: string) => void;
}

/** A search that begins when one stops typing, or at once with Enter; Esc empties it, `/` leads to it. */
export function searchField(label: string, text: string, onSearch: (text: string) => void): SearchField {
  const input = el('input', {
    type: 'search',
    'aria-label': label,
    placeholder: label,
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    spellcheck: false,
    maxlength: 200,
    enterkeyhint: 'search',
  });
  input.value = text;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = text;
  const tell = () => {
    clearTimeout(timer);
    const now = input.value.trim();
    if (now === told) return;
    told = now;
    // A page that was left meanwhile has no search any more.
    if (input.isConnected) onSearch(now);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(tell, pauseMs);
  });
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') input.value = '';
    if (key === 'Escape' || key === 'Enter') tell();
  });
  const hint = el('kbd', { class: 'search-hint', 'aria-hidden': 'true' }, '/');
  return {
    root: el('div', { class: 'search', role: 'search' }, icon('search'), input, hint),
    set(value) {
      told = value;
      if (input.value.trim() !== value) input.value = value;
    },
  };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
  const search = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (search === null) return;
  event.preventDefault();
  search.focus();
  search.select();
});
