/** Fields for passwords: one that asks for a known one, and one in which a new one is chosen. */
import { words } from '../words/index.js';
import { el, type Child } from './dom.js';
import { field } from './fields.js';
import { checkPassword } from './password/policy.js';
import { rulesList } from './password/rules-list.js';
import { strengthMeter } from './password/strength-meter.js';

/** Lets the button beside a password field show and hide what was typed. */
export function wirePasswordToggle(input: HTMLInputElement, button: HTMLButtonElement): void {
  const show = (visible: boolean) => {
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? words.fields.hide : words.fields.show;
    button.setAttribute('aria-label', visible ? words.fields.hidePassword : words.fields.showPassword);
  };
  const hide = () => show(false);
  button.addEventListener('click', () => {
    show(input.type === 'password');
    // Hidden again on its way out: browsers keep what stood in a text field for their suggestions.
    input.form?.addEventListener('submit', hide, { once: true });
  });
  hide();
  button.hidden = false;
}

interface PasswordOptions {
  id: string;
  /** By which the API speaks of it. */
  name: string;
  label: string;
  help?: Child;
}

interface Parts {
  input: HTMLInputElement;
  control: HTMLElement;
}

function build({ id, name }: PasswordOptions, autocomplete: string): Parts {
  const input = el('input', { id, name, type: 'password', autocomplete, required: true });
  const toggle = el('button', { class: 'toggle', type: 'button', 'aria-controls': id });
  wirePasswordToggle(input, toggle);
  return { input, control: el('div', { class: 'with-toggle' }, input, toggle) };
}

export interface PasswordField {
  root: HTMLElement;
  input: HTMLInputElement;
}

/** A field for the password one has. */
export function passwordField(options: PasswordOptions): PasswordField {
  const { input, control } = build(options, 'current-password');
  return { root: field(input, { ...options, control }), input };
}

export interface NewPassword {
  input: HTMLInputElement;
  /**
   * What is wrong with what was typed, as far as a browser knows; null when nothing is. The rules that are not kept
   * are marked: call it when the form is sent.
   */
  problem: () => string | null;
  /** To be called when the username changed. */
  refresh: () => void;
}

/** What follows a new password while it is typed; the places are found by the field's id. */
export interface NewPasswordPlaces {
  input: HTMLInputElement;
  strength: HTMLElement;
  rules: HTMLElement;
  /** A quiet live region. */
  progress: HTMLElement;
}

/** Only when the typing pauses is anything spoken, else every key would be answered. */
const pauseMs = 700;

/**
 * Has the rules and the meter follow what is typed. The meter only advises; what counts is the rules.
 * @param username whose password it becomes, as far as it is known
 */
export function wireNewPassword(places: NewPasswordPlaces, username: () => string): NewPassword {
  const { input } = places;
  const rules = rulesList(places.rules);
  const meter = strengthMeter(places.strength);
  let timer: number | undefined;
  const refresh = (strict: boolean) => {
    const met = rules.update(checkPassword(input.value, username()), strict);
    meter.update(input.value, [username(), words.product]);
    clearTimeout(timer);
    timer = window.setTimeout(() => (places.progress.textContent = `${met} ${meter.said()}`.trim()), pauseMs);
  };
  input.addEventListener('input', () => refresh(false));
  refresh(false);
  return {
    input,
    refresh: () => refresh(false),
    problem() {
      refresh(true);
      if (input.value === '') return words.password.missing;
      return Object.values(checkPassword(input.value, username())).every(Boolean)
        ? null
        : words.password.weak;
    },
  };
}

export interface NewPasswordField extends NewPassword {
  root: HTMLElement;
}

/** A field in which a new password is chosen: with its rules, and a meter of its strength. */
export function newPasswordField(options: PasswordOptions, username: () => string): NewPasswordField {
  const { input, control } = build(options, 'new-password');
  const { id } = options;
  const strength = el('div', { class: 'strength' });
  const rules = el('ul', { class: 'rules', id: `${id}-rules`, 'aria-labelledby': `${id}-rules-title` });
  const progress = el('p', { class: 'visually-hidden', role: 'status' });
  const root = field(input, { ...options, control });
  root.append(
    strength,
    el('p', { class: 'field-help rules-title', id: `${id}-rules-title` }, words.password.rules.title),
    rules,
    progress,
  );
  input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby')} ${rules.id}`);
  return { root, ...wireNewPassword({ input, strength, rules, progress }, username) };
}
