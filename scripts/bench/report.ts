/** The report: markdown, in the form that the house's formatter gives it. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../server/core/project.js';
import type { Machine } from './machine.js';
import type { Extent, Table } from './suite.js';

export const DOCS_FILE = path.join(projectRoot, 'docs/performance.md');
export const README_FILE = path.join(projectRoot, 'README.md');

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

export interface Run {
  machine: Machine;
  /** As it was typed. */
  command: string;
  date: Date;
  tables: readonly Table[];
}

/** A bar would end its cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** Figures stand to the right, as people compare them. */
export function tableMarkdown({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const rule = columns.map((_name, index) => (index === 0 ? ':--' : '--:'));
  return [columns, rule, ...rows].map(line).join('\n');
}

function section(table: Table): string {
  const remarks = table.remarks ?? [];
  return [`## ${table.title}`, table.about, tableMarkdown(table), ...remarks].join('\n\n');
}

function machineLines({ machine, command, date }: Run): string {
  const { cpu, cores, memoryGb, system, node, postgres, settings } = machine;
  return [
    `- ${date.toISOString().slice(0, 10)}, by \`${command}\``,
    `- ${cpu}, ${cores} cores, ${memoryGb} GB of memory, ${system}`,
    `- Node ${node}, PostgreSQL ${postgres} on the same cores, with ${settings}`,
  ].join('\n');
}

const INTRODUCTION = `# Performance

This page is written by \`npm run bench -- --write\`: nothing in it is typed by hand. Everything is measured on one machine,
with PostgreSQL, the server and what loads it sharing its cores, so times are of that machine and only ratios say
something about another one. Each figure is the median of its rounds, in brackets the lowest and the highest.`;

async function pretty(markdown: string, file: string): Promise<string> {
  const style = await resolveConfig(file, { editorconfig: true });
  return format(markdown, { ...style, parser: 'markdown' });
}

/** The whole page. */
export function pageOf(run: Run): Promise<string> {
  const parts = [INTRODUCTION, machineLines(run), ...run.tables.map(section)];
  return pretty(`${parts.join('\n\n')}\n`, DOCS_FILE);
}

/** The first table of a run, as README quotes it. */
export function quoteOf(run: Run): string {
  const [table] = run.tables;
  if (table === undefined) return '';
  const remarks = table.remarks ?? [];
  return [table.about, tableMarkdown(table), ...remarks, machineLines(run)].join('\n\n');
}

/** A text with the quote between its marks. @throws Error when it has no marks */
export async function withQuote(text: string, quote: string): Promise<string> {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`The text has no place for the table: ${BEGIN} … ${END}.`);
  const before = text.slice(0, from + BEGIN.length);
  return pretty(`${before}\n\n${quote}\n\n${text.slice(to)}`, README_FILE);
}

/**
 * What a run is written into: a full one is the page, a quick one only the table that README quotes.
 * @returns the file and its new text; null for a smoke, which has measured nothing
 */
export async function reportOf(run: Run, extent: Extent): Promise<[string, string] | null> {
  if (extent === 'smoke') return null;
  if (extent === 'full') return [DOCS_FILE, await pageOf(run)];
  return [README_FILE, await withQuote(await readFile(README_FILE, 'utf8'), quoteOf(run))];
}

/** Writes what this run is there for. */
export async function writeReport(run: Run, extent: Extent): Promise<void> {
  const report = await reportOf(run, extent);
  if (report !== null) await writeFile(...report);
}
