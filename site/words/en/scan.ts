/** How scans, what they found, and the states of things are called everywhere. */
export const scan = {
  tenantStates: { onboarding: 'Onboarding', active: 'Active', paused: 'Paused' },
  jobStates: {
    queued: 'Waiting',
    running: 'Running',
    succeeded: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  triggers: {
    manual: 'By hand',
    schedule: 'Nightly',
    onboarding: 'First scan',
    retry: 'Tried again',
  },
  proofs: { dns: 'DNS record', file: 'File on the web server', waiver: 'Waived by an administrator' },
  groups: { dns: 'DNS', mail: 'Mail', tls: 'TLS', web: 'Web' },
  /** How much a check weighs in the score. */
  severities: { high: 'High weight', medium: 'Medium weight', low: 'Low weight' },
  statuses: { pass: 'Pass', warn: 'Warning', fail: 'Fail', unknown: 'Unknown' },
  grades: {
    A: 'Excellent',
    B: 'Good',
    C: 'Fair',
    D: 'Weak',
    E: 'Poor',
    F: 'Critical',
    none: 'No grade yet',
    label: (grade: string, word: string) => `Grade ${grade}: ${word}`,
  },
  score: {
    none: 'No score yet',
    of: ' of 100',
    trend: (scores: readonly number[]) => {
      const [first, last] = [scores[0] ?? 0, scores.at(-1) ?? 0];
      if (scores.length === 1) return `One scan so far, score ${last}.`;
      return `Score of the last ${scores.length} scans: from ${first} to ${last}.`;
    },
    noTrend: 'No scans yet',
  },
  progress: {
    checks: (done: string, total: string) => `${done} of ${total} checks`,
    waiting: 'Waiting to begin',
    label: (name: string) => `Scan of ${name}`,
  },
};
