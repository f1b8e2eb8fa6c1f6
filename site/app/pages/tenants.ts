import { watchJobs } from '../../api/live.js';
import { listTenants, readTenant } from '../../api/tenants.js';
import type { Job, Tenant } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { domainsNote } from '../../ui/domains-note.js';
import { gradeBadge, scoreText, tenantStateMark } from '../../ui/grade.js';
import { icon } from '../../ui/icons.js';
import { progressBar } from '../../ui/progress.js';
import { tableSkeleton } from '../../ui/skeleton.js';
import { sparkline } from '../../ui/sparkline.js';
import { rowLink, type Column } from '../../ui/table.js';
import { timeText } from '../../ui/time.js';
import { words } from '../../words/index.js';
import { listView, type ListView } from '../list-view.js';
import type { Page, PageContext } from '../page.js';
import { emptyState } from '../panels.js';

const text = words.tenants;

/** The name, and below it the first domain. */
function nameCell({ id, name, domains }: Tenant): HTMLElement {
  return el('div', { class: 'cell-stack' }, rowLink(`/tenants/${id}`, name), domainsNote(domains));
}

function stateCell({ name, state, job }: Tenant): HTMLElement {
  return job === null ? tenantStateMark(state) : progressBar(name, job).root;
}

const columns: readonly Column<Tenant>[] = [
  {
    key: 'name',
    label: text.columns.name,
    sort: 'name',
    cell: nameCell,
  },
  { key: 'grade', label: text.columns.grade, sort: 'grade', cell: ({ grade }) => gradeBadge(grade) },
  {
    key: 'score',
    label: text.columns.score,
    sort: 'score',
    isNumber: true,
    cell: ({ score }) => scoreText(score),
  },
  {
    key: 'trend',
    label: text.columns.trend,
    isExtra: true,
    cell: ({ trend }) => sparkline(trend) ?? el('span', { class: 'muted' }, words.score.noTrend),
  },
  { key: 'state', label: text.columns.state, sort: 'state', cell: stateCell },
  {
    key: 'last',
    label: text.columns.lastScan,
    sort: 'last_scan_at',
    first: 'DESC',
    cell: ({ last_scan_at }) => timeText(last_scan_at),
  },
];

const choicesOf = (names: Readonly<Record<string, string>>) =>
  [['', text.all] as const, ...Object.entries(names)] satisfies (readonly [string, string])[];

const { A, B, C, D, E, F, none } = words.grades;
const gradeChoices = choicesOf({
  ...Object.fromEntries(
    Object.entries({ A, B, C, D, E, F }).map(([letter, word]) => [letter, `${letter} · ${word}`]),
  ),
  none,
});

function openView(context: PageContext, known: Map<number, Tenant>): Promise<ListView<Tenant>> {
  return listView<Tenant>(context, {
    caption: text.caption,
    columns,
    keyOf: ({ id }) => id,
    load: async (query, signal) => {
      const list = await listTenants(query, signal);
      known.clear();
      for (const tenant of list.rows) known.set(tenant.id, tenant);
      return list;
    },
    sort: { field: 'name', order: 'ASC' },
    search: text.search,
    filters: [
      { name: 'state', label: text.columns.state, choices: choicesOf(words.tenantStates) },
      { name: 'grade', label: text.columns.grade, choices: gradeChoices },
    ],
    empty: () => {
      // The way on stands in the middle; once more at the top would be one too many.
      context.head.setActions();
      const action = { href: '/onboarding/new', label: text.takeIn };
      return emptyState('tenants', text.emptyTitle, text.emptyText, text.emptyPoints, action);
    },
  });
}

/** Shows the scans of the tenants in sight as they go on, and what comes of them. */
function watch(view: ListView<Tenant>, known: Map<number, Tenant>, signal: AbortSignal): void {
  const put = (tenant: Tenant) => {
    known.set(tenant.id, tenant);
    view.setRow(tenant);
  };
  const renew = (id: number) =>
    // A row that cannot be read now is an old one for a while; the next news or load mends it.
    void readTenant(id, signal).then(put, () => undefined);
  const take = (job: Job) => {
    const tenant = known.get(job.tenant_id);
    if (tenant === undefined) return;
    if (job.finished_at === null) put({ ...tenant, job });
    else if (tenant.job?.id === job.id || tenant.job === null) renew(tenant.id);
  };
  watchJobs({
    signal,
    onJobs: (alive) => {
      const running = new Set(alive.map(({ tenant_id }) => tenant_id));
      // What ended during a break of the line was not told.
      for (const { id, job } of known.values()) if (job !== null && !running.has(id)) renew(id);
      alive.forEach(take);
    },
    onJob: take,
  });
}

export const tenants: Page = {
  title: text.title,
  lead: text.lead,
  actions: () => el('a', { class: 'button button-main', href: '/onboarding/new' }, icon('add'), text.takeIn),
  skeleton: () => tableSkeleton(8),
  body: async (context) => {
    const known = new Map<number, Tenant>();
    const view = await openView(context, known);
    watch(view, known, context.signal);
    return view.root;
  },
};
