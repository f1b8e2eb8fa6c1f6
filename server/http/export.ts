/**
 * A list as a file: CSV (RFC 4180) or JSON Lines, streamed batch by batch, so that neither the database nor this
 * process ever holds more than one of them.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { Request, Response } from 'express';
import type { Selection } from '../../db/list-source.js';
import { invalid } from '../core/errors.js';
import { readSelection, single, type ListSpec } from './list-query.js';
import { assertSameOrigin } from './same-origin.js';

/** The columns of the CSV and what stands in them; JSON Lines shows the rows as the list does. */
export type ExportColumns<T> = Record<string, (row: T) => unknown>;

export interface ExportSpec<T> {
  list: ListSpec;
  columns: ExportColumns<T>;
}

export interface ExportQuery extends Selection {
  format: Format;
}

type Format = 'csv' | 'jsonl';

/** What a file may be; `json` is one record, not a list. */
type FileType = Format | 'json';

/** Makes text of a batch; the first one, which may be empty, brings the head of the file. */
type Writer = <T>(columns: ExportColumns<T>, rows: T[], isFirst: boolean) => string;

const TYPES: Record<FileType, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl',
  json: 'application/json; charset=utf-8',
};

const CSV = {
  // A cell that begins like a formula gets a ' before it: a spreadsheet would run what a stranger typed.
  escape_formulas: true,
  record_delimiter: 'windows',
  // A line break of its own kind counts as well (RFC 4180, 2.6).
  quoted_match: /[\r\n]/,
  cast: { boolean: String, date: (value: Date) => value.toISOString() },
} as const;

/** Rows as CSV, with the names of the columns first unless told otherwise. */
export function toCsv<T>(columns: ExportColumns<T>, rows: T[], header = true): string {
  const cells = rows.map((row) => Object.values(columns).map((cell) => cell(row)));
  return stringify(cells, { ...CSV, header, columns: Object.keys(columns) });
}

const WRITERS: Record<Format, Writer> = {
  csv: toCsv,
  jsonl: (_columns, rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
};

/**
 * Format, order and filter of an export.
 * @throws ApiError `invalid` (422) naming the parameter
 */
function readExportQuery(req: Request, spec: ListSpec): ExportQuery {
  const format = single(req, 'format');
  if (format !== 'csv' && format !== 'jsonl') throw invalid({ format: 'format must be csv or jsonl.' });
  return { ...readSelection(req, spec, ['format']), format };
}

/** Begins the answer that is a file. @param resource goes into its name: plain ASCII */
export function fileHead(res: Response, resource: string, format: FileType): void {
  const date = new Date().toISOString().slice(0, 10);
  const name = `clearview-${resource}-${date}.${format}`;
  res.writeHead(200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="${name}"`,
  });
}

/** Streams text. A client that hangs up ends it quietly, at the next batch; only what `text` throws is an error. */
async function stream(text: AsyncIterable<string>, res: Response): Promise<void> {
  let failure: Error | undefined;
  async function* watched(): AsyncGenerator<string, void, undefined> {
    try {
      yield* text;
    } catch (error) {
      failure = error as Error;
      throw error;
    }
  }
  try {
    await pipeline(Readable.from(watched(), { objectMode: false }), res);
  } catch {
    if (failure !== undefined) throw failure;
  }
}

/**
 * Answers with the file. What fails before the first batch is told like any other error; what fails later breaks
 * the transfer off, as half a file must not look like a whole one.
 * @param open begins the export; not called for HEAD, which gets the headers and leaves no trace
 */
export async function sendExport<T>(
  req: Request,
  res: Response,
  spec: ExportSpec<T>,
  open: (query: ExportQuery) => Promise<AsyncGenerator<T[], void, undefined>>,
): Promise<void> {
  const { list, columns } = spec;
  // A link on another site would leave a file with the administrator and their name in the audit log.
  assertSameOrigin(req);
  const query = readExportQuery(req, list);
  if (req.method === 'HEAD') {
    fileHead(res, list.resource, query.format);
    res.end();
    return;
  }
  const batches = await open(query);
  const first = await batches.next();
  fileHead(res, list.resource, query.format);
  async function* text(): AsyncGenerator<string, void, undefined> {
    const write = WRITERS[query.format];
    yield write(columns, first.done === true ? [] : first.value, true);
    for await (const rows of batches) yield write(columns, rows, false);
  }
  await stream(text(), res);
}
