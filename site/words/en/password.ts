/** Where a new password is chosen. */
export const password = {
  password: {
    missing: 'Enter a password.',
    weak: 'This password does not meet the rules below yet.',

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
      progress: (met: number, all: number) => `${met} of ${all} password rules met.`,
    },

    strength: {
      label: 'Strength',
      none: 'not known yet',
      levels: { 0: '', 1: 'Weak', 2: 'Fair', 3: 'Good', 4: 'Strong' },
      begin: 'A few unrelated words are easy to remember.',
      advice: 'Add another word or two, the less common the better.',
      fine: { 3: 'Hard to guess.', 4: 'Very hard to guess.' },
      warnings: {
        straightRow: 'Keys in a row are easy to guess.',
        keyPattern: 'Short patterns of keys are easy to guess.',
        simpleRepeat: 'Repeats like “aaa” are easy to guess.',
        extendedRepeat: 'Repeats like “abcabc” are easy to guess.',
        sequences: 'Sequences like “abc” or “123” are easy to guess.',
        recentYears: 'Years are easy to guess.',
        dates: 'Dates are easy to guess.',
        topTen: 'This is one of the most common passwords.',
        topHundred: 'This is one of the most common passwords.',
        common: 'This is a common password.',
        similarToCommon: 'This is close to a common password.',
        wordByItself: 'A single word is easy to guess.',
        namesByThemselves: 'Names are easy to guess.',
        commonNames: 'Names are easy to guess.',
        userInputs: 'Your username and “Clearview” are guessed first.',
      },
    },
  },
};
