/** The overview. */
export const overview = {
  overview: {
    title: 'Overview',
    lead: 'How your tenants stand in public, and what to mend first.',
    take: 'Take in a tenant',

    welcome: {
      title: 'Welcome to Clearview',
      text: 'Clearview looks at the public face of an organisation, as anybody on the internet can: its DNS, mail, encryption and website. It says how it stands and what to mend first.',
      points: [
        'Name the organisation and its domain',
        'Prove control of the domain with a DNS record or a file',
        'See the first result, less than a minute later',
      ],
      hint: 'A scan only looks. It changes nothing.',
    },

    posture: {
      title: 'How they stand',
      score: 'Average score',
      scoreUnit: ' of 100',
      noScore: 'No score yet',
      noScoreNote: 'The first scan brings one.',
      grades: 'Tenants by grade',
      states: 'Tenants by state',
      total: (count: string, isOne: boolean) => `${count} ${isOne ? 'tenant' : 'tenants'}`,
      scannedToday: (count: string) => `${count} scanned today`,
    },

    waiting: {
      title: (count: string, isOne: boolean) =>
        isOne ? '1 tenant waits for its next step' : `${count} tenants wait for their next step`,
      text: 'A domain is scanned only after control of it is proved.',
      link: 'Go on with onboarding',
    },

    worse: {
      title: 'What got worse since yesterday',
      none: 'Nothing got worse since yesterday.',
      fall: (from: number, to: number) => `from ${from} to ${to}`,
    },

    lowest: {
      title: 'Lowest',
      none: 'No tenant has a score yet.',
      well: 'All is well: every tenant with a score has grade A.',
    },

    running: { title: 'Running now', none: 'No scan is running or waiting.', all: 'All jobs' },

    console: {
      title: 'Users and audit',
      text: 'Add users, reset passwords and end access in the console. Its audit trail shows who signed in and what was changed.',
      link: 'Open the console',
    },
  },
};
