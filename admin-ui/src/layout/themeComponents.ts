import type { ThemeOptions } from '@mui/material/styles';
import { fontFamily, fontSize, radius, type Colors } from '../../../site/design/tokens';

type Components = ThemeOptions['components'];

/** Labels stand above their field, where they never move and never cover what was typed. */
const fields = (colors: Colors): Components => ({
  MuiTextField: { defaultProps: { variant: 'outlined', margin: 'none' } },
  MuiFormControl: { defaultProps: { variant: 'outlined', margin: 'none' } },
  MuiInputLabel: {
    defaultProps: { shrink: true },
    styleOverrides: {
      root: {
        position: 'static',
        transform: 'none',
        maxWidth: 'none',
        marginBottom: 4,
        fontSize: `${fontSize.small / 16}rem`,
        fontWeight: 500,
        color: colors.text,
        '&.Mui-focused, &.Mui-disabled, &.Mui-error': { color: colors.text },
      },
    },
  },
  MuiFormLabel: { styleOverrides: { asterisk: { display: 'none' } } },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: {
        backgroundColor: colors.surfaceRaised,
        '&:hover:not(.Mui-disabled):not(.Mui-error) .MuiOutlinedInput-notchedOutline': {
          borderColor: colors.text,
        },
        '&.Mui-disabled': { backgroundColor: colors.surfaceSunken },
      },
      notchedOutline: { top: 0, borderColor: colors.borderControl, '& legend': { display: 'none' } },
    },
  },
  // On a white panel a white thumb without a shadow would be no thumb.
  MuiSwitch: {
    styleOverrides: {
      thumb: { border: `1px solid ${colors.borderControl}` },
      track: { backgroundColor: colors.borderControl },
    },
  },
  MuiFormHelperText: {
    styleOverrides: {
      root: { marginLeft: 0, fontSize: `${fontSize.small / 16}rem`, color: colors.textMuted },
    },
  },
});

const buttons = (colors: Colors): Components => ({
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: {
      // Without the ripple nothing else would show where the focus is, e.g. on toggles.
      root: { '&.Mui-focusVisible': { outline: `2px solid ${colors.accent}`, outlineOffset: -2 } },
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true },
    styleOverrides: {
      root: {
        whiteSpace: 'nowrap',
        '&.Mui-focusVisible': { outline: `2px solid ${colors.accent}`, outlineOffset: 2 },
      },
      containedPrimary: {
        backgroundColor: colors.accentFill,
        color: colors.accentContrast,
        '&:hover': { backgroundColor: colors.accentFillHover },
      },
      outlinedInherit: { borderColor: colors.borderControl },
      outlinedError: { borderColor: colors.bad },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        borderRadius: radius.control,
        '&.Mui-focusVisible': { outline: `2px solid ${colors.accent}`, outlineOffset: -2 },
      },
    },
  },
  MuiLink: {
    defaultProps: { underline: 'hover' },
    styleOverrides: {
      root: {
        '&:focus-visible': { outline: `2px solid ${colors.accent}`, outlineOffset: 2, borderRadius: 2 },
      },
    },
  },
});

const surfaces = (colors: Colors, floating: string): Components => ({
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiDialog: {
    styleOverrides: { paper: { border: `1px solid ${colors.border}`, borderRadius: radius.panel } },
  },
  MuiPopover: {
    styleOverrides: { paper: { border: `1px solid ${colors.border}`, boxShadow: floating } },
  },
  MuiMenuItem: { styleOverrides: { root: { minHeight: 36 } } },
  MuiTooltip: { defaultProps: { arrow: false, enterDelay: 300 } },
  MuiCssBaseline: {
    styleOverrides: {
      code: { fontFamily: fontFamily.mono, fontSize: '0.93em' },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': { animation: 'none !important', transition: 'none !important' },
      },
    },
  },
});

const tables = (colors: Colors): Components => ({
  MuiTableCell: {
    styleOverrides: {
      root: { borderColor: colors.border, fontVariantNumeric: 'tabular-nums', padding: '8px 16px' },
      head: {
        fontSize: `${fontSize.small / 16}rem`,
        fontWeight: 500,
        color: colors.textMuted,
        whiteSpace: 'nowrap',
        // A border of a collapsed table stays behind when its head stays in sight.
        borderBottomColor: 'transparent',
        boxShadow: `inset 0 -1px ${colors.border}`,
      },
    },
  },
  MuiTablePagination: { styleOverrides: { root: { color: colors.textMuted } } },
});

export const components = (colors: Colors, floating: string): Components => ({
  ...fields(colors),
  ...buttons(colors),
  ...surfaces(colors, floating),
  ...tables(colors),
});
