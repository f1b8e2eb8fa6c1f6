/** The pages in front of the application: sign in, set up. */
export const door = {
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
};
