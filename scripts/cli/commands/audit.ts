/** `clearview audit`: what happened, as it happens or as a file. */
import { Command, Option } from 'commander';
import type { Selection } from '../../../db/list-source.js';
import type { AuditRow } from '../../../db/tables.js';
import { AUDIT_EVENTS } from '../../../server/audit/audit-events.js';
import { AUDIT_COLUMNS } from '../../../server/audit/audit-routes.js';
import { exportAudit, listAudit } from '../../../server/audit/audit-service.js';
import { Tail, watchAudit } from '../../../server/audit/audit-stream.js';
import type { ActorCtx } from '../../../server/core/context.js';
import { writePrivately } from '../../../server/core/private-file.js';
import { toCsv } from '../../../server/http/export.js';
import { getUserByName } from '../../../server/users/users-lookup-service.js';
import { startProgress } from '../progress.js';
import type { Machine } from '../machine.js';
import { gather, given, jsonOption, momentOf, onMachine, walk, whole, withExamples } from '../options.js';
import { Failure } from '../outcome.js';
import { print, printLine, toJson, visible } from '../output.js';

interface Filters {
  event?: string;
  user?: string;
  since?: Date;
  until?: Date;
}

async function filterOf(ctx: ActorCtx, options: Filters): Promise<Selection['filter']> {
  const user = options.user === undefined ? undefined : await getUserByName(ctx, options.user);
  const { event, since: ts_gte, until: ts_lte } = options;
  return given({ event, user_id: user?.id, ts_gte, ts_lte });
}

/** One line of the log for a person. */
function toLine({ ts, event, username, ip, detail }: AuditRow): string {
  const time = `${ts.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const facts = Object.entries(detail).map(([key, value]) =>
    visible(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  );
  return [
    time,
    event.padEnd(18),
    visible(username ?? '-').padEnd(12),
    visible(ip ?? '-').padEnd(15),
    ...facts,
  ]
    .join('  ')
    .trimEnd();
}

interface TailOptions extends Filters {
  lines: number;
  follow?: true;
  json?: true;
}

async function tail({ ctx, signal }: Machine, options: TailOptions): Promise<void> {
  const filter = await filterOf(ctx, options);
  const write = (row: AuditRow): Promise<void> => printLine(options.json ? toJson(row) : toLine(row));
  // Before the past is read, so that nothing falls between the two.
  const following = options.follow ? await Tail.open(ctx, filter, null) : null;
  const selection = { sort: { field: 'id', direction: 'desc' }, filter } as const;
  const past = await gather(walk((query) => listAudit(ctx, query), selection, options.lines));
  const shown = new Set(past.map(({ id }) => id));
  for (const row of past.reverse()) await write(row);
  if (following === null) return;
  await watchAudit(ctx, following, {
    signal,
    row: (row) => (shown.has(row.id) ? Promise.resolve() : write(row)),
    beat: () => Promise.resolve(),
    end: ({ code, detail }) => {
      throw new Failure(code, detail);
    },
  });
}

interface ExportOptions extends Filters {
  format: 'csv' | 'jsonl';
  json?: true;
}

async function exportLog(
  { ctx, signal }: Machine,
  file: string | undefined,
  options: ExportOptions,
): Promise<void> {
  const filter = await filterOf(ctx, options);
  const { format } = options;
  const batches = await exportAudit(ctx, {
    sort: { field: 'id', direction: 'asc' },
    filter,
    format,
  });
  const bar = startProgress('Rows', file === undefined ? null : 0);
  let rows = 0;
  async function* text(): AsyncGenerator<string, void, undefined> {
    if (format === 'csv') yield toCsv(AUDIT_COLUMNS, []);
    for await (const batch of batches) {
      signal.throwIfAborted();
      rows += batch.length;
      bar.update(rows);
      yield format === 'csv'
        ? toCsv(AUDIT_COLUMNS, batch, false)
        : batch.map((row) => `${JSON.stringify(row)}\n`).join('');
    }
  }
  try {
    if (file === undefined) {
      for await (const part of text()) await print(part);
      return;
    }
    await writePrivately(file, text());
  } finally {
    bar.stop();
  }
  await printLine(options.json ? toJson({ file, rows }, 2) : `${rows} rows written to ${visible(file)}.`);
}

function addFilters(command: Command): Command {
  command.addOption(new Option('-e, --event <name>', 'this event only').choices([...AUDIT_EVENTS]));
  command.option('-u, --user <name>', 'what this user did');
  command.option('--since <time>', 'not older: 2026-03-01, 2026-03-01T08:00:00Z, 90m, 24h, 7d', momentOf);
  return command.option('--until <time>', 'not newer', momentOf).addOption(jsonOption());
}

export function auditCommand(): Command {
  const audit = new Command('audit').description('Read what happened. Nobody can change it.');
  const tailing = addFilters(audit.command('tail').description('the newest rows, the last at the end'));
  tailing.option('-n, --lines <count>', 'how many', whole(0, 100_000), 20);
  tailing.option('-f, --follow', 'go on with what is added, until Ctrl+C').action(onMachine(tail));
  withExamples(tailing, [
    ['npx clearview audit tail --follow', 'watch'],
    ['npx clearview audit tail --event login_fail --since 24h -n 1000', 'who fails to get in'],
    [`npx clearview audit tail -f --json | jq .event`, 'a line of JSON for each row'],
  ]);
  const exporting = addFilters(
    audit.command('export').description('the whole log, or part of it, as a file'),
  );
  exporting.argument('[file]', 'where to; without it to stdout');
  exporting.addOption(new Option('--format <kind>', 'of the file').choices(['csv', 'jsonl']).default('csv'));
  exporting.action(onMachine(exportLog));
  withExamples(exporting, [
    ['npx clearview audit export audit.csv', 'everything; the file is readable by you alone'],
    ['npx clearview audit export --format jsonl --since 7d | gzip > week.jsonl.gz', 'a week, packed'],
  ]);
  return audit;
}
