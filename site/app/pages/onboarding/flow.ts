import { isAlive } from '../../../api/jobs.js';
import { checkProofs } from '../../../api/onboarding.js';
import { watchJobs } from '../../../api/live.js';
import type { Job, Onboarding, OnboardingDomain } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { notice } from '../../../ui/notice.js';
import { describe } from '../../../ui/trouble.js';
import { words } from '../../../words/index.js';
import type { PageContext } from '../../page.js';
import { readFlow, type FlowState } from './flow-state.js';
import { nameSummary } from './name-step.js';
import { provedSummary, proveStep, type ProveStep } from './prove-step.js';
import { resultStep } from './result-step.js';
import { scanDone, scanStep } from './scan-step.js';
import { step, stepList } from './steps.js';
import { openWaiver } from './waive.js';

const text = words.onboarding;

/** Between two looks at the server: proofs that the worker finds are told by nothing else. */
const pauseMs = 4000;

type Known = Exclude<FlowState, { at: 'nowhere' }>;

const order = { prove: 1, scan: 2, result: 3 } as const;

/** The flow of one tenant on the page, kept in step with the server for as long as it is open. */
export class Flow {
  private readonly steps = [
    step(1, text.steps.name),
    step(2, text.steps.prove),
    step(3, text.steps.scan),
    step(4, text.steps.result),
  ] as const;
  private readonly spoken = el('p', { class: 'visually-hidden', role: 'status' });
  private readonly trouble = el('div', { class: 'flow-trouble' });
  private prove: ProveStep | null = null;
  private readonly scan: ReturnType<typeof scanStep>;
  /** The scan as the live line tells it, which knows more than the onboarding does. */
  private job: Job | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;
  readonly root = el('div', { class: 'flow' }, this.spoken, this.trouble, stepList(this.steps));

  constructor(
    private state: Known,
    private readonly id: number,
    private readonly context: PageContext,
  ) {
    this.scan = scanStep(id, () => void this.refresh());
    this.render();
    if (state.at !== 'result') this.follow();
  }

  /** Looks at the server now and then, and follows the scan as it runs, until the reader leaves or all is done. */
  private follow(): void {
    const { signal } = this.context;
    const over = new AbortController();
    signal.addEventListener('abort', () => over.abort(), { once: true });
    this.stop = () => over.abort();
    over.signal.addEventListener('abort', () => clearTimeout(this.timer), { once: true });
    watchJobs({
      signal: over.signal,
      filter: { tenant_id: this.id },
      onJobs: (alive) => this.follows(alive[0] ?? null),
      onJob: (job) => this.follows(job),
    });
    this.again();
  }

  private stop: () => void = () => undefined;

  private again(): void {
    clearTimeout(this.timer);
    if (!this.context.signal.aborted && this.state.at !== 'result')
      this.timer = setTimeout(() => void this.refresh(), pauseMs);
  }

  private follows(job: Job | null): void {
    const before = this.job;
    this.job = job !== null && isAlive(job) ? job : null;
    // A scan that began or ended has moved the flow on.
    if ((this.job === null) !== (before === null)) void this.refresh();
    else this.render();
  }

  /** Asks the server where the tenant stands. What fails is told above the steps, and tried again. */
  private readonly refresh = async (): Promise<void> => {
    const turn = (this.turn += 1);
    clearTimeout(this.timer);
    try {
      const state = document.hidden ? null : await readFlow(this.id, this.context.signal);
      if (turn !== this.turn || this.context.signal.aborted) return;
      this.trouble.replaceChildren();
      if (state !== null) this.become(state);
    } catch (error) {
      if (turn !== this.turn || this.context.signal.aborted) return;
      if (!this.trouble.hasChildNodes())
        this.trouble.append(
          notice('warn', el('p', { role: 'alert' }, `${describe(error)} ${words.trouble.trying}`)),
        );
    }
    this.again();
  };

  private become(state: FlowState): void {
    if (state.at === 'nowhere') {
      this.stop();
      location.reload();
      return;
    }
    const before = this.state.at;
    this.state = state;
    if (state.at === 'result') this.stop();
    this.render();
    if (before !== state.at) this.arrive();
  }

  /** Says that a step is done, and brings the keyboard along when its place has gone. */
  private arrive(): void {
    const now = this.steps[order[this.state.at]];
    this.spoken.textContent = text.steps.arrived(now?.heading.firstChild?.textContent ?? '');
    const focused = document.activeElement;
    const isLost = focused === null || focused === document.body || !this.root.isConnected;
    const isHidden =
      focused instanceof HTMLElement && this.root.contains(focused) && focused.offsetParent === null;
    if (isLost || isHidden) now?.heading.focus({ preventScroll: true });
    now?.element.scrollIntoView({ block: 'nearest' });
  }

  private render(): void {
    const { state } = this;
    const at = order[state.at];
    this.steps.forEach((each, index) =>
      each.set(index < at || state.at === 'result' ? 'done' : index === at ? 'now' : 'later'),
    );
    const [name, prove, scan, result] = this.steps;
    // Built once: a time in it may have the focus.
    if (!name.body.hasChildNodes())
      name.body.append(nameSummary(state.at === 'result' ? state.report.tenant : state.onboarding, this.id));
    if (state.at === 'result') {
      prove.body.replaceChildren(provedSummary(state.report.tenant.domains));
      scan.body.replaceChildren(scanDone(state.report.scanned_at));
      result.body.replaceChildren(resultStep(state.report));
      return;
    }
    this.renderProof(prove.body, state.onboarding);
    this.scan.update(state.onboarding, this.job ?? state.onboarding.job);
    if (!this.scan.element.isConnected) scan.body.replaceChildren(this.scan.element);
    if (!result.body.hasChildNodes()) result.body.append(el('p', { class: 'step-note' }, text.result.later));
  }

  private renderProof(place: HTMLElement, onboarding: Onboarding): void {
    if (onboarding.next_step !== 'prove_control') {
      this.prove = null;
      return place.replaceChildren(provedSummary(onboarding.domains));
    }
    this.prove ??= proveStep(onboarding, {
      check: (domain) => this.check(domain),
      checkAll: () => this.check(null),
      waive:
        this.context.user.role === 'admin'
          ? (domain) => openWaiver(this.id, domain, this.context.signal, (next) => this.take(next))
          : null,
    });
    this.prove.update(onboarding);
    if (!this.prove.element.isConnected) place.replaceChildren(this.prove.element);
  }

  private async check(domain: OnboardingDomain | null): Promise<void> {
    this.take(await checkProofs(this.id, domain?.domain));
  }

  /** An answer to something that was done here: shown at once, and looked after on the server. */
  private take(onboarding: Onboarding): void {
    if (this.context.signal.aborted) return;
    this.become({ at: onboarding.next_step === 'prove_control' ? 'prove' : 'scan', onboarding });
    void this.refresh();
  }
}
