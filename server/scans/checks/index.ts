/** Every check, in the order in which reports show them. A new one: its file, and its line in the list of its group. */
import type { Check } from '../check.js';
import { DNS_CHECKS } from './dns/index.js';
import { MAIL_CHECKS } from './mail/index.js';
import { TLS_CHECKS } from './tls/index.js';
import { WEB_CHECKS } from './web/index.js';

export const CHECKS: readonly Check[] = [...DNS_CHECKS, ...MAIL_CHECKS, ...TLS_CHECKS, ...WEB_CHECKS];
