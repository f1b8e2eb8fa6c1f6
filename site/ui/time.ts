import { intlFormatDistance } from 'date-fns/intlFormatDistance';
import { words } from '../words/index.js';
import { el } from './dom.js';
import { tipFor } from './tip.js';

/** The reader's own kind of the interface's language: dates are written otherwise in en-GB than in en-US. */
const region =
  navigator.languages.find((tag) => tag === words.language || tag.startsWith(`${words.language}-`)) ??
  words.language;

const exactly = new Intl.DateTimeFormat(region, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const byClock = new Intl.DateTimeFormat(region, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const byDay = new Intl.DateTimeFormat(region, { year: 'numeric', month: 'short', day: 'numeric' });

/** The exact time in the reader's zone, which is named. */
export function exactTime(iso: string): string {
  return exactly.format(new Date(iso));
}

/** Day and time in a sentence, to the minute: "Tue 24 Nov, 15:40 GMT". */
export function clockTime(iso: string): string {
  return byClock.format(new Date(iso));
}

/** The day in the reader's zone, for axes and headings. */
export function dayOf(iso: string): string {
  return byDay.format(new Date(iso));
}

/** How long ago, or in how long: "3 hours ago". */
export function relativeTime(iso: string, now = Date.now()): string {
  return intlFormatDistance(new Date(iso), now, { locale: words.language });
}

const moments = new Set<WeakRef<HTMLTimeElement>>();

/** "3 hours ago" stays true: every time on the page is written anew each minute. */
function refresh(): void {
  for (const moment of moments) {
    const element = moment.deref();
    if (element === undefined) moments.delete(moment);
    else element.textContent = relativeTime(element.dateTime);
  }
}
setInterval(refresh, 60_000);

/** How long ago it was, with the exact time under the pointer and on focus; `none` when it never was. */
export function timeText(iso: string | null, none: string = words.time.never): HTMLElement {
  if (iso === null) return el('span', { class: 'muted' }, none);
  const element = el('time', { class: 'time', datetime: iso, tabindex: 0 }, relativeTime(iso));
  moments.add(new WeakRef(element));
  return tipFor(element, () => exactTime(iso));
}

/** How long something took: "42 seconds"; null while that is not known. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

const byShortDay = new Intl.DateTimeFormat(region, { month: 'short', day: 'numeric' });

/** A day without its year, for the marks of an axis. @param time in milliseconds */
export function shortDay(time: number): string {
  return byShortDay.format(time);
}

const byShortTime = new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' });

/** An hour and minute, for the marks of an axis. @param time in milliseconds */
export function shortTime(time: number): string {
  return byShortTime.format(time);
}

/** What the reader's zone is called now, such as "CET". */
export function zoneName(): string {
  const parts = exactly.formatToParts(new Date());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
