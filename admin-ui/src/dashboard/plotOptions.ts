import type { Theme } from '@mui/material';
import type { ActiveElement, Chart, ChartEvent, ChartOptions } from 'chart.js';

interface Plot {
  theme: Theme;
  locale: string;
  xTitle: string;
  yTitle: string;
  /** What a click does, below the figures under the pointer. */
  hint: string;
  /** Writes when a column begins and ends. */
  nameOf: (index: number) => string;
  onBar: (index: number, dataset: number) => void;
}

const distance = (y: number, { element }: ActiveElement): number => {
  const { y: top, base } = element.getProps(['y', 'base'], true) as { y: number; base: number };
  return Math.max(top - y, y - base, 0);
};

/** The bar that is meant: of those above each other the one under the pointer, else the nearest. */
function barAt({ native, y }: ChartEvent, chart: Chart): ActiveElement | undefined {
  if (!native || y === null) return undefined;
  const column = chart.getElementsAtEventForMode(native, 'index', { intersect: false }, true);
  return column
    .filter(({ datasetIndex, index }) => chart.data.datasets[datasetIndex]?.data[index])
    .sort((one, other) => distance(y, one) - distance(y, other))[0];
}

const tooltip = ({ theme, nameOf, hint }: Plot) => {
  const { palette } = theme;
  return {
    mode: 'index' as const,
    intersect: false,
    backgroundColor: palette.background.paper,
    borderColor: palette.divider,
    borderWidth: 1,
    cornerRadius: 6,
    padding: 12,
    boxPadding: 4,
    titleColor: palette.text.primary,
    bodyColor: palette.text.primary,
    footerColor: palette.text.secondary,
    footerFont: { weight: 'normal' as const },
    filter: ({ raw }: { raw: unknown }) => raw !== null,
    callbacks: {
      title: ([item]: { dataIndex: number }[]) => (item ? nameOf(item.dataIndex) : ''),
      footer: () => hint,
    },
  };
};

const scales = ({ theme: { palette }, xTitle, yTitle }: Plot): ChartOptions<'bar'>['scales'] => {
  const color = palette.text.secondary;
  const title = (text: string) => ({ display: true, text, color });
  const line = palette.clearview.borderControl;
  return {
    x: {
      stacked: true,
      title: title(xTitle),
      grid: { display: false },
      border: { color: line },
      ticks: { color, maxRotation: 0, autoSkipPadding: 12 },
    },
    y: {
      stacked: true,
      beginAtZero: true,
      suggestedMax: 5,
      title: title(yTitle),
      border: { display: false },
      grid: { color: ({ tick }) => (tick.value === 0 ? line : palette.divider) },
      ticks: { color, precision: 0, maxTicksLimit: 6 },
    },
  };
};

/** How the plot looks and what it does, in the words of Chart.js. */
export function plotOptions(plot: Plot): ChartOptions<'bar'> {
  const { theme, locale, onBar } = plot;
  return {
    locale,
    maintainAspectRatio: false,
    layout: { padding: { right: 4 } },
    // It renews itself every minute: what moves by itself would only draw the eye.
    animation: false,
    font: { family: theme.typography.fontFamily, size: 13 },
    interaction: { mode: 'index', intersect: false },
    scales: scales(plot),
    plugins: { tooltip: tooltip(plot) },
    onHover(event, _elements, chart) {
      chart.canvas.style.cursor = barAt(event, chart) ? 'pointer' : 'default';
    },
    onClick(event, _elements, chart) {
      const bar = barAt(event, chart);
      if (bar) onBar(bar.index, bar.datasetIndex);
    },
  };
}
