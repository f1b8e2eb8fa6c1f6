import { listOnboarding } from '../../api/onboarding.js';
import { readOverview } from '../../api/overview.js';
import { el } from '../../ui/dom.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';
import { consolePanel } from './overview/console-panel.js';
import { lowestPanel, worsePanel } from './overview/movers.js';
import { posturePanel } from './overview/posture.js';
import { runningPanel } from './overview/running.js';
import { waitingPanel } from './overview/waiting.js';
import { welcomePanel } from './overview/welcome.js';

const text = words.overview;

export const overview: Page = {
  title: text.title,
  lead: text.lead,
  skeleton: () => {
    const fact = () => el('div', { class: 'fact' }, bar('short'), bar('middle'), bar('long'));
    return el('div', { class: 'panel facts facts-skeleton' }, fact(), fact(), fact());
  },
  body: async ({ user, signal, head }) => {
    const [overview, unfinished] = await Promise.all([
      readOverview(signal),
      listOnboarding({ range: [0, 0] }, signal),
    ]);
    const stack = el('div', { class: 'stack' });
    if (overview.tenants.total === 0) stack.append(welcomePanel());
    else {
      head.setActions(el('a', { class: 'button button-main', href: '/onboarding/new' }, text.take));
      const waiting = unfinished.total ?? unfinished.rows.length;
      if (waiting > 0) stack.append(waitingPanel(waiting));
      stack.append(
        posturePanel(overview),
        el('div', { class: 'pair' }, worsePanel(overview.worse), lowestPanel(overview.lowest)),
        runningPanel(overview.jobs, signal),
      );
    }
    if (user.role === 'admin') stack.append(consolePanel());
    return stack;
  },
};
