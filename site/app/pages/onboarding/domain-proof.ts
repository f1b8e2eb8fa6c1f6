import type { OnboardingDomain } from '../../../api/types.js';
import { busyButton } from '../../../ui/busy-button.js';
import { el } from '../../../ui/dom.js';
import { mark } from '../../../ui/grade.js';
import { clockTime, timeText } from '../../../ui/time.js';
import { words } from '../../../words/index.js';
import { proofWays } from './proof-ways.js';

const text = words.onboarding.prove;

export interface ProofActions {
  check: (domain: OnboardingDomain) => Promise<void>;
  /** Asks an administrator for a reason; null for those who may not waive. */
  waive: ((domain: OnboardingDomain) => void) | null;
  /** Whether this is the only domain, so that its button is the step's main one. */
  isOnly: boolean;
}

export interface DomainProof {
  element: HTMLElement;
  update: (domain: OnboardingDomain) => void;
}

/** What was last seen, and when. */
function lastLook({ checked_at, check_detail }: OnboardingDomain): HTMLElement {
  if (checked_at === null) return el('p', { class: 'muted' }, text.notYet);
  return el(
    'p',
    {},
    el('span', { class: 'muted' }, `${text.seen} `, timeText(checked_at), ': '),
    check_detail,
  );
}

/** How long Clearview goes on looking by itself. */
function watch({ watch_until }: OnboardingDomain): HTMLElement {
  if (Date.parse(watch_until) <= Date.now()) return el('p', {}, text.watchOver);
  return el('p', { class: 'muted' }, text.watchUntil(clockTime(watch_until)));
}

function stateMark({ proof }: OnboardingDomain): HTMLElement {
  return proof === null ? mark('unknown', 'ring', text.open) : mark('good', 'check', text.proved[proof]);
}

/** One domain on its way to be proved: how, what was seen, look now. It is rebuilt only where it has changed. */
export function domainProof(first: OnboardingDomain, actions: ProofActions): DomainProof {
  let current = first;
  let shown = '';
  const state = el('div');
  const look = el('div', { class: 'proof-seen' });
  const main = actions.isOnly ? 'button button-main' : 'button';
  const check = busyButton({
    ...{ label: text.check, busy: text.checking, className: main },
    run: () => actions.check(current),
  });
  const { waive } = actions;
  const waiver =
    waive &&
    el(
      'button',
      { class: 'button', type: 'button', onclick: () => waive(current) },
      words.onboarding.waive.open,
    );
  const ways = proofWays(first);
  const foot = el('div', { class: 'proof-foot' }, look, el('div', { class: 'proof-buttons' }, waiver, check));
  const head = el('div', { class: 'proof-head' }, el('h3', {}, first.unicode), state);
  const update = (next: OnboardingDomain) => {
    current = next;
    const key = JSON.stringify([next.proof, next.checked_at, next.check_detail, next.watch_until]);
    if (key === shown) return;
    shown = key;
    state.replaceChildren(stateMark(next));
    look.replaceChildren(lastLook(next), watch(next));
    ways.hidden = foot.hidden = next.proof !== null;
  };
  update(first);
  const element = el('section', { class: 'panel proof', 'aria-label': first.unicode }, head, ways, foot);
  return { element, update };
}
