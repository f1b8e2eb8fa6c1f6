/** What should not be overlooked: at the top of the pages of one's own account, and as a mark at one's name. */
import { dismissNotice, readNotices, type Notice } from '../../api/account.js';
import { busyButton } from '../../ui/busy-button.js';
import { el } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { exactTime, relativeTime } from '../../ui/time.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { openChangePassword } from './change-password.js';
import { clientName } from './parts.js';

const text = words.notices;

let tell: (count: number) => void = () => {};

/** Has the mark at the name follow how many there are. */
export function onNoticeCount(listener: (count: number) => void): void {
  tell = listener;
}

/** Asks how many there are. They are an extra: a page without their mark is whole. */
export async function countNotices(signal?: AbortSignal): Promise<void> {
  await readNotices(signal).then(
    ({ length }) => tell(length),
    () => undefined,
  );
}

function noticeBox(
  { id, created_at, detail }: Notice,
  username: string,
  signal: AbortSignal,
  gone: () => void,
) {
  const dismiss = busyButton({
    label: text.mine,
    busy: text.mineBusy,
    className: 'button button-small',
    run: async () => {
      await dismissNotice(id);
      toast('good', text.mineDone);
      gone();
    },
  });
  const secure = () =>
    openChangePassword({
      username,
      signal,
      title: text.notMineTitle,
      lead: text.notMineText,
      done: () => void dismissNotice(id).then(gone, () => undefined),
    });
  const alarm = el('button', { class: 'button button-small', type: 'button', onclick: secure }, text.notMine);
  return el(
    'li',
    { class: 'notice notice-warn' },
    icon('warning'),
    el(
      'div',
      { class: 'notice-body' },
      el('p', { class: 'notice-title' }, text.newBrowser(clientName(detail))),
      el(
        'p',
        {},
        text.newBrowserText(relativeTime(created_at), detail.ip ?? ''),
        ' ',
        el('span', { class: 'muted' }, exactTime(created_at)),
      ),
      el('div', { class: 'button-row' }, dismiss, alarm),
    ),
  );
}

/** A list of them; empty when there are none, or when they could not be asked for. */
export async function noticeList(username: string, signal: AbortSignal): Promise<HTMLElement> {
  const list = el('ul', { class: 'account-notices', 'aria-label': text.title });
  const notices = await readNotices(signal).catch(() => []);
  const count = () => {
    list.hidden = list.childElementCount === 0;
    tell(list.childElementCount);
  };
  for (const notice of notices) {
    const box: HTMLElement = noticeBox(notice, username, signal, () => {
      const next = (box.nextElementSibling ?? box.previousElementSibling)?.querySelector('button');
      box.remove();
      count();
      // The keyboard goes on where it was.
      (next ?? document.querySelector('h1'))?.focus({ preventScroll: true });
    });
    list.append(box);
  }
  count();
  return list;
}
