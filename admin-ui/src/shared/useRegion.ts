import { useLocale } from 'react-admin';

/** The reader's own kind of the console's language: what is 14:00 in en-GB is 2:00 PM in en-US. */
export function useRegion(): string {
  const locale = useLocale() ?? 'en';
  return navigator.languages.find((tag) => tag.split('-', 1)[0] === locale) ?? locale;
}
