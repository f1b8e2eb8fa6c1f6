import { words } from '../words/index.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { toast } from './toast.js';

const stayMs = 2500;

/** The old way, where the new one is closed: over plain HTTP a browser has no clipboard. */
function copyBySelection(text: string, place: HTMLElement): boolean {
  const area = el('textarea', {
    class: 'visually-hidden',
    readonly: true,
    'aria-hidden': 'true',
    tabindex: -1,
  });
  area.value = text;
  place.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}

async function copy(text: string, place: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, place);
  }
}

/** Copies `text` and says so, to screen readers too. @param what it copies, for the button's name: "Copy value" */
export function copyButton(text: string, what: string): HTMLElement {
  const word = el('span', { 'aria-hidden': 'true' }, words.copy.copy);
  const news = el('span', { class: 'visually-hidden', role: 'status' });
  const button = el('button', { class: 'button copy-button', type: 'button', 'aria-label': what });
  const root = el('span', { class: 'copy' }, button, news);
  const setCopied = (isCopied: boolean) => {
    button.replaceChildren(icon(isCopied ? 'check' : 'copy'), word);
    word.textContent = isCopied ? words.copy.copied : words.copy.copy;
    news.textContent = isCopied ? words.copy.copied : '';
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', () => {
    void copy(text, root).then((isDone) => {
      button.focus();
      if (!isDone) return toast('bad', words.copy.failed);
      setCopied(true);
      clearTimeout(timer);
      timer = setTimeout(() => setCopied(false), stayMs);
    });
  });
  setCopied(false);
  return root;
}
