/** The frame around every page. */
export const shell = {
  shell: {
    skip: 'Skip to content',
    menu: 'Menu',
    navigation: 'Main',
    badge: (name: string, role: string) => `${name} (${role})`,
    signOut: 'Sign out',
    signingOut: 'Signing out…',
    signOutFailed: 'You are still signed in: Clearview could not end the session. Try again.',
    dismiss: 'Dismiss',
    loading: 'Loading…',
    version: (version: string) => `Clearview ${version}`,
    users: 'Users',
  },
};
