/** The checks of a domain's web site, the weightiest first. */
import type { Check } from '../../check.js';
import { cookies } from './cookies.js';
import { csp } from './csp.js';
import { framing } from './framing.js';
import { hsts } from './hsts.js';
import { httpsRedirect } from './https-redirect.js';
import { nosniff } from './nosniff.js';
import { referrerPolicy } from './referrer-policy.js';
import { securityTxt } from './security-txt.js';
import { versionLeaks } from './version-leaks.js';

export const WEB_CHECKS: readonly Check[] = [
  httpsRedirect,
  hsts,
  csp,
  cookies,
  framing,
  nosniff,
  referrerPolicy,
  versionLeaks,
  securityTxt,
];
