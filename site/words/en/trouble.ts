/** When something went wrong. */
export const trouble = {
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
    noPasskey: 'No passkey was used. Try again, or choose another way.',
    abandoned: 'This was not done.',
    passkeyKnown: 'This device has a passkey for your account already.',
    failedTitle: 'This could not be loaded',
  },

  notFound: {
    documentTitle: 'Page not found · Clearview',
    title: 'Page not found',
    text: 'There is nothing at this address. If you typed it, check the spelling. If a link led here, it is out of date.',
    address: 'Address',
    back: 'Go to the overview',
  },
};
