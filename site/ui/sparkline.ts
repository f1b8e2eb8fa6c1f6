import { words } from '../words/index.js';
import { svg } from './dom.js';

const WIDTH = 84;
const HEIGHT = 24;
const EDGE = 3;

/** Scores (0 to 100, the oldest first) as a small line on the same scale everywhere; its text says the same. */
export function sparkline(scores: readonly number[]): SVGElement | null {
  if (scores.length === 0) return null;
  const step = (WIDTH - 2 * EDGE) / Math.max(1, scores.length - 1);
  const x = (index: number) => (scores.length === 1 ? WIDTH - EDGE : EDGE + index * step);
  const y = (score: number) => EDGE + (1 - score / 100) * (HEIGHT - 2 * EDGE);
  const points = scores.map((score, index) => `${x(index).toFixed(1)},${y(score).toFixed(1)}`);
  const [lastX, lastY] = points.at(-1)!.split(',');
  return svg(
    'svg',
    {
      class: 'sparkline',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': words.score.trend(scores),
    },
    svg('title', {}, words.score.trend(scores)),
    svg('path', { class: 'sparkline-zero', d: `M0 ${HEIGHT - EDGE}H${WIDTH}` }),
    svg('polyline', { points: points.join(' ') }),
    svg('circle', { cx: lastX, cy: lastY, r: 2.5 }),
  );
}
