import { Box, Button, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useStore, useTranslate } from 'react-admin';
import { stats, type SignInBucket, type SignInUnit } from '../providers/stats';
import { COUNTS, SERIES, sumOf, type Series } from './buckets';
import { FiguresPanel } from './FiguresPanel';
import { SeriesLegend } from './SeriesLegend';
import { SignInTable } from './SignInTable';
import { useFigures } from './useFigures';

/** Charts are heavy: they come after the page, which shows its figures without them. */
const SignInPlot = lazy(() => import('./SignInPlot'));

const PLOT_HEIGHT = 300;
const LEGEND_HEIGHT = 40;

interface ShownProps {
  buckets: SignInBucket[];
  unit: SignInUnit;
  asTable: boolean;
}

const Shown = ({ buckets, unit, asTable }: ShownProps) => {
  const translate = useTranslate();
  const [hidden, setHidden] = useState<Series[]>([]);
  const toggle = (series: Series) =>
    setHidden(hidden.includes(series) ? hidden.filter((other) => other !== series) : [...hidden, series]);
  if (SERIES.every((series) => sumOf(buckets, series) === 0)) {
    return (
      <Typography color="text.secondary" sx={{ py: 6, textAlign: 'center' }}>
        {translate(`clearview.dashboard.no_sign_ins.${unit}`)}
      </Typography>
    );
  }
  if (asTable) return <SignInTable buckets={buckets} unit={unit} />;
  return (
    <>
      <SeriesLegend buckets={buckets} hidden={hidden} onToggle={toggle} />
      <Box sx={{ height: PLOT_HEIGHT, position: 'relative' }}>
        <Suspense>
          <SignInPlot buckets={buckets} unit={unit} hidden={hidden} />
        </Suspense>
      </Box>
    </>
  );
};

/** Who got in and who did not, by hours or by days. */
export const SignInsPanel = () => {
  const translate = useTranslate();
  const say = (key: string) => translate(`clearview.dashboard.${key}`);
  const [unit, setUnit] = useStore<SignInUnit>('preferences.dashboard.unit', 'hour');
  const [asTable, setAsTable] = useStore('preferences.dashboard.table', false);
  const query = useFigures(`sign-ins/${unit}`, (options) =>
    stats.signIns({ unit, count: COUNTS[unit] }, options),
  );
  const tools = (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={unit}
        aria-label={say('period')}
        onChange={(_event, chosen: SignInUnit | null) => chosen && setUnit(chosen)}
      >
        <ToggleButton value="hour">{say('last.hour')}</ToggleButton>
        <ToggleButton value="day">{say('last.day')}</ToggleButton>
      </ToggleButtonGroup>
      <Button variant="outlined" color="inherit" size="small" onClick={() => setAsTable(!asTable)}>
        {say(asTable ? 'as_plot' : 'as_table')}
      </Button>
    </Stack>
  );
  return (
    <FiguresPanel
      title={say('sign_ins')}
      tools={tools}
      query={query}
      room={<Box sx={{ height: PLOT_HEIGHT + LEGEND_HEIGHT }} />}
    >
      {(buckets) => <Shown buckets={buckets} unit={unit} asTable={asTable} />}
    </FiguresPanel>
  );
};
