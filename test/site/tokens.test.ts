import { expect } from 'chai';
import { dark, light, motion, radius, space, type Colors } from '../../site/design/tokens.js';
import { propertyName, tokensCss } from '../../site/design/tokens-css.js';

type Role = keyof Colors;
type Pair = [ink: Role, ground: Role];

const grounds: Role[] = ['surface', 'surfaceRaised', 'surfaceSunken', 'surfaceHover'];

/** Text that is read: 4.5 : 1 (WCAG 2.2, 1.4.3). */
const textPairs: Pair[] = [
  ...grounds.flatMap((ground): Pair[] => [
    ['text', ground],
    ['textMuted', ground],
    ['accent', ground],
  ]),
  ...(['good', 'warn', 'bad', 'unknown'] as const).flatMap((tone): Pair[] => [
    [tone, 'surface'],
    [tone, 'surfaceRaised'],
    [tone, `${tone}Soft`],
    ['text', `${tone}Soft`],
  ]),
  ['text', 'accentSoft'],
  ['accent', 'accentSoft'],
  ['accentContrast', 'accentFill'],
  ['accentContrast', 'accentFillHover'],
  ['accentContrast', 'badFill'],
  ['accentContrast', 'badFillHover'],
];

/** Edges and grounds by which a control is seen: 3 : 1 (WCAG 2.2, 1.4.11). */
const controlPairs: Pair[] = [
  ['borderControl', 'surface'],
  ['borderControl', 'surfaceRaised'],
  ['borderControl', 'surfaceSunken'],
  ['accentFill', 'surface'],
  ['accentFill', 'surfaceRaised'],
  ['badFill', 'surfaceRaised'],
  ['accent', 'surfaceRaised'],
  ['bad', 'surfaceRaised'],
];

/** One channel of sRGB, made linear. */
function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('design tokens', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#ffffff', '#000000')).to.be.closeTo(21, 0.001);
    expect(contrast('#ffffff', '#767676')).to.be.closeTo(4.54, 0.01);
  });

  for (const [name, colors] of Object.entries({ light, dark })) {
    for (const [least, pairs] of [[4.5, textPairs] as const, [3, controlPairs] as const]) {
      for (const [ink, ground] of pairs) {
        it(`${name}: ${ink} on ${ground} has ${least} : 1`, () => {
          expect(contrast(colors[ink], colors[ground])).to.be.at.least(least);
        });
      }
    }
  }

  it('become custom properties, every colour in light, in the system’s dark and in the chosen dark', () => {
    const css = tokensCss();
    for (const role of Object.keys(light)) expect(css.split(`${propertyName(role)}:`)).to.have.length(4);
  });

  it('keep to the grid of 4, two radii and 150 ms', () => {
    expect(space.every((step) => step % 4 === 0)).to.equal(true);
    expect(Object.values(radius)).to.deep.equal([6, 10]);
    expect(motion).to.be.at.most(150);
  });
});
