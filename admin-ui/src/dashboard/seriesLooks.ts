import type { Colors } from '../../../site/design/tokens';
import type { Series } from './buckets';

type Pattern = 'solid' | 'stripes' | 'dots';

/** How a series is told from the others: by its colour, and without colour by its pattern. */
export interface Look {
  color: string;
  ground: string;
  pattern: Pattern;
}

export const seriesLooks = (colors: Colors): Record<Series, Look> => ({
  ok: { color: colors.accent, ground: colors.accent, pattern: 'solid' },
  failed: { color: colors.bad, ground: colors.badSoft, pattern: 'stripes' },
  throttled: { color: colors.warn, ground: colors.warnSoft, pattern: 'dots' },
});

/** Side of the square that a pattern repeats, in px. */
const TILE = 6;

/** A look as CSS, for the legend. */
export function swatch({ color, ground, pattern }: Look, shown: boolean): Record<string, string> {
  const border = `1px solid ${color}`;
  if (!shown) return { border, background: 'transparent' };
  const images: Record<Pattern, string> = {
    solid: 'none',
    stripes: `repeating-linear-gradient(-45deg, ${color} 0 2px, transparent 2px 4.24px)`,
    dots: `radial-gradient(${color} 1.4px, transparent 1.6px)`,
  };
  return {
    border,
    backgroundColor: ground,
    backgroundImage: images[pattern],
    backgroundSize: `${pattern === 'dots' ? '4px 4px' : 'auto'}`,
  };
}

function draw(context: CanvasRenderingContext2D, { color, pattern }: Look): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  if (pattern === 'dots') {
    context.beginPath();
    context.arc(TILE / 2, TILE / 2, 1.6, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.lineWidth = 2;
  context.beginPath();
  // Once through the middle and once through each corner, so that the tiles join.
  for (const shift of [-TILE, 0, TILE]) {
    context.moveTo(shift - 1, TILE + 1);
    context.lineTo(shift + TILE + 1, -1);
  }
  context.stroke();
}

/** A look as the filling of a bar, as fine as the screen is. */
export function filling(look: Look): string | CanvasPattern {
  if (look.pattern === 'solid') return look.color;
  const ratio = window.devicePixelRatio || 1;
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(TILE * ratio);
  const context = tile.getContext('2d');
  if (!context) return look.color;
  context.scale(tile.width / TILE, tile.height / TILE);
  context.fillStyle = look.ground;
  context.fillRect(0, 0, TILE, TILE);
  draw(context, look);
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(TILE / tile.width, TILE / tile.height));
  return pattern ?? look.color;
}
