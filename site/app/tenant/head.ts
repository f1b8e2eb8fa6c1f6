import { download } from '../../api/download.js';
import { startScan } from '../../api/jobs.js';
import { changeTenant, reportExportUrl } from '../../api/tenants.js';
import type { Job, Tenant } from '../../api/types.js';
import { busyButton } from '../../ui/busy-button.js';
import { el, type Child } from '../../ui/dom.js';
import { tenantStateMark } from '../../ui/grade.js';
import { icon } from '../../ui/icons.js';
import { menuButton, type MenuItem } from '../../ui/menu-button.js';
import { timeText } from '../../ui/time.js';
import { toast } from '../../ui/toast.js';
import { describe } from '../../ui/trouble.js';
import { words } from '../../words/index.js';
import { go } from '../navigate.js';
import type { PageContext } from '../page.js';
import { isScannable } from './data.js';
import { openDeleteDialog } from './delete-dialog.js';
import { openEditDialog } from './edit-dialog.js';

const text = words.tenant;

export interface HeadActions {
  /** The tenant was changed by hand. */
  changed: (now: Tenant) => void;
  scanStarted: (job: Job) => void;
}

async function setState(tenant: Tenant, state: 'active' | 'paused', actions: HeadActions): Promise<void> {
  const now = await changeTenant(tenant.id, { state });
  toast('good', state === 'paused' ? text.pausedDone(now.name) : text.resumedDone(now.name));
  actions.changed(now);
}

/** The one main action: scan; or, where there is nothing to scan, what leads there. */
function mainAction(tenant: Tenant, isScanning: boolean, actions: HeadActions): HTMLElement | null {
  if (!isScannable(tenant)) {
    return el('a', { class: 'button button-main', href: `/onboarding/${tenant.id}` }, text.onboardingLink);
  }
  if (tenant.state === 'paused') {
    const run = () => setState(tenant, 'active', actions);
    return busyButton({ label: text.resume, busy: text.resuming, className: 'button button-main', run });
  }
  const button = busyButton({
    label: isScanning ? text.scanning : text.scanNow,
    busy: text.asking,
    className: 'button button-main',
    sign: icon('scan'),
    run: async () => actions.scanStarted(await startScan(tenant.id)),
  });
  if (isScanning) button.setAttribute('aria-disabled', 'true');
  return button;
}

function exportMenu({ id }: Tenant): HTMLElement {
  const save = (format: 'json' | 'csv') => () =>
    void download(reportExportUrl(id, format)).catch((error: unknown) => toast('bad', describe(error)));
  return menuButton({
    label: text.export,
    content: [text.export, icon('down')],
    items: [
      { label: text.print, href: `/tenants/${id}/report` },
      { label: text.exportJson, onSelect: save('json') },
      { label: text.exportCsv, onSelect: save('csv') },
    ],
  });
}

function moreMenu(tenant: Tenant, { user, signal }: PageContext, actions: HeadActions): HTMLElement {
  const edited = (now: Tenant) => {
    toast('good', text.form.saved(now.name));
    actions.changed(now);
  };
  const removed = () => {
    toast('good', text.deletion.done(tenant.name));
    go('/tenants', 'replace');
  };
  const turn = tenant.state === 'paused' ? 'active' : 'paused';
  const items: MenuItem[] = [
    { label: text.edit, onSelect: () => openEditDialog(tenant, signal, edited) },
    ...(tenant.state === 'onboarding'
      ? []
      : [
          {
            label: turn === 'paused' ? text.pause : text.resume,
            onSelect: () =>
              void setState(tenant, turn, actions).catch((error: unknown) => toast('bad', describe(error))),
          },
        ]),
    ...(user.role === 'admin'
      ? [
          {
            label: text.remove,
            isDanger: true,
            onSelect: () => openDeleteDialog(tenant, signal, removed),
          },
        ]
      : []),
  ];
  return menuButton({ label: text.more, content: [icon('more')], className: 'button', items });
}

function facts({ state, created_at, created_by_name, last_scan_at, next_scan_at }: Tenant): Child[] {
  const fact = (label: string, ...value: Child[]) =>
    el('span', { class: 'head-fact' }, el('span', { class: 'head-label' }, label), ...value);
  return [
    tenantStateMark(state),
    fact(text.lastScan, timeText(last_scan_at, text.notYet)),
    state === 'active' && next_scan_at !== null && fact(text.nextScan, timeText(next_scan_at)),
    fact(
      text.takenIn,
      timeText(created_at),
      created_by_name !== null && el('span', {}, text.takenInBy(created_by_name)),
    ),
  ];
}

/** Writes the head of the page: name, state, times, and what can be done. */
export function showHead(
  tenant: Tenant,
  isScanning: boolean,
  context: PageContext,
  actions: HeadActions,
): void {
  const { head } = context;
  const hadFocus = document.activeElement?.closest('.page-actions') != null;
  head.setTitle(tenant.name);
  head.setLead(...facts(tenant));
  head.setActions(
    moreMenu(tenant, context, actions),
    tenant.last_job_id !== null && exportMenu(tenant),
    mainAction(tenant, isScanning, actions),
  );
  // The button that was pressed is another one now; the keyboard's place stays.
  if (hadFocus) document.querySelector<HTMLElement>('.page-actions > :last-child')?.focus();
}
