import { useTheme } from '@mui/material';
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { useMemo } from 'react';
import { Bar } from 'react-chartjs-2';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { SignInBucket, SignInUnit } from '../providers/stats';
import { useNumber } from '../shared/useNumber';
import { useRegion } from '../shared/useRegion';
import { entriesOf, longName, SERIES, shortName, sumOf, zoneName, type Series } from './buckets';
import { plotOptions } from './plotOptions';
import { filling, seriesLooks } from './seriesLooks';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

interface Props {
  buckets: SignInBucket[];
  unit: SignInUnit;
  hidden: Series[];
}

/** The smallest height of a bar that is not zero, in px: one failure among thousands is still seen. */
const LEAST = 3;

function useBars({ buckets, unit, hidden }: Props) {
  const translate = useTranslate();
  const locale = useRegion();
  const { clearview } = useTheme().palette;
  return useMemo(() => {
    const looks = seriesLooks(clearview);
    return {
      labels: buckets.map(shortName(unit, locale)),
      datasets: SERIES.map((series) => ({
        label: translate(`clearview.dashboard.series.${series}`),
        data: buckets.map((bucket) => bucket[series] || null),
        hidden: hidden.includes(series),
        backgroundColor: filling(looks[series]),
        borderColor: looks[series].color,
        borderWidth: 1,
        borderSkipped: false,
        minBarLength: LEAST,
        maxBarThickness: 36,
        categoryPercentage: 0.85,
        barPercentage: 0.95,
      })),
    };
  }, [buckets, unit, hidden, locale, translate, clearview]);
}

/** Sign-ins as stacked bars. A click opens the entries behind a bar; the table has the same as links. */
const SignInPlot = (props: Props) => {
  const { buckets, unit } = props;
  const translate = useTranslate();
  const locale = useRegion();
  const written = useNumber();
  const navigate = useNavigate();
  const theme = useTheme();
  const say = (key: string, args = {}) => translate(`clearview.dashboard.${key}`, args);
  const name = longName(unit, locale);
  const options = plotOptions({
    theme,
    locale,
    xTitle: unit === 'hour' ? `${say('unit.hour')} (${zoneName(locale)})` : say('unit.day'),
    yTitle: say(`sign_ins_per.${unit}`),
    hint: say('click'),
    nameOf: (index) => (buckets[index] ? name(buckets[index]) : ''),
    onBar: (index, dataset) => {
      const [bucket, series] = [buckets[index], SERIES[dataset]];
      if (bucket && series) void navigate(entriesOf(bucket, series));
    },
  });
  const sums = SERIES.map((series) => `${say(`series.${series}`)}: ${written(sumOf(buckets, series))}`);
  const summary = `${say(`sign_ins_per.${unit}`)}, ${say(`last.${unit}`)}. ${sums.join(', ')}.`;
  return <Bar data={useBars(props)} options={options} aria-label={summary} />;
};

export default SignInPlot;
