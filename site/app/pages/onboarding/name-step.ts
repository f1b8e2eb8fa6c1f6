import { el } from '../../../ui/dom.js';
import { domainsInWords } from '../../../ui/domains-note.js';
import { timeText } from '../../../ui/time.js';
import { words } from '../../../words/index.js';

const text = words.onboarding.name;

interface Named {
  domains: readonly { unicode: string }[];
  created_at: string;
  created_by_name: string | null;
}

/** The first step, which is done: the domains, who took the tenant in, and where to change that. */
export function nameSummary({ domains, created_at, created_by_name }: Named, id: number): HTMLElement {
  const by = created_by_name === null ? text.takenIn : text.takenInBy(created_by_name);
  return el(
    'p',
    { class: 'step-note' },
    `${domainsInWords(domains)} · ${by} `,
    timeText(created_at),
    ' · ',
    el('a', { href: `/tenants/${id}` }, text.change),
  );
}
