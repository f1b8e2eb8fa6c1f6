/** The report on paper. */
export const report = {
  report: {
    title: 'Report',
    of: (name: string) => `Report on ${name}`,
    print: 'Print or save as PDF',
    back: 'Back to the tenant',
    scanned: 'Scanned',
    made: 'Made',
    domains: 'Domains',
    score: 'Score',
    mends: 'Mend first',
    findings: 'All findings',
    none: 'There is no finished scan yet, so there is nothing to report.',
    evidence: 'Seen',
    mend: 'How to mend it',
    link: 'Standard',
    madeBy: (version: string) => `Made by Clearview ${version}`,
  },
};
