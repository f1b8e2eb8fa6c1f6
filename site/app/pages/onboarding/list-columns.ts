import type { Onboarding, OnboardingDomain } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { domainsNote } from '../../../ui/domains-note.js';
import { count } from '../../../ui/format.js';
import { mark } from '../../../ui/grade.js';
import { progressBar } from '../../../ui/progress.js';
import { rowLink, type Column } from '../../../ui/table.js';
import { timeText } from '../../../ui/time.js';
import { words } from '../../../words/index.js';

const text = words.onboarding.list;

/** The unproved domain that was looked at last: what it said is the newest that is known. */
function lastLooked(domains: readonly OnboardingDomain[]): OnboardingDomain | null {
  const looked = domains.filter(({ proof, checked_at }) => proof === null && checked_at !== null);
  const newest = (one: OnboardingDomain, other: OnboardingDomain) =>
    (one.checked_at ?? '') > (other.checked_at ?? '') ? one : other;
  return looked.length === 0 ? null : looked.reduce(newest);
}

function nextStep({ name, next_step, domains, job, last_job }: Onboarding): HTMLElement {
  if (job !== null) return progressBar(name, job).root;
  if (next_step === 'first_scan') {
    const failed = last_job !== null && last_job.state !== 'succeeded';
    return failed ? mark('bad', 'warning', text.scanFailed) : mark('accent', 'scan', text.scan);
  }
  const open = domains.filter(({ proof }) => proof === null);
  const [first] = open;
  const what = open.length === 1 && first ? first.unicode : text.domains(count(open.length));
  return mark('accent', 'onboarding', text.prove(what));
}

function looked({ next_step, domains }: Onboarding): HTMLElement {
  const last = next_step === 'prove_control' ? lastLooked(domains) : null;
  if (last === null)
    return el('span', { class: 'muted' }, next_step === 'prove_control' ? text.notLooked : text.nothing);
  return el(
    'div',
    { class: 'looked' },
    timeText(last.checked_at),
    el('span', { class: 'cell-note' }, last.check_detail),
  );
}

/** The columns of the list of the unfinished. */
export function onboardingColumns(): Column<Onboarding>[] {
  const { columns } = text;
  return [
    {
      key: 'name',
      label: columns.tenant,
      sort: 'name',
      cell: ({ id, name, domains }) =>
        el('div', { class: 'cell-stack' }, rowLink(`/onboarding/${id}`, name), domainsNote(domains)),
    },
    { key: 'next', label: columns.next, cell: nextStep },
    { key: 'looked', label: columns.looked, cell: looked },
    {
      key: 'created',
      label: columns.created,
      sort: 'created_at',
      first: 'DESC',
      isExtra: true,
      cell: ({ created_at, created_by_name }) =>
        el(
          'div',
          { class: 'looked' },
          timeText(created_at),
          created_by_name !== null && el('span', { class: 'cell-note' }, text.by(created_by_name)),
        ),
    },
  ];
}
