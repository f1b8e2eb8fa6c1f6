/** The report of one tenant, and its way out of the house as a file. */
import type { Request, Response, Router } from 'express';
import { invalid } from '../core/errors.js';
import { fileHead, toCsv, type ExportColumns } from '../http/export.js';
import { assertKnownParameters, single } from '../http/list-query.js';
import { actorCtx } from '../http/request-context.js';
import { assertSameOrigin } from '../http/same-origin.js';
import { sendJson } from '../http/send-json.js';
import { readId } from '../http/validate.js';
import { exportReport, getReport, type Report, type ReportedFinding } from './tenants-report-service.js';
import { getTenant } from './tenants-view-service.js';

const COLUMNS: ExportColumns<ReportedFinding> = {
  domain: (finding) => finding.domain,
  check_id: (finding) => finding.check_id,
  group: (finding) => finding.group,
  title: (finding) => finding.title,
  severity: (finding) => finding.severity,
  status: (finding) => finding.status,
  before: (finding) => finding.before,
  gain: (finding) => finding.gain,
  summary: (finding) => finding.summary,
  evidence: (finding) => finding.evidence.join('\n'),
  why: (finding) => finding.why,
  mend: (finding) => finding.mend,
  link: (finding) => finding.link.url,
  seen_at: (finding) => finding.seen_at,
};

const WRITERS: Record<string, (report: Report) => string> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  csv: (report) => toCsv(COLUMNS, report.findings),
};

async function sendReport(req: Request, res: Response): Promise<void> {
  const ctx = actorCtx(req);
  const id = readId(req);
  // A link on another site would leave a file with whoever follows it, and their name in the audit log.
  assertSameOrigin(req);
  assertKnownParameters(req, ['format']);
  const format = single(req, 'format') ?? '';
  const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
  if (write === undefined) throw invalid({ format: 'format must be json or csv.' });
  const isHead = req.method === 'HEAD';
  // A HEAD request gets the headers and leaves no trace.
  const text = isHead ? '' : write(await exportReport(ctx, id, format));
  if (isHead) await getTenant(ctx, id);
  fileHead(res, `report-${id}`, format === 'csv' ? 'csv' : 'json');
  res.end(text);
}

/** Adds the routes of the report to those of tenants. */
export function addReport(router: Router): void {
  router.get('/:id/report', async (req, res) => {
    sendJson(res, await getReport(actorCtx(req), readId(req)));
  });

  router.get('/:id/report/export', sendReport);
}
