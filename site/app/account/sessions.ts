import { endOtherSessions, endSession, readSessions, type OwnSession } from '../../api/account.js';
import { ApiError } from '../../api/client.js';
import { busyButton } from '../../ui/busy-button.js';
import { openDialog } from '../../ui/dialog.js';
import { el } from '../../ui/dom.js';
import { dayOf, timeText } from '../../ui/time.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { chip, clientName, item, itemList, line, section } from './parts.js';
import { refreshable, type Refreshable } from './refreshable.js';

const text = words.security.sessions;

type Reload = () => Promise<void>;

/** The one that asks first, then the one that was used last. */
const inOrder = (sessions: readonly OwnSession[]): OwnSession[] =>
  sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.last_seen_at.localeCompare(a.last_seen_at),
  );

const isPhone = ({ system }: OwnSession): boolean => /android|ios|iphone|ipad/i.test(system ?? '');

function endButton(session: OwnSession, reload: Reload): HTMLElement {
  const client = clientName(session);
  const button = busyButton({
    label: text.end,
    busy: text.ending,
    className: 'button button-small',
    run: async () => {
      try {
        await endSession(session.id);
      } catch (error) {
        // It ended by itself meanwhile: that is what was wanted.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
      toast('good', text.ended(client));
      await reload();
    },
  });
  button.setAttribute('aria-label', text.endLabel(client));
  return button;
}

function sessionItem(session: OwnSession, reload: Reload): HTMLElement {
  const { current, ip, created_at, last_seen_at, remember, expires_at } = session;
  return item({
    sign: isPhone(session) ? 'phone' : 'laptop',
    title: clientName(session),
    mark: current && chip(text.current, 'good'),
    notes: [
      line(
        el('span', { class: 'mono' }, ip ?? text.unknownPlace),
        current ? text.now : el('span', {}, text.seen, ' ', timeText(last_seen_at)),
      ),
      line(
        el('span', {}, text.signedIn, ' ', timeText(created_at)),
        remember && text.until(dayOf(expires_at)),
      ),
    ],
    actions: current ? [] : [endButton(session, reload)],
  });
}

function askEndOthers(count: number, signal: AbortSignal, reload: Reload): void {
  openDialog({
    title: text.endOthersTitle,
    content: [el('p', {}, text.endOthersText(count))],
    submit: text.endOthersSubmit,
    busy: text.ending,
    isDanger: true,
    signal,
    run: async () => {
      toast('good', text.othersEnded(await endOtherSessions()));
      await reload();
    },
  });
}

/** All browsers in which one is signed in, each with a way out. */
export function sessionsSection(signal: AbortSignal): Refreshable<OwnSession[]> {
  return refreshable(signal, readSessions, (sessions, reload) => {
    const others = sessions.filter(({ current }) => !current).length;
    const all = el(
      'button',
      { class: 'button', type: 'button', onclick: () => askEndOthers(others, signal, reload) },
      text.endOthers,
    );
    return section(
      'account-sessions',
      text.title,
      { text: others > 0 ? text.text : text.alone, action: others > 0 && all },
      itemList(
        text.title,
        inOrder(sessions).map((session) => sessionItem(session, reload)),
      ),
    );
  });
}
