import { el } from '../../../ui/dom.js';
import { icon } from '../../../ui/icons.js';
import { words } from '../../../words/index.js';

const text = words.onboarding.steps;

export type StepState = 'done' | 'now' | 'later';

/** One step of a flow: its mark, its heading, and a place for what it holds. */
export interface Step {
  element: HTMLElement;
  heading: HTMLElement;
  /** What the step shows; replaced as a whole only when it changes. */
  body: HTMLElement;
  set: (state: StepState) => void;
}

/** @param number from 1, as it stands in the mark until the step is done */
export function step(number: number, title: string): Step {
  const mark = el('span', { class: 'step-mark', 'aria-hidden': 'true' });
  const spoken = el('span', { class: 'visually-hidden' });
  const heading = el('h2', { class: 'step-title', tabindex: -1 }, title, spoken);
  const body = el('div', { class: 'step-body' });
  const element = el('li', { class: 'step' }, mark, el('div', { class: 'step-content' }, heading, body));
  let shown: StepState | null = null;
  return {
    element,
    heading,
    body,
    set: (state) => {
      if (state === shown) return;
      shown = state;
      element.className = `step step-${state}`;
      if (state === 'now') element.setAttribute('aria-current', 'step');
      else element.removeAttribute('aria-current');
      spoken.textContent = ` (${text[state]})`;
      mark.replaceChildren(state === 'done' ? icon('check') : String(number));
    },
  };
}

/** The steps of a flow below each other. */
export function stepList(steps: readonly Step[]): HTMLOListElement {
  return el('ol', { class: 'steps', 'aria-label': text.label }, ...steps.map(({ element }) => element));
}
