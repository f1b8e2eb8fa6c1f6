import { svg } from './dom.js';

/** Light modules around the code, without which cameras do not find it (ISO/IEC 18004). */
const QUIET = 4;

/** One path for all dark modules: each is a square of one unit. */
function path(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
}

/** `text` as a QR code. It is black on white in the dark theme too: many apps read no other. */
export async function qrCode(text: string, name: string): Promise<SVGElement> {
  // Only this picture needs it.
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const side = size + 2 * QUIET;
  return svg(
    'svg',
    {
      class: 'qr',
      role: 'img',
      'aria-label': name,
      viewBox: `0 0 ${side} ${side}`,
      'shape-rendering': 'crispEdges',
    },
    svg('rect', { width: side, height: side, fill: 'white' }),
    svg('path', { d: path(data), fill: 'black' }),
  );
}
