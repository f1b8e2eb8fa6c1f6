/** How one signs in, and where one is signed in. */
export const security = {
  security: {
    title: 'Security',
    lead: 'How you sign in, and where you are signed in.',

    password: {
      title: 'Password',
      text: 'Changing it signs out all your other browsers.',
      change: 'Change password',
      dialog: 'Change your password',
      note: 'All your other browsers are signed out at once. This one stays signed in. API tokens go on working.',
      current: 'Current password',
      currentMissing: 'Enter your current password.',
      next: 'New password',
      submit: 'Change password',
      busy: 'Changing password…',
      done: 'Your password was changed.',
      doneEnded: (count: number) =>
        `Your password was changed. ${count === 1 ? 'One other browser was' : `${count} other browsers were`} signed out.`,
    },

    factor: {
      title: 'Second factor',
      off: 'Off',
      on: 'On',
      textOff:
        'Your password alone signs you in. With a second factor, somebody who learns the password still cannot.',
      textOn: 'Besides the password, Clearview asks for one of these when you sign in.',
      requiredOff: 'Your role needs a second factor. Add one of these.',
      required: 'Your role needs a second factor: the last one cannot be removed.',

      totp: 'Authenticator app',
      totpOff: 'An app on your phone or in your password manager shows a new code every 30 seconds.',
      totpOn: 'Set up',
      setUp: 'Set up',
      totpDone: 'The authenticator app is set up.',
      remove: 'Remove',
      removeTotp: 'Remove the authenticator app?',
      removeTotpText: 'Its codes sign you in no longer. You can set it up again at any time.',
      removeBusy: 'Removing…',
      totpRemoved: 'The authenticator app was removed.',
      lastText:
        'It is your last second factor: your password alone then signs you in, and the recovery codes end.',
      neededTitle: 'This is your last second factor',
      neededText: 'Your role needs one. Add another one first, then remove this one.',

      passkeys: 'Passkeys',
      passkeysText:
        'Fingerprint, face, PIN or a security key. A passkey signs you in even without the password.',
      passkeysUnavailable:
        'Passkeys belong to a name, and Clearview was opened by its address. Open it by its name, over https or at http://localhost.',
      passkeysUnsupported:
        'This browser makes no passkeys here. Open Clearview in a current browser, over https or at http://localhost.',
      add: 'Add passkey',
      passkeyDone: 'The passkey was added.',
      backedUp: 'Synced',
      backedUpHelp: 'Kept by a password manager or your platform, on all your devices',
      added: 'Added',
      used: 'Last used',
      neverUsed: 'Never used',
      more: (name: string) => `Actions for ${name}`,
      rename: 'Rename',
      renameTitle: (name: string) => `Rename “${name}”`,
      renameSubmit: 'Rename',
      renameBusy: 'Renaming…',
      renamed: 'The passkey has its new name.',
      removePasskey: (name: string) => `Remove “${name}”?`,
      removePasskeyText:
        'It signs you in no longer. Delete it on the device or in the password manager too, else it will still be offered there.',
      passkeyRemoved: 'The passkey was removed.',

      codes: 'Recovery codes',
      codesLeft: (left: number) => (left === 1 ? 'One code left' : `${left} codes left`),
      codesFew: 'Make new ones before you run out.',
      codesNone: 'None left. Without one, a lost device means that an administrator has to let you in.',
      codesText: 'For the day when the device is lost. Each works once.',
      newCodes: 'New codes',
      newCodesTitle: 'Make new recovery codes?',
      newCodesText: 'The codes that you have now end at once, wherever you keep them.',
      newCodesSubmit: 'Make new codes',
      newCodesBusy: 'Making codes…',
      codesDialog: 'New recovery codes',
    },

    sessions: {
      title: 'Where you are signed in',
      text: 'If you do not know one of these, sign it out and change your password.',
      current: 'This browser',
      unknownPlace: 'unknown address',
      signedIn: 'Signed in',
      seen: 'Last seen',
      now: 'Active now',
      until: (day: string) => `Remembered until ${day}`,
      end: 'Sign out',
      endLabel: (client: string) => `Sign out ${client}`,
      ending: 'Signing out…',
      ended: (client: string) => `${client} was signed out.`,
      endOthers: 'Sign out all others',
      endOthersTitle: 'Sign out all other browsers?',
      endOthersText: (count: number) =>
        count === 1
          ? 'One other browser has to sign in again. This one stays signed in.'
          : `${count} other browsers have to sign in again. This one stays signed in.`,
      endOthersSubmit: 'Sign out the others',
      othersEnded: (count: number) =>
        count === 1 ? 'One browser was signed out.' : `${count} browsers were signed out.`,
      alone: 'You are signed in nowhere else.',
    },
  },
};
