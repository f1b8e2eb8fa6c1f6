import { Box, Tooltip } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { regionOf } from './region';
import { useMinutes } from './useMinutes';

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [86_400 * 30, 'day', 86_400],
  [86_400 * 365, 'month', 86_400 * 30],
  [Infinity, 'year', 86_400 * 365],
];

function relative(date: Date, locale: string): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [, unit, size] = STEPS.find(([limit]) => Math.abs(seconds) < limit) ?? STEPS[0]!;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** In the reader's zone, which is named. */
export const exact = (date: Date, locale: string): string =>
  new Intl.DateTimeFormat(regionOf(locale), {
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(date) + ` ${zone(date, locale)}`;

const zone = (date: Date, locale: string): string =>
  new Intl.DateTimeFormat(regionOf(locale), { timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

interface Props {
  value: string | null | undefined;
  /** What to say instead of a time that never was. */
  none?: string;
}

/** How long ago; the exact time under the pointer and on focus. */
export const TimeText = ({ value, none }: Props) => {
  const locale = useLocale();
  const translate = useTranslate();
  useMinutes();
  if (!value) return <>{none ?? translate('clearview.unknown_time')}</>;
  const date = new Date(value);
  return (
    <Tooltip title={exact(date, locale)}>
      <Box
        component="time"
        dateTime={value}
        tabIndex={0}
        sx={{
          whiteSpace: 'nowrap',
          borderRadius: 0.5,
          '&:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: 2 },
        }}
      >
        {relative(date, locale)}
      </Box>
    </Tooltip>
  );
};
