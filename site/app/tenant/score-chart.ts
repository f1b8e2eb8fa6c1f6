/** The line of scores over time. Loaded by itself: Chart.js is larger than the rest of the site. */
import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartOptions, TooltipItem } from 'chart.js';
import type { Score } from '../../api/types.js';
import { el } from '../../ui/dom.js';
import { count } from '../../ui/format.js';
import { dayOf, exactTime, shortDay, shortTime, zoneName } from '../../ui/time.js';
import { words } from '../../words/index.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

const text = words.tenant.standing;

type Point = { x: number; y: number | null };

/** The tokens as they are now, light or dark. */
function colors() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    line: token('accent'),
    text: token('text'),
    muted: token('text-muted'),
    grid: token('border'),
    zero: token('border-control'),
    ground: token('surface-raised'),
    family: token('family-sans'),
  };
}

type Look = ReturnType<typeof colors>;

function tooltip(look: Look) {
  return {
    displayColors: false,
    backgroundColor: look.ground,
    borderColor: look.zero,
    borderWidth: 1,
    cornerRadius: 6,
    padding: 8,
    titleColor: look.text,
    bodyColor: look.text,
    callbacks: {
      title: ([item]: TooltipItem<'line'>[]) => exactTime(new Date(item?.parsed.x ?? 0).toISOString()),
      label: (item: TooltipItem<'line'>) => `${text.score}: ${item.parsed.y ?? '–'}`,
    },
  };
}

/** At most `most` of the scans, at even steps, the last among them. */
function someOf(points: readonly Point[], most: number): { value: number }[] {
  const step = Math.max(1, Math.ceil((points.length - 1) / (most - 1)));
  const isChosen = (_point: Point, index: number) => (points.length - 1 - index) % step === 0;
  return points.filter(isChosen).map(({ x }) => ({ value: x }));
}

/** Marks of the time axis: days; hours where all scans are of a day or two. */
function timeMark(points: readonly Point[]): (time: number) => string {
  const span = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  return span < 2 * 86_400_000 ? shortTime : shortDay;
}

function options(look: Look, points: readonly Point[]): ChartOptions<'line'> {
  const title = (label: string) => ({ display: true, text: label, color: look.muted });
  const ticks = { color: look.muted, maxRotation: 0, autoSkipPadding: 16 };
  const mark = timeMark(points);
  return {
    maintainAspectRatio: false,
    animation: false,
    font: { family: look.family, size: 13 },
    layout: { padding: { right: 8, top: 8 } },
    interaction: { mode: 'index', intersect: false },
    plugins: { tooltip: tooltip(look) },
    scales: {
      x: {
        type: 'linear',
        min: points[0]?.x,
        max: points.at(-1)?.x,
        title: title(text.axisTime(zoneName())),
        grid: { display: false },
        border: { color: look.zero },
        afterBuildTicks: (axis) => (axis.ticks = someOf(points, 7)),
        ticks: { ...ticks, callback: (value) => mark(Number(value)) },
      },
      y: {
        min: 0,
        max: 100,
        title: title(text.axisScore),
        border: { display: false },
        grid: { color: ({ tick }) => (tick.value === 0 ? look.zero : look.grid) },
        ticks: { ...ticks, stepSize: 25 },
      },
    },
  };
}

/** What the line says, for who does not see it. */
function summary(scores: readonly Score[]): string {
  const judged = scores.filter(({ score }) => score !== null);
  const end = (score: Score | undefined) =>
    score === undefined ? '' : `${score.score} (${dayOf(score.at)})`;
  return text.summary(count(judged.length), end(judged[0]), end(judged.at(-1)));
}

/** Calls `tell` when the colours change: by the system, or by the switch. */
function onThemeChange(tell: () => void, signal: AbortSignal): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell, { signal });
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}

/**
 * Draws the scores into `place`, the oldest first.
 * @param signal takes the chart down
 */
export function drawScores(place: HTMLElement, scores: readonly Score[], signal: AbortSignal): void {
  const canvas = el('canvas', { role: 'img', 'aria-label': summary(scores) });
  place.replaceChildren(canvas);
  const points = scores.map(({ at, score }): Point => ({ x: Date.parse(at), y: score }));
  const dataset = (look: Look) => ({
    data: points,
    spanGaps: true,
    // The first and the last point stand on the edge, whole.
    clip: false as const,
    borderColor: look.line,
    backgroundColor: look.line,
    borderWidth: 2,
    pointRadius: points.length > 40 ? 0 : 3,
    pointHoverRadius: 5,
  });
  const first = colors();
  const chart = new Chart<'line', Point[]>(canvas, {
    type: 'line',
    data: { datasets: [dataset(first)] },
    options: options(first, points),
  });
  onThemeChange(() => {
    const look = colors();
    chart.data.datasets = [dataset(look)];
    chart.options = options(look, points);
    chart.update();
  }, signal);
  // Paper is as wide as it is; the canvas has to be told.
  addEventListener('beforeprint', () => chart.resize(), { signal });
  signal.addEventListener('abort', () => chart.destroy(), { once: true });
}
