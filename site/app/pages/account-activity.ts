import { listActivity, type Activity } from '../../api/account.js';
import type { List } from '../../api/lists.js';
import { busyButton } from '../../ui/busy-button.js';
import { el } from '../../ui/dom.js';
import { selectFilter } from '../../ui/select-filter.js';
import { bar } from '../../ui/skeleton.js';
import { dayOf, exactTime, shortTime } from '../../ui/time.js';
import { tipFor } from '../../ui/tip.js';
import { words } from '../../words/index.js';
import { activitySign, activityWords, isTrouble } from '../account/activity-words.js';
import { accountNav } from '../account/nav.js';
import { item, line } from '../account/parts.js';
import { go } from '../navigate.js';
import type { Page } from '../page.js';
import { emptyState, statePanel } from '../panels.js';
import { present } from '../view.js';

const text = words.activity;

const PAGE = 50;

/** What can be looked for, and the events that are meant by it. */
const GROUPS: Readonly<Record<keyof typeof text.groups, readonly string[]>> = {
  signIns: ['setup', 'login_ok', 'login_new_browser', 'logout', 'session_revoke'],
  failures: ['login_fail', 'login_throttled', 'second_factor_fail'],
  changes: [
    'password_change',
    'password_reset',
    'password_link_create',
    'password_link_use',
    'second_factor_add',
    'second_factor_remove',
    'second_factor_reset',
    'recovery_codes_create',
    'recovery_code_use',
    'user_create',
    'user_update',
    'user_unlock',
  ],
  tokens: ['token_create', 'token_revoke', 'token_leaked'],
};

type Group = keyof typeof GROUPS | '';

function readGroup(query: URLSearchParams): Group {
  const given = query.get('show') ?? '';
  return Object.hasOwn(GROUPS, given) ? (given as Group) : '';
}

function load(group: Group, cursor: string | null, signal: AbortSignal): Promise<List<Activity>> {
  const filter = group === '' ? {} : { event: GROUPS[group] };
  return listActivity(
    { filter, ...(cursor === null ? { range: [0, PAGE - 1] } : { after: { cursor, limit: PAGE } }) },
    signal,
  );
}

const dayMs = 86_400_000;

function dayWords(ts: string): string {
  const day = dayOf(ts);
  if (day === dayOf(new Date().toISOString())) return text.today;
  if (day === dayOf(new Date(Date.now() - dayMs).toISOString())) return text.yesterday;
  return day;
}

function entry(row: Activity): HTMLElement {
  const { title, about } = activityWords(row);
  const moment = el('time', { class: 'time', datetime: row.ts, tabindex: 0 }, shortTime(Date.parse(row.ts)));
  const element = item({
    sign: activitySign(row.event),
    title: [title, about].filter(Boolean).join(' · '),
    notes: [
      line(
        tipFor(moment, () => exactTime(row.ts)),
        row.ip !== null && el('span', { class: 'mono' }, row.ip),
      ),
    ],
  });
  if (isTrouble(row.event)) element.classList.add('is-trouble');
  return element;
}

/** Rows below the heads of their days; more can be put at the end. */
class Timeline {
  readonly root = el('div', { class: 'panel account timeline' });
  private day = '';
  private list = el('ul');

  add(rows: readonly Activity[]): void {
    for (const row of rows) {
      const day = dayWords(row.ts);
      if (day !== this.day) {
        this.day = day;
        this.list = el('ul', { class: 'items', 'aria-label': day });
        this.root.append(el('h2', { class: 'timeline-day' }, day), this.list);
      }
      this.list.append(entry(row));
    }
  }

  /** The first of the entries that came last, for the keyboard to go on from. */
  last(): HTMLElement | null {
    return this.list.querySelector('li:last-child time');
  }
}

function timelineView(group: Group, first: List<Activity>, signal: AbortSignal): Node {
  if (first.rows.length === 0) {
    return group === ''
      ? emptyState('activity', text.emptyTitle, text.emptyText)
      : statePanel('search', text.nothingTitle, el('p', {}, text.nothingText));
  }
  const timeline = new Timeline();
  timeline.add(first.rows);
  let { next } = first;
  const older = busyButton({
    label: text.older,
    busy: text.olderBusy,
    run: async () => {
      const more = await load(group, next, signal);
      const place = timeline.last();
      timeline.add(more.rows);
      ({ next } = more);
      if (next !== null) return;
      older.hidden = true;
      place?.focus({ preventScroll: true });
    },
  });
  older.hidden = next === null;
  return el('div', { class: 'account-page' }, timeline.root, el('div', { class: 'button-row' }, older));
}

/** What happened to one's own account: sign-ins, failures, changes; by oneself and by others. */
export const accountActivity: Page = {
  title: text.title,
  lead: text.lead,
  nav: () => accountNav('/account/activity'),
  skeleton: () =>
    el(
      'div',
      { class: 'panel account' },
      ...[1, 2, 3, 4].map(() => el('div', { class: 'account-section' }, bar('long'), bar('short'))),
    ),
  body: async ({ query, onQuery, signal }) => {
    let group = readGroup(query);
    let loading = new AbortController();
    const results = el('div', { class: 'list-results' });
    const choices = [['', text.all] as const, ...Object.entries(text.groups)];
    const filter = selectFilter(text.filter, choices, group, (value) =>
      go(location.pathname + (value === '' ? '' : `?show=${value}`)),
    );
    results.append(timelineView(group, await load(group, null, signal), signal));
    onQuery((now) => {
      group = readGroup(now);
      filter.set(group);
      loading.abort();
      loading = new AbortController();
      const both = AbortSignal.any([signal, loading.signal]);
      void present({
        host: results,
        signal: both,
        skeleton: () => el('div'),
        load: () => load(group, null, both),
        show: (list) => results.replaceChildren(timelineView(group, list, both)),
      });
    });
    return el('div', { class: 'account-page' }, el('div', { class: 'toolbar' }, filter.root), results);
  },
};
