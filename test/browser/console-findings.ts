import type { SeedTenant } from '../support/tenants.js';

/** What a scan may have seen of a domain, in every state but one. */
export const FINDINGS = [
  {
    check_id: 'web.hsts',
    status: 'fail' as const,
    summary: 'There is no such header.',
    evidence: ['200 OK'],
  },
  { check_id: 'mail.dmarc', status: 'warn' as const, summary: 'The policy is p=none.' },
  { check_id: 'mail.spf', status: 'fail' as const, summary: 'There is no SPF record.' },
  { check_id: 'web.csp', status: 'fail' as const, summary: 'There is no policy.' },
  { check_id: 'dns.caa', status: 'pass' as const },
];

/** A tenant with a proved domain and one that is not, which was scanned twice. */
export const ACME: SeedTenant = {
  name: 'Acme',
  domains: ['acme.example.org'],
  unproved: ['shop.example.org'],
  scans: [
    { daysAgo: 2, score: 70 },
    { daysAgo: 1, findings: FINDINGS },
  ],
};
