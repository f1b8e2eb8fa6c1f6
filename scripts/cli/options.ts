/** What commands have in common: how their values are read, and how lists are walked. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Cursor, ListQuery, Page, Selection } from '../../db/list-source.js';
import { withMachine, type Machine } from './machine.js';

/** A whole number from `min` to `max`. */
export const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };

/** An id of the database. */
export const idOf = whole(1, 2_147_483_647);

const SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86_400 };

/** A moment: ISO 8601, or as long ago as `90m`, `24h`, `7d`. */
export function momentOf(text: string): Date {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (unit !== '') return new Date(Date.now() - Number(count) * SECONDS[unit]! * 1000);
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const moment = new Date(text);
  if (isIso && !Number.isNaN(moment.getTime())) return moment;
  throw new InvalidArgumentError('Use a time such as 2026-03-01, 2026-03-01T08:00:00Z, 90m, 24h or 7d.');
}

export const jsonOption = (): Option => new Option('--json', 'answer in JSON, for programs');

export const yesOption = (): Option => new Option('-y, --yes', 'do not ask whether you are sure');

export const stdinOption = (): Option =>
  new Option('--password-stdin', 'read the password from stdin instead of asking for it');

/** Examples under the help of a command: what it is good for is best told by them. */
export function withExamples(command: Command, examples: readonly [text: string, what: string][]): Command {
  const width = Math.max(...examples.map(([text]) => text.length));
  const lines = examples.map(([text, what]) => `  $ ${text.padEnd(width)}  # ${what}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** The rows of a list, page by page. @param limit how many at most */
export async function* walk<T>(
  read: (query: ListQuery) => Promise<Page<T>>,
  selection: Selection,
  limit = Infinity,
): AsyncGenerator<T, void, undefined> {
  let left = limit;
  let after: Cursor | null = null;
  do {
    const page: Page<T> = await read({ ...selection, offset: 0, limit: Math.min(left, 1000), after });
    yield* page.rows;
    left -= page.rows.length;
    after = page.next;
  } while (after !== null && left > 0);
}

/** All of them, in an array. */
export async function gather<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** What is neither undefined. */
export const given = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** An action of a command that works on the database. */
export const onMachine =
  <A extends unknown[]>(
    action: (machine: Machine, ...args: A) => Promise<void>,
    schema?: 'current' | 'any',
  ) =>
  (...args: A): Promise<void> =>
    withMachine((machine) => action(machine, ...args), schema);
