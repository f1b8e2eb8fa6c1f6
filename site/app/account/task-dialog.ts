import { el } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { words } from '../../words/index.js';

let number = 0;

/**
 * A dialog for a task of several steps, which fill it by themselves. It closes when the task is done, with Esc and
 * with its button; but not while it shows what is shown once (`data-keep`).
 * @returns true when the task was done
 */
export function taskDialog(
  title: string,
  signal: AbortSignal,
  task: (host: HTMLElement, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const id = `task-${(number += 1)}`;
    const over = new AbortController();
    const host = el('div', { class: 'task-host' });
    const mayClose = () => host.dataset['keep'] === undefined;
    const close = el('button', { class: 'icon-button', type: 'button', 'aria-label': words.dialog.close });
    close.append(icon('close'));
    const dialog = el(
      'dialog',
      { class: 'dialog task', 'aria-labelledby': id },
      el('div', { class: 'task-head' }, el('h2', { id, tabindex: -1 }, title), close),
      host,
    );
    let isDone = false;
    const end = () => dialog.close();
    close.addEventListener('click', () => mayClose() && end());
    // The key itself: a browser lets nobody refuse the second `cancel` in a row.
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !mayClose()) event.preventDefault();
    });
    signal.addEventListener('abort', end, { once: true });
    dialog.addEventListener('close', () => {
      over.abort();
      signal.removeEventListener('abort', end);
      dialog.remove();
      resolve(isDone);
    });
    // What is shown once has its own way on.
    new MutationObserver(() => (close.hidden = !mayClose())).observe(host, {
      attributeFilter: ['data-keep'],
    });
    document.body.append(dialog);
    dialog.showModal();
    task(host, over.signal)
      .then(() => (isDone = true))
      // Who does not want to show who they are leaves the task.
      .catch(() => undefined)
      .finally(end);
  });
}
