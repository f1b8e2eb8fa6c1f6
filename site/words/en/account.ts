/** The reader's own account, and the menu behind the name in the header. */
export const account = {
  account: {
    title: 'Account',
    lead: 'Who you are here, and how Clearview looks to you.',
    nav: {
      label: 'Account',
      account: 'Profile',
      security: 'Security',
      tokens: 'API tokens',
      activity: 'Activity',
    },

    you: 'You',
    username: 'Username',
    role: 'Role',
    roles: { admin: 'Administrator', user: 'User' },
    may: {
      admin:
        'You may do everything: take in and delete tenants, waive proofs of control, and look after users in the console.',
      user: 'You may take in tenants, scan them and see every finding. To delete a tenant or to waive a proof of control, ask an administrator.',
    },

    look: 'Look',
    themeHelp: 'System follows your device. The choice is kept in this browser.',

    session: 'This session',
    sessionText: 'You stay signed in on this browser until you sign out or the session ends by itself.',
    sessionsText: 'All browsers in which you are signed in stand under',
    sessionsLink: 'Security',

    menu: (badge: string) => `${badge}: account`,
    menuWithNotices: (badge: string, count: number) =>
      `${badge}: account, ${count === 1 ? '1 notice' : `${count} notices`}`,
  },

  notices: {
    title: 'Notices',
    newBrowser: (client: string) => `New sign-in: ${client}`,
    newBrowserText: (time: string, address: string) =>
      `Somebody signed in to your account ${time}${address === '' ? '' : ` from ${address}`}, in a browser that was not seen here before.`,
    mine: 'It was me',
    mineBusy: 'Noting…',
    mineDone: 'Noted. The browser is known from now on.',
    notMine: 'It was not me',
    notMineTitle: 'Secure your account',
    notMineText:
      'Change your password now. That signs out every other browser at once, also the one that you do not know. Tell an administrator, and look through your activity afterwards.',
  },

  clients: {
    on: (browser: string, system: string) => `${browser} on ${system}`,
    browserOn: (system: string) => `Browser on ${system}`,
    unknown: 'Unknown browser',
  },
};
