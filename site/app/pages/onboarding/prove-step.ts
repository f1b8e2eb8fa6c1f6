import type { Onboarding, OnboardingDomain } from '../../../api/types.js';
import { busyButton } from '../../../ui/busy-button.js';
import { el } from '../../../ui/dom.js';
import { count } from '../../../ui/format.js';
import { words } from '../../../words/index.js';
import { domainProof, type DomainProof, type ProofActions } from './domain-proof.js';

const text = words.onboarding.prove;

export interface ProveActions extends Omit<ProofActions, 'isOnly'> {
  checkAll: () => Promise<void>;
}

export interface ProveStep {
  element: HTMLElement;
  update: (onboarding: Onboarding) => void;
}

const openOf = ({ domains }: Onboarding) => domains.filter(({ proof }) => proof === null);

/** The step in which control of each domain is proved. What is typed or chosen in it outlives each update. */
export function proveStep(onboarding: Onboarding, actions: ProveActions): ProveStep {
  const isOnly = onboarding.domains.length === 1;
  const proofs = new Map<string, DomainProof>();
  const summary = el('p', { class: 'step-note' });
  const list = el('div', { class: 'stack' });
  const all = busyButton({
    ...{ label: text.checkAll, busy: text.checking, className: 'button button-main' },
    run: actions.checkAll,
  });
  const allRow = el('div', {}, all);
  const update = (next: Onboarding) => {
    const open = openOf(next).length;
    const proved = next.domains.length - open;
    summary.textContent = text.provedOf(count(proved), count(next.domains.length));
    summary.hidden = isOnly;
    allRow.hidden = open < 2;
    for (const domain of next.domains) {
      const known = proofs.get(domain.domain);
      if (known !== undefined) known.update(domain);
      else {
        const made = domainProof(domain, { ...actions, isOnly });
        proofs.set(domain.domain, made);
        list.append(made.element);
      }
    }
  };
  update(onboarding);
  const lead = el('p', {}, isOnly ? text.lead : text.leadMany);
  return { element: el('div', { class: 'step-inner' }, lead, summary, list, allRow), update };
}

type Proved = Pick<OnboardingDomain, 'unicode' | 'proof'>;

/** The step when it is done: each domain and how it was proved, a line for each. */
export function provedSummary(domains: readonly Proved[]): HTMLElement {
  const line = ({ unicode, proof }: Proved) =>
    el('li', {}, proof === null ? unicode : `${unicode}: ${text.proved[proof]}`);
  return el('ul', { class: 'step-note plain' }, ...domains.map(line));
}
