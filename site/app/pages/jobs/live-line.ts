import type { LiveState } from '../../../api/live.js';
import { el } from '../../../ui/dom.js';
import { notice } from '../../../ui/notice.js';
import { words } from '../../../words/index.js';

const text = words.jobs.line;

/** A break shorter than this is mended before anybody could read of it. */
const patienceMs = 1500;

export interface LiveLine {
  element: HTMLElement;
  update: (state: LiveState) => void;
}

/**
 * Says when the live line is broken and when it is back; nothing while all is well.
 * @param onBack called when it is back after a break, as what happened meanwhile was not told
 */
export function liveLine(signal: AbortSignal, onBack: () => void): LiveLine {
  const element = el('div', { class: 'live-line', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasLive = false;
  let isBroken = false;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const say = () => element.replaceChildren(notice('warn', el('p', {}, text.broken)));
  return {
    element,
    update: (state) => {
      clearTimeout(timer);
      if (state === 'connecting') {
        isBroken = wasLive;
        timer = setTimeout(say, patienceMs);
      } else if (state === 'live') {
        const wasSaid = element.hasChildNodes();
        element.replaceChildren(...(wasSaid ? [el('p', { class: 'visually-hidden' }, text.back)] : []));
        if (isBroken) onBack();
        isBroken = false;
        wasLive = true;
      } else {
        // A hidden tab has no line; it gets one when it is shown, and then has to catch up.
        isBroken = wasLive;
      }
    },
  };
}
