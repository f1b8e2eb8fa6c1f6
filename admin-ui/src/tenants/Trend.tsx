import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';

const WIDTH = 72;
const HEIGHT = 22;
const EDGE = 3;

/** Where each score lies in the picture: all of 0 to 100, so that two tenants can be compared. */
function points(scores: number[]): [x: number, y: number][] {
  const step = (WIDTH - 2 * EDGE) / Math.max(1, scores.length - 1);
  return scores.map((score, at) => [EDGE + at * step, EDGE + (1 - score / 100) * (HEIGHT - 2 * EDGE)]);
}

/** The newest scores as a line, and in words for who cannot see it. Nothing for fewer than two. */
export const Trend = ({ scores }: { scores: number[] }) => {
  const translate = useTranslate();
  if (scores.length < 2) return null;
  const drawn = points(scores);
  const [x, y] = drawn.at(-1)!;
  return (
    <Box
      component="svg"
      role="img"
      aria-label={translate('resources.tenants.trend_words', { from: scores[0], to: scores.at(-1) })}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      sx={{ display: 'block', color: 'text.secondary' }}
    >
      <polyline
        points={drawn.map((point) => point.join(',')).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={x} cy={y} r="2.5" fill="currentColor" />
    </Box>
  );
};
