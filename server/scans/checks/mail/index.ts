/** The checks of mail, in the order in which reports show them. */
import type { Check } from '../../check.js';
import { dmarc } from './dmarc.js';
import { dmarcReports } from './dmarc-reports.js';
import { mtaSts } from './mta-sts.js';
import { mx } from './mx.js';
import { spf } from './spf.js';
import { starttls } from './starttls.js';
import { tlsRpt } from './tls-rpt.js';

export const MAIL_CHECKS: readonly Check[] = [mx, spf, dmarc, dmarcReports, starttls, mtaSts, tlsRpt];
