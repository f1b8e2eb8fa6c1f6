import {
  dark,
  fontFamily,
  fontSize,
  light,
  motion,
  radius,
  shadow,
  space,
  veil,
  type Colors,
} from './tokens.js';

/** `surfaceRaised` -> `--surface-raised`. */
export function propertyName(role: string): string {
  return `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function colorLines(colors: Colors, floating: string, behind: string): string {
  const roles = Object.entries(colors).map(([role, value]) => `${propertyName(role)}: ${value};`);
  return [...roles, `--shadow: ${floating};`, `--veil: ${behind};`].join(' ');
}

function sizeLines(): string {
  return [
    ...space.map((step) => `--space-${step}: ${step}px;`),
    ...Object.entries(radius).map(([name, px]) => `--radius-${name}: ${px}px;`),
    ...Object.entries(fontSize).map(([name, px]) => `--font-${name}: ${px / 16}rem;`),
    ...Object.entries(fontFamily).map(([name, family]) => `--family-${name}: ${family};`),
    `--motion: ${motion}ms;`,
  ].join(' ');
}

/**
 * The tokens as a style sheet. Dark stands in it twice: once for those who follow the system, once for those
 * who chose it; `data-theme` on the root element (set by theme.js) wins over the system. Paper is always light.
 */
export function tokensCss(): string {
  const darkLines = `color-scheme: dark; ${colorLines(dark, shadow.dark, veil.dark)}`;
  return [
    `:root { color-scheme: light; ${sizeLines()} ${colorLines(light, shadow.light, veil.light)} }`,
    `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme='light']) { ${darkLines} } }`,
    `@media screen { :root[data-theme='dark'] { ${darkLines} } }`,
    '',
  ].join('\n');
}
