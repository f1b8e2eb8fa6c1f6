import { el } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { words } from '../words/index.js';
import { rules, type Rule } from './policy.js';

type Checked = Record<Rule, boolean>;

export interface RulesList {
  /** Shows which rules are met; `strict` marks the others as wrong (after a try to submit). */
  update: (checked: Checked, strict: boolean) => void;
}

/** Nobody comes near 1024 bytes by hand: that rule is shown only to those who break it. */
const quietRules: readonly Rule[] = ['size'];

function item(rule: Rule, met: boolean, strict: boolean): HTMLLIElement {
  const text = words.setup.rules;
  const state = met ? 'met' : strict ? 'wrong' : 'open';
  return el(
    'li',
    { class: `rule rule-${state}` },
    icon(met ? 'check' : strict ? 'close' : 'ring'),
    el(
      'span',
      {},
      text[rule],
      el('span', { class: 'visually-hidden' }, ` (${met ? text.met : text.notMet})`),
    ),
  );
}

function commonPasswordItem(): HTMLLIElement {
  return el('li', { class: 'rule' }, icon('dash'), el('span', {}, words.setup.rules.common));
}

/** The policy as a list that follows what is typed, with a quiet live region that counts. */
export function rulesList(list: HTMLElement, progress: HTMLElement): RulesList {
  let timer: number | undefined;
  return {
    update(checked, strict) {
      const shown = rules.filter((rule) => !quietRules.includes(rule) || !checked[rule]);
      const met = shown.filter((rule) => checked[rule]).length;
      list.replaceChildren(...shown.map((rule) => item(rule, checked[rule], strict)), commonPasswordItem());
      clearTimeout(timer);
      // Spoken only when the typing pauses, else every key would be answered.
      timer = window.setTimeout(
        () => (progress.textContent = words.setup.rules.progress(met, shown.length)),
        700,
      );
    },
  };
}
