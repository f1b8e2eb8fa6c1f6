/** A button that opens a menu (WAI-ARIA Authoring Practices, "Menu Button"). */
import { el, type Child } from './dom.js';

export interface MenuItem {
  label: string;
  /** A link … */
  href?: string;
  /** … that saves a file, or … */
  download?: boolean;
  /** … something that is done. */
  onSelect?: () => void;
  /** For what cannot be undone. */
  isDanger?: boolean;
}

export interface MenuOptions {
  /** The button's name; seen when `content` is not given. */
  label: string;
  content?: Child[];
  className?: string;
  items: readonly MenuItem[];
}

let number = 0;

function itemElement({ label, href, download, onSelect, isDanger }: MenuItem): HTMLElement {
  const attributes = {
    class: isDanger ? 'menu-item is-danger' : 'menu-item',
    role: 'menuitem',
    tabindex: -1,
  };
  if (href !== undefined) return el('a', { ...attributes, href, download: download ? '' : null }, label);
  return el('button', { ...attributes, type: 'button', onclick: () => onSelect?.() }, label);
}

/** Arrow keys, Home, End and first letters move within the items. */
function moveWithin(items: readonly HTMLElement[], event: KeyboardEvent): void {
  const at = items.findIndex((item) => item === document.activeElement);
  const last = items.length - 1;
  const steps: Record<string, number> = {
    ArrowDown: at >= last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  const letter = event.key.length === 1 ? event.key.toLowerCase() : null;
  const begins = (item: HTMLElement) => item.textContent.toLowerCase().startsWith(letter ?? '\0');
  const next = steps[event.key] ?? [...items.keys()].find((i) => begins(items[i]!));
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

/** Builds the button and its menu, in a box of their own. */
export function menuButton({ label, content, className, items }: MenuOptions): HTMLElement {
  const id = `menu-${(number += 1)}`;
  const entries = items.map(itemElement);
  const button = el(
    'button',
    {
      class: className ?? 'button',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-controls': id,
      'aria-label': content === undefined ? null : label,
    },
    ...(content ?? [label]),
  );
  const list = el('div', { class: 'menu-list', id, role: 'menu', 'aria-label': label }, ...entries);
  const root = el('div', { class: 'menu' }, button, list);
  wire(root, button, list, entries);
  return root;
}

function wire(root: HTMLElement, button: HTMLElement, list: HTMLElement, items: HTMLElement[]): void {
  const isOpen = () => !list.hidden;
  const set = (open: boolean, focus?: HTMLElement) => {
    list.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    // At the right edge of its button, unless it would leave the window there.
    list.classList.remove('is-start');
    if (open) list.classList.toggle('is-start', list.getBoundingClientRect().left < 8);
    focus?.focus();
  };
  set(false);
  button.addEventListener('click', () => (isOpen() ? set(false) : set(true, items[0])));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    set(true, event.key === 'ArrowDown' ? items[0] : items.at(-1));
  });
  list.addEventListener('keydown', (event) => moveWithin(items, event));
  // The button gets the focus first: a dialog that an item opens gives it back there.
  list.addEventListener('click', () => set(false, button), { capture: true });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    event.stopPropagation();
    set(false, button);
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) set(false);
  });
}
