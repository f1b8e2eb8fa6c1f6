import { el } from '../../ui/dom.js';
import { toast } from '../../ui/toast.js';
import { describe, isAbandoned } from '../../ui/trouble.js';

export interface Refreshable<T> {
  root: HTMLElement;
  /** Asks again and shows what came; says so when it could not. */
  reload: () => Promise<void>;
  /** Shows what is known already. */
  show: (value: T) => void;
}

/** Where the keyboard is within `host`: the name of the button, which the one in its place will bear too. */
const placeIn = (host: HTMLElement): string | null => {
  const active = document.activeElement;
  return active !== null && host.contains(active) ? labelOf(active) : null;
};

const labelOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent;

/** Brings the keyboard back to its place; where that has gone, to the heading above. */
function restore(host: HTMLElement, place: string | null): void {
  if (place === null || document.activeElement !== document.body) return;
  const same = [...host.querySelectorAll('button')].find((button) => labelOf(button) === place);
  const heading = host.querySelector<HTMLElement>('h2');
  heading?.setAttribute('tabindex', '-1');
  (same ?? heading)?.focus({ preventScroll: true });
}

/** A part of a page that is written anew after each change, without taking away the reader's place in it. */
export function refreshable<T>(
  signal: AbortSignal,
  load: (signal: AbortSignal) => Promise<T>,
  build: (value: T, reload: () => Promise<void>) => Node,
): Refreshable<T> {
  const root = el('div', { class: 'refreshable' });
  const reload = async () => {
    try {
      const value = await load(signal);
      if (!signal.aborted) show(value);
    } catch (error) {
      if (!isAbandoned(error)) toast('bad', describe(error));
    }
  };
  const show = (value: T) => {
    const place = placeIn(root);
    root.replaceChildren(build(value, reload));
    restore(root, place);
  };
  return { root, reload, show };
}
