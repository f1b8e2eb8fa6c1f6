/** The reader's own account, and the menu behind the name in the header. */
export const account = {
  account: {
    title: 'Account',
    lead: 'Who you are here, and how Clearview looks to you.',

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
    console: 'Your sessions on all devices stand in the console.',
    consoleLink: 'Show them',

    menu: (badge: string) => `${badge}: account`,
  },
};
