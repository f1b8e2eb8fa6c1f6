import type { ApiError } from '../api/client.js';
import { el, type Child } from '../ui/dom.js';
import { duration } from '../ui/format.js';
import { icon, type IconName } from '../ui/icons.js';
import { describe, reference } from '../ui/trouble.js';
import { words } from '../words/index.js';

/** Pauses between tries while Clearview is away, in seconds; the last one repeats. */
const pauses = [2, 4, 8, 15, 30];

/** A large quiet message in the place of a page's body. */
export function statePanel(sign: IconName, title: string, ...content: Child[]): HTMLElement {
  return el(
    'section',
    { class: 'panel state' },
    el('span', { class: 'state-sign' }, icon(sign)),
    el('h2', {}, title),
    ...content,
  );
}

/** What will be here, and how to get it. */
export function emptyState(
  sign: IconName,
  title: string,
  text: string,
  points: readonly string[] = [],
  action?: { href: string; label: string },
): HTMLElement {
  const list = points.map((point) => el('li', {}, point));
  return statePanel(
    sign,
    title,
    el('p', {}, text),
    list.length > 0 && el('ul', { class: 'state-points' }, ...list),
    action && el('a', { class: 'button button-main', href: action.href }, action.label),
  );
}

/** What went wrong for good: one sentence, the reference for the log, and a way to try again. */
export function failurePanel(error: unknown, again: () => void): HTMLElement {
  const id = reference(error);
  const button = el('button', { class: 'button', type: 'button', onclick: again }, words.trouble.tryAgain);
  return statePanel(
    'warning',
    words.trouble.failedTitle,
    el('p', { role: 'alert' }, describe(error)),
    id !== null && el('p', { class: 'mono muted' }, id),
    button,
  );
}

interface Place {
  host: HTMLElement;
  signal: AbortSignal;
}

/**
 * Clearview, or its database, is away: says so, that nothing was lost, and tries again by itself. The panel stays
 * the same element from try to try, so that the keyboard's place and the screen reader's do not get lost.
 */
export function awayPanel(place: Place, error: ApiError, attempt: number, again: () => void): void {
  const seconds = Math.max(pauses[Math.min(attempt, pauses.length - 1)] ?? 30, error.retryAfter ?? 0);
  const parts = awayParts(place.host, describe(error));
  let left = Math.min(seconds, 60);
  const go = () => {
    clearInterval(timer);
    parts.button.onclick = null;
    parts.countdown.textContent = words.trouble.trying;
    again();
  };
  const tick = () => {
    parts.countdown.textContent = words.trouble.tryingIn(duration(left));
    if (left-- <= 0) go();
  };
  const timer = setInterval(tick, 1000);
  parts.button.onclick = go;
  place.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  tick();
}

function awayParts(host: HTMLElement, title: string): { countdown: HTMLElement; button: HTMLButtonElement } {
  if (host.querySelector('.state-away h2')?.textContent !== title) host.replaceChildren(newAwayPanel(title));
  return {
    countdown: host.querySelector<HTMLElement>('.countdown')!,
    button: host.querySelector('button')!,
  };
}

function newAwayPanel(title: string): HTMLElement {
  return el(
    'section',
    { class: 'panel state state-away' },
    el('span', { class: 'state-sign' }, icon('away')),
    // The title is announced once; the countdown is not, else it would speak every second.
    el('div', { role: 'alert' }, el('h2', {}, title)),
    el('p', {}, words.trouble.nothingLost, ' ', el('span', { class: 'countdown' })),
    el('button', { class: 'button', type: 'button' }, words.trouble.tryNow),
  );
}
