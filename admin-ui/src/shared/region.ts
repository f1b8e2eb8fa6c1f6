/**
 * The reader's own kind of the language that the console speaks: dates and numbers are written otherwise in
 * en-GB than in en-US.
 */
export const regionOf = (locale: string): string =>
  navigator.languages.find((tag) => tag === locale || tag.startsWith(`${locale}-`)) ?? locale;
