import { words } from '../../words/index.js';
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { rules, type Rule } from './policy.js';

type Checked = Record<Rule, boolean>;

export interface RulesList {
  /**
   * Shows which rules are met; `strict` marks the others as wrong (after a try to submit).
   * @returns the same in a sentence, to be spoken
   */
  update: (checked: Checked, strict: boolean) => string;
}

/** Nobody comes near 1024 bytes by hand: that rule is shown only to those who break it. */
const quietRules: readonly Rule[] = ['size'];

function item(rule: Rule, met: boolean, strict: boolean): HTMLLIElement {
  const text = words.password.rules;
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
  return el('li', { class: 'rule' }, icon('dash'), el('span', {}, words.password.rules.common));
}

/** The policy as a list that follows what is typed. */
export function rulesList(list: HTMLElement): RulesList {
  return {
    update(checked, strict) {
      const shown = rules.filter((rule) => !quietRules.includes(rule) || !checked[rule]);
      const met = shown.filter((rule) => checked[rule]).length;
      list.replaceChildren(...shown.map((rule) => item(rule, checked[rule], strict)), commonPasswordItem());
      return words.password.rules.progress(met, shown.length);
    },
  };
}
