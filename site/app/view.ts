import { ApiError } from '../api/client.js';
import { el } from '../ui/dom.js';
import { words } from '../words/index.js';
import { awayPanel, failurePanel } from './panels.js';

/** Below this a reader sees no waiting, and a skeleton would only flicker. */
const quietMs = 300;

export interface View<T> {
  host: HTMLElement;
  signal: AbortSignal;
  skeleton: () => Node;
  load: () => T | Promise<T>;
  show: (value: T) => void;
}

/**
 * Loads something into `host`: nothing at first, a skeleton after a while, then the thing itself, or what went
 * wrong with a way to try again. While Clearview is away it tries again by itself, with growing pauses.
 */
export async function present<T>(view: View<T>, attempt = 0): Promise<void> {
  const wait = setTimeout(() => showSkeleton(view), quietMs);
  try {
    const value = await view.load();
    if (!view.signal.aborted) done(view, () => view.show(value));
  } catch (error) {
    if (!view.signal.aborted) done(view, () => showTrouble(view, error, attempt));
  } finally {
    clearTimeout(wait);
  }
}

function done<T>(view: View<T>, show: () => void): void {
  view.host.removeAttribute('aria-busy');
  show();
}

function showSkeleton<T>(view: View<T>): void {
  // What is there already (the panel that counts down) is better than grey bars.
  if (view.signal.aborted || view.host.hasChildNodes()) return;
  view.host.setAttribute('aria-busy', 'true');
  view.host.replaceChildren(
    el('p', { class: 'visually-hidden', role: 'status' }, words.shell.loading),
    el('div', { 'aria-hidden': 'true' }, view.skeleton()),
  );
}

function showTrouble<T>(view: View<T>, error: unknown, attempt: number): void {
  const again = () => void present(view, attempt + 1);
  if (error instanceof ApiError && error.isAway) awayPanel(view, error, attempt, again);
  else view.host.replaceChildren(failurePanel(error, again));
}
