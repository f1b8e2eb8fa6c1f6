import { words } from '../words/index.js';

/** Lets the button beside a password field show and hide what was typed. */
export function wirePasswordToggle(input: HTMLInputElement, button: HTMLButtonElement): void {
  const show = (visible: boolean) => {
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? words.fields.hide : words.fields.show;
    button.setAttribute('aria-label', visible ? words.fields.hidePassword : words.fields.showPassword);
  };
  button.addEventListener('click', () => show(input.type === 'password'));
  // Hidden again on its way out: browsers keep what stood in a text field for their suggestions.
  input.form?.addEventListener('submit', () => show(false));
  show(false);
  button.hidden = false;
}
