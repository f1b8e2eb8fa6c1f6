import { el, type Child } from './dom.js';
import { icon, type IconName } from './icons.js';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const icons: Record<Tone, IconName> = { info: 'info', good: 'check', warn: 'warning', bad: 'warning' };

/** A boxed sentence (or more) with a sign that does not depend on its colour. */
export function notice(tone: Tone, ...children: Child[]): HTMLElement {
  return el(
    'div',
    { class: `notice notice-${tone}` },
    icon(icons[tone]),
    el('div', { class: 'notice-body' }, ...children),
  );
}
