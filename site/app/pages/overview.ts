import { listOnboarding } from '../../api/onboarding.js';
import { readOverview } from '../../api/overview.js';
import type { Overview } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page, PageContext } from '../page.js';
import { consolePanel } from './overview/console-panel.js';
import { lowestPanel, worsePanel } from './overview/movers.js';
import { posturePanel } from './overview/posture.js';
import { runningPanel } from './overview/running.js';
import { waitingPanel } from './overview/waiting.js';
import { welcomePanel } from './overview/welcome.js';

const text = words.overview;

/** Between two readings of the figures: at night many scans end within a minute. */
const pauseMs = 3000;

interface Figures {
  overview: Overview;
  /** Tenants that wait for somebody. */
  waiting: number;
}

async function readFigures(signal: AbortSignal): Promise<Figures> {
  const [overview, unfinished] = await Promise.all([
    readOverview(signal),
    listOnboarding({ range: [0, 0] }, signal),
  ]);
  return { overview, waiting: unfinished.total ?? unfinished.rows.length };
}

function figures({ overview, waiting }: Figures): HTMLElement[] {
  return [
    ...(waiting > 0 ? [waitingPanel(waiting)] : []),
    posturePanel(overview),
    el('div', { class: 'pair' }, worsePanel(overview.worse), lowestPanel(overview.lowest)),
  ];
}

/** How the tenants stand, and what runs. The figures are read anew when a scan has ended. */
function standing(first: Figures, { signal, head }: PageContext): HTMLElement[] {
  head.setActions(el('a', { class: 'button button-main', href: '/onboarding/new' }, icon('add'), text.take));
  const top = el('div', { class: 'stack' }, ...figures(first));
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const renew = async () => {
    timer = undefined;
    // What cannot be had now comes with the next scan; and nobody's place in the figures is taken away.
    const next = await readFigures(signal).catch(() => null);
    if (next !== null && !signal.aborted && !top.contains(document.activeElement))
      top.replaceChildren(...figures(next));
  };
  const onOver = () => {
    timer ??= setTimeout(() => void renew(), pauseMs);
  };
  return [top, runningPanel(first.overview.jobs, signal, onOver)];
}

export const overview: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () => {
    const fact = () => el('div', { class: 'fact' }, bar('short'), bar('middle'), bar('long'));
    return el('div', { class: 'panel facts facts-skeleton' }, fact(), fact(), fact());
  },
  body: async (context) => {
    const { user, signal } = context;
    const first = await readFigures(signal);
    const stack = el('div', { class: 'stack' });
    if (first.overview.tenants.total === 0) stack.append(welcomePanel());
    else stack.append(...standing(first, context));
    if (user.role === 'admin') stack.append(consolePanel());
    return stack;
  },
};
