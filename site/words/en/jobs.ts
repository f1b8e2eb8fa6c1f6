/** The list of jobs. */
export const jobs = {
  jobs: {
    title: 'Jobs',
    lead: 'The scans that Clearview runs for you, as they run.',

    emptyTitle: 'No jobs yet',
    emptyText:
      'A tenant is scanned once control of its domain is proved, then every night, and whenever somebody asks for it. Each scan stands here.',
    emptyAction: 'Take in a tenant',

    search: 'Search by tenant',
    allStates: 'All states',
    columns: {
      tenant: 'Tenant',
      state: 'State',
      result: 'Progress and result',
      trigger: 'Why',
      created: 'Queued',
      duration: 'Took',
      actions: 'Actions',
    },

    by: (name: string) => `by ${name}`,
    attempts: (attempt: string, most: string) => `Attempt ${attempt} of ${most}`,
    triesAgain: 'Tries again',
    noScore: 'Too little could be seen for a score.',
    nothing: '–',

    cancel: 'Cancel',
    cancelOf: (tenant: string) => `Cancel the scan of ${tenant}`,
    cancelTitle: (tenant: string) => `Cancel the scan of ${tenant}?`,
    cancelText: 'It ends at once and brings no new score. The last score of the tenant stays.',
    cancelKeep: 'Let it run',
    cancelDo: 'Cancel scan',
    cancelling: 'Cancelling…',
    cancelled: (tenant: string) => `The scan of ${tenant} was cancelled.`,

    retry: 'Try again',
    retryOf: (tenant: string) => `Try again: scan of ${tenant}`,
    retried: (tenant: string) => `${tenant} is queued for another scan.`,

    /** For screen readers: a sentence for each beginning and end. */
    said: {
      queued: (tenant: string) => `New scan of ${tenant}.`,
      running: (tenant: string) => `The scan of ${tenant} has begun.`,
      succeeded: (tenant: string) => `The scan of ${tenant} is done.`,
      failed: (tenant: string) => `The scan of ${tenant} failed.`,
      cancelled: (tenant: string) => `The scan of ${tenant} was cancelled.`,
    },

    newer: (count: number) => (count === 1 ? 'Show 1 change' : `Show ${count} changes`),

    line: {
      broken: 'The live line is broken: what stands here may be old. Clearview is trying to mend it.',
      back: 'The live line is back.',
    },
  },
};
