/**
 * The one source of Clearview's look, for the site's style sheet and the console's theme alike.
 *
 * Colours are named by their role, never by their hue, so that a page says what it means and light and dark
 * can differ. test/site/tokens.test.ts computes the contrast of every pair that is used.
 */
export interface Colors {
  /** The page. */
  surface: string;
  /** What lies on the page: cards, header, menus, fields. */
  surfaceRaised: string;
  /** What lies below it: table heads, code, segmented controls. */
  surfaceSunken: string;
  /** A row or a link under the pointer. */
  surfaceHover: string;
  text: string;
  textMuted: string;
  /** Lines that separate; decoration, so without a contrast rule. */
  border: string;
  /** Edges of controls: one must see where to click, so 3 : 1. */
  borderControl: string;
  /** Links, focus, the chosen thing. */
  accent: string;
  /** Ground of the main button; darker than `accent`, because white text stands on it. */
  accentFill: string;
  accentFillHover: string;
  accentContrast: string;
  accentSoft: string;
  good: string;
  goodSoft: string;
  warn: string;
  warnSoft: string;
  bad: string;
  badSoft: string;
  /** Ground of a button that does what cannot be undone; white text stands on it. */
  badFill: string;
  badFillHover: string;
  unknown: string;
  unknownSoft: string;
}

export const light: Colors = {
  surface: '#f7f8fa',
  surfaceRaised: '#ffffff',
  surfaceSunken: '#eff1f5',
  surfaceHover: '#eceff4',
  text: '#171a21',
  textMuted: '#566073',
  border: '#dfe3ea',
  borderControl: '#7f889a',
  accent: '#1f5fe0',
  accentFill: '#2563eb',
  accentFillHover: '#1d4ed8',
  accentContrast: '#ffffff',
  accentSoft: '#e8effd',
  good: '#12704a',
  goodSoft: '#e6f4ed',
  warn: '#875000',
  warnSoft: '#fcf1dc',
  bad: '#bd2129',
  badSoft: '#fdecec',
  badFill: '#bd2129',
  badFillHover: '#a31b22',
  unknown: '#566073',
  unknownSoft: '#eceff4',
};

export const dark: Colors = {
  surface: '#0f1115',
  surfaceRaised: '#1a1d24',
  surfaceSunken: '#0e1116',
  surfaceHover: '#232732',
  text: '#e6e8ee',
  textMuted: '#9aa4b6',
  border: '#2a2f3a',
  borderControl: '#6a7489',
  accent: '#5b9bff',
  accentFill: '#2563eb',
  accentFillHover: '#2f6df0',
  accentContrast: '#ffffff',
  accentSoft: '#17263f',
  good: '#4cc38a',
  goodSoft: '#11261c',
  warn: '#f0b429',
  warnSoft: '#2b2110',
  bad: '#ff8a8e',
  badSoft: '#2f171a',
  badFill: '#c4323a',
  badFillHover: '#d03b43',
  unknown: '#9aa4b6',
  unknownSoft: '#232732',
};

/** Steps of space in px, on a grid of 4. */
export const space = [4, 8, 12, 16, 24, 32, 48] as const;

/** Corner radii in px: controls, and what contains them. */
export const radius = { control: 6, panel: 10 } as const;

/** Type sizes in px; style sheets turn them into rem, so that the reader's own size counts. */
export const fontSize = { small: 13, body: 14, large: 16, title: 20, display: 28 } as const;

export const fontFamily = {
  sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
} as const;

/** The one shadow, for what floats. */
export const shadow = {
  light: '0 8px 24px rgb(20 26 40 / 14%), 0 1px 3px rgb(20 26 40 / 10%)',
  dark: '0 8px 24px rgb(0 0 0 / 48%), 0 1px 3px rgb(0 0 0 / 40%)',
} as const;

/** What lies over the page behind a dialog. */
export const veil = { light: 'rgb(20 26 40 / 45%)', dark: 'rgb(0 0 0 / 60%)' } as const;

/** The longest that anything moves, in ms. */
export const motion = 120;
