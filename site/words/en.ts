/**
 * All the words of the site, in one place. Plain strings may be asked for by the HTML pages as `{{login.title}}`;
 * what depends on a value is a function.
 */
export const en = {
  language: 'en',
  product: 'Clearview',
  needsScript: 'Clearview needs JavaScript. Allow it for this address and load the page again.',

  theme: { legend: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },

  fields: {
    username: 'Username',
    password: 'Password',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
  },

  login: {
    documentTitle: 'Sign in · Clearview',
    title: 'Sign in to Clearview',
    remember: 'Remember me for 30 days',
    submit: 'Sign in',
    busy: 'Signing in…',
    usernameMissing: 'Enter your username.',
    passwordMissing: 'Enter your password.',
    wrong: 'Wrong username or password.',
    expired: 'Your session has ended. Sign in again.',
    signedOut: 'You have signed out.',
    setupDone: 'Clearview is already set up. Sign in with your account.',
    tooMany: (wait: string) => `Too many failed attempts. Try again in ${wait}.`,
    tooManySomeTime: 'Too many failed attempts. Wait a few minutes, then try again.',
  },

  setup: {
    documentTitle: 'Set up · Clearview',
    title: 'Create the first administrator',
    lead: 'Clearview has no users yet. This account can add the others.',
    usernameHelp: 'For example a first name or an email address.',
    usernameMissing: 'Enter a username.',
    usernameWrong: 'Begin with a letter or a digit. Then use only letters, digits and . _ @ + -',
    usernameLong: 'Use at most 128 characters.',
    passwordMissing: 'Enter a password.',
    passwordWeak: 'This password does not meet the rules below yet.',
    rules: {
      title: 'Password rules',
      length: 'At least 12 characters',
      letter: 'A letter',
      digit: 'A digit',
      name: 'Not your username, nor “Clearview”',
      size: 'At most 1024 bytes',
      common: 'Not a common one (checked at the end)',
      met: 'met',
      notMet: 'not met yet',
      progress: (met: number, all: number) => `${met} of ${all} password rules met`,
    },
    token: 'Setup token',
    tokenHelp: 'The SETUP_TOKEN that this instance was started with.',
    tokenMissing: 'Enter the setup token.',
    tokenWrong: 'This is not the setup token of this instance.',
    submit: 'Create administrator',
    busy: 'Creating administrator…',
    tooMany: (wait: string) => `Too many attempts. Try again in ${wait}.`,
    created: 'The administrator was created.',
  },

  droppedCookie: {
    title: 'The browser did not keep the sign-in',
    plainHttp:
      'The name and password are right, but this page was opened over plain HTTP and the browser refuses a secure cookie there. Do one of these:',
    useHttps: 'Open Clearview over https.',
    useLoopback: 'On the machine that runs Clearview, open it as http://127.0.0.1 or http://localhost.',
    allowPlain: 'If you trust the network, set COOKIE_SECURE=false and start Clearview again.',
    blocked:
      'The name and password are right, but the browser did not store the cookie. Allow cookies for this address, then sign in again.',
  },

  trouble: {
    noConnection: 'No connection to Clearview.',
    database: 'Clearview cannot reach its database.',
    busy: 'Clearview is too busy to answer at the moment.',
    starting: 'Clearview is still starting.',
    nothingLost: 'Nothing was lost.',
    stillHere: 'What you typed is still here. Try again in a moment.',
    tryingIn: (wait: string) => `Trying again in ${wait}.`,
    trying: 'Trying again…',
    tryNow: 'Try now',
    tryAgain: 'Try again',
    forbidden: 'Your account may not see this.',
    unexpected: (status: number) => `Clearview gave an answer that was not expected (${status}).`,
    reference: (id: string) => `Reference: ${id}`,
    failedTitle: 'This could not be loaded',
  },

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

  roles: { admin: 'administrator', user: 'user' },

  overview: {
    title: 'Overview',
    lead: 'How your tenants stand in public, and what to mend first.',
    tenants: 'Tenants',
    tenantsNone: 'None yet. Tenants arrive in the next release.',
    tenantsSome: 'Known to Clearview.',
    signedInAs: 'Signed in as',
    role: (role: string) => `Role: ${role}.`,
    version: 'Version',
    versionNote: 'Running on this server.',
    versionUnknown: 'Not known',
    consoleTitle: 'Users and audit',
    consoleText:
      'Add users, reset passwords and end access in the console. Its audit trail shows who signed in and what was changed.',
    consoleLink: 'Open the console',
  },

  tenants: {
    title: 'Tenants',
    lead: 'The organisations that you look after.',
    emptyTitle: 'No tenants yet',
    emptyText: 'Tenants arrive in the next release. This page will then list each one with:',
    emptyPoints: [
      'its domains and addresses',
      'its open findings, the worst first',
      'how it has changed over time',
    ],
  },

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

  onboarding: {
    title: 'Onboarding',
    lead: 'From a new name to the first scan.',
    emptyTitle: 'Nothing to onboard yet',
    emptyText: 'Onboarding arrives in the next release. This page will then lead you through:',
    emptyPoints: ['adding a tenant', 'proving that a domain is theirs', 'starting the first scan'],
  },

  list: { count: (count: string) => `${count} in all. This release cannot show them yet.` },

  notFound: {
    documentTitle: 'Page not found · Clearview',
    title: 'Page not found',
    text: 'There is nothing at this address. If you typed it, check the spelling. If a link led here, it is out of date.',
    address: 'Address',
    back: 'Go to the overview',
  },

  documentTitle: (page: string) => `${page} · Clearview`,
};
