import { alpha, type ThemeOptions } from '@mui/material/styles';
import { deepmerge } from '@mui/utils';
import { defaultTheme } from 'react-admin';
import {
  dark,
  fontFamily,
  fontSize,
  light,
  motion,
  radius,
  shadow,
  type Colors,
} from '../../../site/design/tokens';
import { components } from './themeComponents';

declare module '@mui/material/styles' {
  interface Palette {
    clearview: Colors;
  }
  interface PaletteOptions {
    clearview?: Colors;
  }
}

const rem = (px: number): string => `${px / 16}rem`;
const heading = (px: number, lineHeight: number) => ({ fontSize: rem(px), fontWeight: 600, lineHeight });

function palette(mode: 'light' | 'dark', colors: Colors): ThemeOptions['palette'] {
  const fill = { main: colors.accentFill, dark: colors.accentFillHover, contrastText: colors.accentContrast };
  const sign = (main: string) => ({ main, light: main, dark: main, contrastText: colors.surface });
  return {
    mode,
    clearview: colors,
    // `primary` colours text and icons; a filled button takes `accentFill` (see themeComponents).
    primary: { main: colors.accent, light: colors.accent, dark: fill.dark, contrastText: fill.contrastText },
    secondary: fill,
    success: sign(colors.good),
    warning: sign(colors.warn),
    error: sign(colors.bad),
    info: sign(colors.unknown),
    background: { default: colors.surface, paper: colors.surfaceRaised },
    text: { primary: colors.text, secondary: colors.textMuted, disabled: colors.textMuted },
    divider: colors.border,
    action: { hover: colors.surfaceHover, selected: colors.accentSoft, focus: alpha(colors.accent, 0.16) },
  };
}

/** Material's theme from the tokens that the site's style sheet is made of. */
function createConsoleTheme(mode: 'light' | 'dark', colors: Colors): ThemeOptions {
  const still = { shortest: motion, shorter: motion, short: motion, standard: motion, complex: motion };
  return deepmerge(defaultTheme, {
    palette: palette(mode, colors),
    shape: { borderRadius: radius.control },
    spacing: 8,
    typography: {
      fontFamily: fontFamily.sans,
      body1: { fontSize: rem(fontSize.body), lineHeight: 1.5 },
      body2: { fontSize: rem(fontSize.body), lineHeight: 1.5 },
      caption: { fontSize: rem(fontSize.small), lineHeight: 1.5 },
      subtitle1: { fontSize: rem(fontSize.large), fontWeight: 600, lineHeight: 1.4 },
      button: { fontSize: rem(fontSize.body), fontWeight: 500, textTransform: 'none' },
      h1: heading(fontSize.title, 1.3),
      h2: heading(fontSize.large, 1.4),
      h6: heading(fontSize.large, 1.4),
    },
    // One shadow, for what floats: menus, dialogs, toasts. What only lies on the page has a line.
    shadows: Array.from({ length: 25 }, (_, depth) => (depth < 6 ? 'none' : shadow[mode])),
    transitions: { duration: { ...still, enteringScreen: motion, leavingScreen: motion } },
    components: components(colors, shadow[mode]),
  });
}

export const lightTheme = createConsoleTheme('light', light);
export const darkTheme = createConsoleTheme('dark', dark);
