import { el } from '../../../ui/dom.js';
import { words } from '../../../words/index.js';

const text = words.jobs.newer;

export interface Newcomers {
  element: HTMLElement;
  /** A row has come that is not shown yet. */
  add: () => void;
  clear: () => void;
}

/**
 * New rows come into sight by themselves; but where somebody reads further down, or has the keyboard in the list,
 * a button offers them instead, so that nothing moves under their hands.
 * @param isBusy whether somebody is in the list. @param show writes the list anew
 */
export function newcomers(isBusy: () => boolean, show: () => void, signal: AbortSignal): Newcomers {
  let waiting = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const button = el('button', { class: 'button button-small newer', type: 'button', hidden: true });
  const clear = () => {
    waiting = 0;
    button.hidden = true;
  };
  const bring = () => {
    clear();
    show();
  };
  button.addEventListener('click', bring);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return {
    element: el('div', { class: 'newer-place', role: 'status' }, button),
    add: () => {
      waiting += 1;
      // Several at once, as at night, are one change of the page.
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!isBusy()) return bring();
        button.textContent = text(waiting);
        button.hidden = false;
      }, 200);
    },
    clear,
  };
}
