/**
 * What a command says. stdout carries the answer, a table for people or JSON for programs; everything else goes to
 * stderr. Names and addresses that strangers typed into Clearview pass through here on their way to a terminal,
 * which would obey the control characters in them.
 */

// Controls, format characters (those that turn the writing direction among them), and other line ends.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (char: string): string =>
  [...char].map((one) => `\\u{${one.codePointAt(0)!.toString(16)}}`).join('');

/** Text that a terminal shows and does not obey. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped);

const asUnits = (char: string): string =>
  Array.from(
    { length: char.length },
    (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

/** JSON in ASCII controls only; what is escaped here means the same to a parser. */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent)
    .split('\n')
    .map((line) => line.replace(UNSEEN, asUnits))
    .join('\n');

/** A cell: nothing for what is not there, times to the second in UTC. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return `${value.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(cell).join(' ');
  return visible(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Rows under their heads, as wide as their content. */
export function toTable<T>(columns: Record<string, (row: T) => unknown>, rows: readonly T[]): string {
  const heads = Object.keys(columns);
  const lines = [heads, ...rows.map((row) => Object.values(columns).map((read) => cell(read(row))))];
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => [...(line[at] ?? '')].length)));
  const pad = (text: string, at: number): string => text + ' '.repeat((widths[at] ?? 0) - [...text].length);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Writes the answer; waits while whoever reads it is slow. */
export async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

export const printLine = (text: string): Promise<void> => print(`${text}\n`);

/** A few words beside the answer. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Who asked for JSON gets that, everybody else a sentence or a table. */
export async function answer(isJson: boolean, value: unknown, text: string): Promise<void> {
  await printLine(isJson ? toJson(value, 2) : text);
}
