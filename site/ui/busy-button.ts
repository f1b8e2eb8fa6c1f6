import { el, type Child } from './dom.js';
import { toast } from './toast.js';
import { describe, isAbandoned } from './trouble.js';

interface BusyButton {
  label: string;
  /** What it says while it works. */
  busy: string;
  className?: string;
  sign?: Child;
  run: () => Promise<void>;
}

/** A button that does something at once: it says that it works, cannot be pressed twice, and tells a failure. */
export function busyButton({ label, busy, className = 'button', sign, run }: BusyButton): HTMLButtonElement {
  const button = el('button', { class: className, type: 'button' });
  const show = (isBusy: boolean) => {
    // It stays focusable, so that the keyboard's place is not lost.
    button.setAttribute('aria-disabled', String(isBusy));
    button.classList.toggle('is-busy', isBusy);
    button.replaceChildren(...(isBusy || !(sign instanceof Node) ? [] : [sign]), isBusy ? busy : label);
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    show(true);
    void run()
      .catch((error: unknown) => isAbandoned(error) || toast('bad', describe(error)))
      .finally(() => show(false));
  });
  show(false);
  return button;
}
