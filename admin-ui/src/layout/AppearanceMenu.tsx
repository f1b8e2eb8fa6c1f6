import CheckIcon from '@mui/icons-material/Check';
import ContrastIcon from '@mui/icons-material/ContrastOutlined';
import {
  IconButton,
  ListItemIcon,
  ListItemText,
  ListSubheader,
  Menu,
  MenuItem,
  Tooltip,
} from '@mui/material';
import { useState } from 'react';
import { useLocales, useLocaleState, useStore, useTranslate } from 'react-admin';

interface Choice {
  key: string;
  label: string;
  chosen: boolean;
  choose: () => void;
}

const ChoiceItem = ({ label, chosen, choose }: Omit<Choice, 'key'>) => (
  <MenuItem role="menuitemradio" aria-checked={chosen} onClick={choose}>
    <ListItemIcon>{chosen && <CheckIcon fontSize="small" />}</ListItemIcon>
    <ListItemText>{label}</ListItemText>
  </MenuItem>
);

const themes = ['system', 'light', 'dark'] as const;

function useThemeChoices(): Choice[] {
  const translate = useTranslate();
  // The store writes it where the site looks for it too; without a value the system decides.
  const [theme, setTheme] = useStore<'light' | 'dark' | undefined>('theme');
  return themes.map((key) => ({
    key,
    label: translate(`clearview.theme.${key}`),
    chosen: (theme ?? 'system') === key,
    choose: () => setTheme(key === 'system' ? undefined : key),
  }));
}

function useLanguageChoices(): Choice[] {
  const [locale, setLocale] = useLocaleState();
  return useLocales().map(({ locale: key, name }) => ({
    key,
    label: name,
    chosen: key === locale,
    choose: () => setLocale(key),
  }));
}

/** Theme and language: both belong to the browser and outlive a sign-out. */
export const AppearanceMenu = () => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const themeChoices = useThemeChoices();
  const languageChoices = useLanguageChoices();
  const label = translate('clearview.appearance');
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          color="inherit"
          aria-label={label}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <ContrastIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <ListSubheader role="presentation">{translate('clearview.theme.label')}</ListSubheader>
        {themeChoices.map(({ key, ...choice }) => (
          <ChoiceItem key={key} {...choice} />
        ))}
        <ListSubheader role="presentation">{translate('clearview.language')}</ListSubheader>
        {languageChoices.map(({ key, ...choice }) => (
          <ChoiceItem key={key} {...choice} />
        ))}
      </Menu>
    </>
  );
};
