/** Hours and days of a calendar, days in any time zone. */

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

/** Whether it is the IANA name of a time zone; an offset such as +02:00 is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The moment itself when a full hour (UTC) begins then, else the next one. */
export const nextFullHour = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / HOUR) * HOUR);

/** Where hours (UTC) begin: so many, the hour of `now` the last, and where that one ends. */
export function hourEdges(now: Date, count: number): Date[] {
  const current = Math.floor(now.getTime() / HOUR);
  return Array.from({ length: count + 1 }, (_, n) => new Date((current - count + 1 + n) * HOUR));
}

/**
 * Where days begin in a time zone: so many, the day of `now` the last, and where that one ends. A day has 23 or 25
 * hours when the clocks change, and none where the calendar left it out.
 */
export function dayEdges(now: Date, count: number, timeZone: string): Date[] {
  const dateAt = dateIn(timeZone);
  const today = new Date(dateAt(now.getTime()));
  return Array.from({ length: count + 1 }, (_, n) => {
    const date = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - count + 1 + n);
    return new Date(startOf(date, dateAt));
  });
}

/** Tells the local date at a moment, as the moment of its midnight in UTC. */
function dateIn(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (moment) => {
    const [month = 1, day = 1, year = 1970] = format.format(moment).split('/').map(Number);
    return Date.UTC(year, month - 1, day);
  };
}

/** Local midnight is within 14 hours of UTC's; searched for, as clocks change at midnight in some places. */
function startOf(date: number, dateAt: (moment: number) => number): number {
  let before = date - 15 * HOUR;
  let first = date + 15 * HOUR;
  while (first - before > HOUR) {
    const middle = before + Math.floor((first - before) / HOUR / 2) * HOUR;
    if (dateAt(middle) >= date) first = middle;
    else before = middle;
  }
  // All of today's zones are whole quarters of an hour away from UTC.
  while (dateAt(first - QUARTER) >= date) first -= QUARTER;
  return first;
}
