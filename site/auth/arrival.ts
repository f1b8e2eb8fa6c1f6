import { me } from '../api/auth.js';
import { ApiError } from '../api/client.js';
import { el } from '../ui/dom.js';
import { words } from '../words/index.js';

/** True if the browser sends the session back that it was just given; it drops a Secure cookie over plain HTTP. */
export async function sessionArrived(): Promise<boolean> {
  try {
    await me('throw');
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

/** Says why the sign-in did not last and what to do, instead of a loop back to the form. */
export function droppedCookieHelp(): HTMLElement {
  const text = words.droppedCookie;
  if (location.protocol === 'https:') {
    return el('div', {}, el('p', { class: 'notice-title' }, text.title), el('p', {}, text.blocked));
  }
  const steps = [text.useHttps, text.useLoopback, text.allowPlain].map((step) => el('li', {}, step));
  return el(
    'div',
    {},
    el('p', { class: 'notice-title' }, text.title),
    el('p', {}, text.plainHttp),
    el('ul', {}, ...steps),
  );
}
