import { ApiError } from '../../api/client.js';
import { watchJobs } from '../../api/live.js';
import type { Job, JobBrief, Tenant } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { domainsInWords } from '../../ui/domains-note.js';
import { notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { go } from '../navigate.js';
import type { PageContext } from '../page.js';
import { readTenantData, unproved, type TenantData } from './data.js';
import { domainsPanel } from './domains.js';
import { findingsPanel, type FindingsPanel } from './findings.js';
import { showHead } from './head.js';
import { historyPanel } from './history.js';
import { mendsPanel } from './mends.js';
import { scanPanel, type ScanPanel } from './scan-panel.js';
import { scorePanel } from './score-panel.js';

const text = words.tenant;

/** What stands in the way of scans, and how to go on; null when nothing does. */
function stateNotice(tenant: Tenant): HTMLElement | null {
  if (tenant.state === 'paused') {
    return notice('info', el('p', { class: 'notice-title' }, text.pausedTitle), el('p', {}, text.pausedText));
  }
  const missing = unproved(tenant);
  if (tenant.state !== 'onboarding' && missing.length === 0) return null;
  return notice(
    'info',
    el('p', { class: 'notice-title' }, text.onboardingTitle),
    el('p', {}, missing.length === 0 ? text.onboardingScan : text.onboardingText(domainsInWords(missing))),
    el('p', {}, el('a', { href: `/onboarding/${tenant.id}` }, text.onboardingLink)),
  );
}

/** How a scan ended, in a toast. */
function tellEnd({ state, score, grade }: Job): void {
  if (state === 'cancelled') toast('info', text.scan.cancelled);
  else if (state === 'failed') toast('bad', text.scan.failed);
  else if (score === null || grade === null) toast('warn', text.scan.doneUnjudged);
  else toast('good', text.scan.done(String(score), grade));
}

/** The page of a tenant: written anew when a scan has ended or somebody changed something. */
export class TenantView {
  readonly root = el('div', { class: 'stack tenant' });
  private readonly scanPlace = el('div', { class: 'scan-place' });
  private readonly rest = el('div', { class: 'stack' });
  private scan: ScanPanel | null = null;
  private findings: FindingsPanel | null = null;
  private onlyMend: boolean;
  /** Ends what the sections of before still do: the chart. */
  private drawn = new AbortController();

  constructor(
    private readonly context: PageContext,
    private data: TenantData,
  ) {
    this.onlyMend = context.query.get('show') === 'mend';
    context.onQuery((query) => {
      this.onlyMend = query.get('show') === 'mend';
      this.findings?.setOnlyMend(this.onlyMend);
    });
    this.root.append(this.scanPlace, this.rest);
    this.show();
  }

  /** Follows the scans of this tenant until the page is left. */
  watch(): void {
    const { signal } = this.context;
    const id = this.data.tenant.id;
    watchJobs({
      signal,
      filter: { tenant_id: id },
      onJobs: (alive) => {
        const job = alive[0] ?? null;
        // It ended during a break of the line: what came of it was not told.
        if (job === null && this.scan !== null) void this.reload();
        this.showScan(job);
      },
      onJob: (job) => {
        if (job.finished_at === null) return this.showScan(job);
        if (job.id === this.scan?.job) tellEnd(job);
        void this.reload();
      },
      onGone: () => void this.reload(),
    });
  }

  private async reload(): Promise<void> {
    const { signal } = this.context;
    try {
      this.data = await readTenantData(this.data.tenant.id, signal);
      if (!signal.aborted) this.show();
    } catch (error) {
      if (signal.aborted) return;
      // Anything else the next news mends.
      if (!(error instanceof ApiError && error.status === 404)) return;
      toast('info', text.gone(this.data.tenant.name));
      go('/tenants', 'replace');
    }
  }

  private changed(tenant: Tenant): void {
    this.data = { ...this.data, tenant };
    this.show();
  }

  private showHead(): void {
    showHead(this.data.tenant, this.scan !== null, this.context, {
      changed: (now) => this.changed(now),
      scanStarted: (job) => this.showScan(job),
    });
  }

  /** Shows how far the scan is; null when none goes on. */
  private showScan(job: (JobBrief & Partial<Job>) | null): void {
    const wasScanning = this.scan !== null;
    if (job === null) {
      this.scan = null;
      this.scanPlace.replaceChildren();
    } else {
      if (this.scan?.job !== job.id) {
        this.scan = scanPanel(this.data.tenant, job);
        this.scanPlace.replaceChildren(this.scan.root);
      }
      this.scan.update(job);
    }
    if (wasScanning !== (this.scan !== null)) this.showHead();
  }

  private show(): void {
    const { tenant, report, scores, jobs } = this.data;
    this.drawn.abort();
    this.drawn = new AbortController();
    const drawn = AbortSignal.any([this.context.signal, this.drawn.signal]);
    const open = this.findings?.opened() ?? new Set<string>();
    this.findings = findingsPanel(report, this.onlyMend, open, (only) => this.filter(only));
    const openFinding = (id: string) => this.findings?.open(id);
    const parts = [
      stateNotice(tenant),
      scorePanel(report, scores, drawn),
      el('div', { class: 'side-by-side' }, mendsPanel(report, openFinding), domainsPanel(tenant)),
      this.findings.root,
      historyPanel(jobs, tenant.name),
    ];
    this.rest.replaceChildren(...parts.filter((part) => part !== null));
    this.showScan(tenant.job);
    this.showHead();
  }

  private filter(only: boolean): void {
    go(location.pathname + (only ? '?show=mend' : ''), 'replace');
  }
}
