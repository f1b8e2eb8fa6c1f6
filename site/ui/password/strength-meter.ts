import { words } from '../../words/index.js';
import { el } from '../dom.js';
import { estimator, type StrengthAnswer } from './strength.js';

const text = words.password.strength;
const segments = 4;

export interface StrengthMeter {
  /** @param known words that others would try first: the username, the product */
  update: (password: string, known: string[]) => void;
  /** What it shows, to be spoken; '' while it shows nothing. */
  said: () => string;
}

/** Two of zxcvbn's five are too weak to be told apart. */
const levelOf = (score: number): 1 | 2 | 3 | 4 => (score <= 1 ? 1 : (score as 2 | 3 | 4));

function advice({ score, warning }: StrengthAnswer): string {
  if (score >= 3) return text.fine[score as 3 | 4];
  const known: Readonly<Record<string, string>> = text.warnings;
  return (warning === null ? undefined : known[warning]) ?? text.advice;
}

/** Fills `place` with a meter: four bars, the same in a word, and what would help. */
export function strengthMeter(place: HTMLElement): StrengthMeter {
  const bars = Array.from({ length: segments }, () => el('span', {}));
  const bar = el(
    'div',
    {
      class: 'strength-bar',
      role: 'meter',
      'aria-label': text.label,
      'aria-valuemin': 0,
      'aria-valuemax': segments,
    },
    ...bars,
  );
  const word = el('span', { class: 'strength-word' });
  const hint = el('p', { class: 'field-help' });
  place.replaceChildren(el('div', { class: 'strength-row' }, bar, word), hint);
  let isShown = false;

  const show = (level: 0 | 1 | 2 | 3 | 4, sentence: string) => {
    isShown = level > 0;
    place.dataset.level = String(level);
    bars.forEach((segment, at) => segment.classList.toggle('is-full', at < level));
    word.textContent = text.levels[level];
    bar.setAttribute('aria-valuenow', String(level));
    bar.setAttribute('aria-valuetext', text.levels[level] || text.none);
    hint.textContent = sentence;
  };
  const { ask, forget } = estimator((answer) => show(levelOf(answer.score), advice(answer)));
  show(0, text.begin);
  return {
    update(password, known) {
      if (password !== '') return ask({ password, known: known.filter((one) => one !== '') });
      forget();
      show(0, text.begin);
    },
    said: () => (isShown ? `${text.label}: ${word.textContent}. ${hint.textContent}` : ''),
  };
}
