import { words } from '../words/index.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { notice, type Tone } from './notice.js';

/** How long good news stays; bad news stays until it is dismissed. */
const stayMs = 6000;

// Live regions have to be there before what they announce, so they are made once.
const calm = el('div', { role: 'status' });
const urgent = el('div', { role: 'alert' });
const region = el('div', { class: 'toasts' }, calm, urgent);

/** Where toasts stand: the shell puts it into the page. */
export function toastRegion(): HTMLElement {
  return region;
}

/** Takes the toast away after a while, but not from under the pointer or the keyboard. */
function fade(box: HTMLElement): void {
  setTimeout(() => {
    if (box.matches(':hover, :focus-within')) fade(box);
    else box.remove();
  }, stayMs);
}

/** Says what was done (`good`) or what went wrong (`bad`), in a corner, also to screen readers. */
export function toast(tone: Tone, message: string): void {
  const dismiss = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': words.shell.dismiss },
    icon('close'),
  );
  const box = notice(tone, el('p', {}, message));
  dismiss.addEventListener('click', () => box.remove());
  box.append(dismiss);
  const isUrgent = tone === 'bad';
  // One at a time: the newest is what matters.
  calm.replaceChildren(...(isUrgent ? [] : [box]));
  urgent.replaceChildren(...(isUrgent ? [box] : []));
  if (!isUrgent) fade(box);
}
