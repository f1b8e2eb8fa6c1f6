/** The question who sits there, asked again before what could lock somebody out or let somebody in. */
export const reauthenticate = {
  reauthenticate: {
    title: 'Confirm that it is you',
    lead: 'This could give others a way in, so Clearview asks once more. It then does not ask for ten minutes.',
    password: 'Your password',
    passwordMissing: 'Enter your password.',
    passwordWrong: 'This is not your password.',
    code: 'Code',
    codeHelp: 'Of your authenticator app, or a recovery code.',
    codeMissing: 'Enter a code.',
    codeWrong: 'This code is not right, or was used already. Enter the next one.',
    passkey: 'Use a passkey',
    passkeyBusy: 'Waiting for your passkey…',
    or: 'or',
    submit: 'Confirm',
    busy: 'Confirming…',
    noWay: 'Your passkeys work at another address of Clearview. Sign out and in again, then come back.',
    tooMany: (wait: string) => `Too many failed attempts. Try again in ${wait}.`,
  },
};
