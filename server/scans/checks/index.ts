/** Every check, in the order in which reports show them. A new one: its file beside the others, its line here. */
import type { Check } from '../check.js';
import { caa } from './dns/caa.js';
import { nameservers } from './dns/nameservers.js';
import { resolves } from './dns/resolves.js';
import { dmarc } from './mail/dmarc.js';
import { dmarcReports } from './mail/dmarc-reports.js';
import { mtaSts } from './mail/mta-sts.js';
import { mx } from './mail/mx.js';
import { spf } from './mail/spf.js';
import { starttls } from './mail/starttls.js';
import { tlsRpt } from './mail/tls-rpt.js';

export const CHECKS: readonly Check[] = [
  resolves,
  nameservers,
  caa,
  mx,
  spf,
  dmarc,
  dmarcReports,
  starttls,
  mtaSts,
  tlsRpt,
];
