import { el } from '../../ui/dom.js';
import { bar } from '../../ui/skeleton.js';
import { words } from '../../words/index.js';
import type { Page } from '../page.js';
import { statePanel } from '../panels.js';
import { Flow } from './onboarding/flow.js';
import { readFlow } from './onboarding/flow-state.js';

const text = words.onboarding;

/** One tenant's way from its name to a first result. Whoever opens it finds it at the step that is next. */
export const onboardingFlow: Page = {
  title: text.title,
  up: { href: '/onboarding', label: text.title },
  skeleton: () => {
    const step = () =>
      el('div', { class: 'step' }, el('div', { class: 'skeleton skeleton-mark' }), bar('middle'));
    return el('div', { class: 'steps' }, step(), step(), step(), step());
  },
  body: async (context) => {
    const id = Number(context.params.id);
    const state = await readFlow(id, context.signal);
    if (state.at === 'nowhere') {
      const link = el('a', { class: 'button', href: '/onboarding' }, text.goneLink);
      return statePanel('question', text.goneTitle, el('p', {}, text.goneText), link);
    }
    context.head.setTitle(state.at === 'result' ? state.report.tenant.name : state.onboarding.name);
    return new Flow(state, id, context).root;
  },
};
