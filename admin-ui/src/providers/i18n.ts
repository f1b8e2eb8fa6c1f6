import polyglotI18nProvider from 'ra-i18n-polyglot';
import { en } from '../i18n/en';
import { fr } from '../i18n/fr';

const languages = { en, fr };
type Locale = keyof typeof languages;

const isLocale = (value: string): value is Locale => value in languages;

/** The first language of the browser that we speak; a choice made in the console comes before it. */
const browserLocale = (): Locale =>
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'en';

export const i18nProvider = polyglotI18nProvider(
  (locale) => {
    document.documentElement.lang = locale;
    return languages[isLocale(locale) ? locale : 'en'];
  },
  browserLocale(),
  [
    { locale: 'en', name: 'English' },
    { locale: 'fr', name: 'Français' },
  ],
  { allowMissing: true },
);
