/** Adding what one signs in with beside the password. */
export const secondFactor = {
  totp: {
    title: 'Set up an authenticator app',
    scanTitle: 'Scan this with the app',
    scanText:
      'Open an authenticator app, such as the one of your password manager, Aegis or Google Authenticator, and add an account.',
    qr: 'QR code for the authenticator app',
    typeTitle: 'You cannot scan it?',
    typeText: 'Type this key into the app. It goes by time (TOTP).',
    copyKey: 'Copy key',
    openHere: 'Open it in an app on this device',
    codeTitle: 'Type what the app shows',
    code: 'Code from the app',
    codeHelp: 'Six digits. They change every 30 seconds.',
    codeMissing: 'Type the six digits that the app shows.',
    codeWrong:
      'This is not the code of this moment. Type the one that the app shows now. If it is refused again, set the clock of the device with the app to automatic.',
    submit: 'Turn on',
    busy: 'Turning on…',
  },

  passkey: {
    title: 'Add a passkey',
    text: 'A passkey signs you in by fingerprint, face, PIN or a security key. It cannot be guessed, and no other site can ask for it.',
    name: 'Name',
    nameHelp: 'By which you will know it in your list, such as “Work laptop” or “Blue key”.',
    nameMissing: 'Give the passkey a name.',
    device: (system: string) => `${system} device`,
    thisDevice: 'This device',
    submit: 'Add passkey',
    busy: 'Waiting for the browser…',
    unsupported:
      'Passkeys work in a current browser that opened Clearview by its name: over https, or at http://localhost.',
  },

  recovery: {
    title: 'Save your recovery codes',
    text: 'If you lose the device, type one of these in its place when you sign in. Each works once.',
    warning: 'They are shown only this once. Keep them where you keep passwords, not on the same device.',
    list: 'Recovery codes',
    copy: 'Copy recovery codes',
    download: 'Download',
    print: 'Print',
    saved: 'I have saved these codes',
    savedMissing: 'Save the codes first, then say so here.',
    done: 'Done',
    fileName: 'clearview-recovery-codes.txt',
    fileTitle: (host: string) => `Clearview recovery codes for ${host}`,
    fileMade: (day: string) =>
      `Made on ${day}. Each works once, in the place of the app or passkey that is lost.`,
  },
};
