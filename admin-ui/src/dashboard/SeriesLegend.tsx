import { Box, ButtonBase, Stack, useTheme } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { SignInBucket } from '../providers/stats';
import { useNumber } from '../shared/useNumber';
import { SERIES, sumOf, type Series } from './buckets';
import { seriesLooks, swatch } from './seriesLooks';

interface Props {
  buckets: SignInBucket[];
  hidden: Series[];
  onToggle: (series: Series) => void;
}

/** What the bars mean, with their sums. Pressing one takes it out of the plot, so that small ones can be read. */
export const SeriesLegend = ({ buckets, hidden, onToggle }: Props) => {
  const translate = useTranslate();
  const written = useNumber();
  const looks = seriesLooks(useTheme().palette.clearview);
  return (
    <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 1, mb: 1, ml: -1 }}>
      {SERIES.map((series) => {
        const shown = !hidden.includes(series);
        return (
          <ButtonBase
            key={series}
            aria-pressed={shown}
            onClick={() => onToggle(series)}
            sx={{
              gap: 1,
              px: 1,
              minHeight: 32,
              borderRadius: 1,
              '&:hover': { bgcolor: 'action.hover' },
              '&.Mui-focusVisible': { outline: 2, outlineColor: 'primary.main' },
            }}
          >
            <Box
              component="span"
              aria-hidden
              sx={{ width: 14, height: 14, borderRadius: 0.5, ...swatch(looks[series], shown) }}
            />
            <Box component="span" sx={{ textDecoration: shown ? 'none' : 'line-through' }}>
              {translate(`clearview.dashboard.series.${series}`)}{' '}
              <Box component="strong" sx={{ fontVariantNumeric: 'tabular-nums' }}>
                {written(sumOf(buckets, series))}
              </Box>
            </Box>
          </ButtonBase>
        );
      })}
    </Stack>
  );
};
