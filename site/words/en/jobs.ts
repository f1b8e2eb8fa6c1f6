/** The list of jobs. */
export const jobs = {
  jobs: {
    title: 'Jobs',
    lead: 'The scans that Clearview runs for you.',
    emptyTitle: 'No jobs yet',
    emptyText: 'Scans arrive in the next release. This page will then show each job with:',
    emptyPoints: [
      'what it scans, and for which tenant',
      'whether it waits, runs, is done or failed',
      'when it began and ended',
    ],
  },

  list: { count: (count: string) => `${count} in all. This release cannot show them yet.` },
};
