import { svg } from './dom.js';

/** Line icons on a 20 px grid; each is a list of paths. */
const paths = {
  overview: ['M3 10.5 10 4l7 6.5', 'M5 9v7.5h10V9', 'M8.5 16.5v-4h3v4'],
  tenants: [
    'M4 17V4.5h7V17',
    'M11 8.5h5V17',
    'M2.5 17h15',
    'M6.5 7.5h2M6.5 10.5h2M6.5 13.5h2M13.5 11.5h.01M13.5 14h.01',
  ],
  jobs: ['M10 3a7 7 0 1 0 7 7', 'M10 6.5V10l2.5 1.5', 'M13.5 3.9h.01M16.1 6.5h.01'],
  onboarding: ['M4 4.5h12v11H4z', 'm7 10 2.2 2.2L13.2 8'],
  users: [
    'M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5z',
    'M2.5 16c.4-2.6 2.4-4 5-4s4.6 1.4 5 4',
    'M12.8 4.3a2.75 2.75 0 0 1 0 5',
    'M14.5 12.4c1.7.6 2.7 1.8 3 3.6',
  ],
  menu: ['M3 5.5h14M3 10h14M3 14.5h14'],
  close: ['m5 5 10 10M15 5 5 15'],
  system: ['M3 4h14v9.5H3z', 'M7 16.5h6M10 13.5v3'],
  light: [
    'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
    'M10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M15.3 4.7l-1 1M5.7 14.3l-1 1',
  ],
  dark: ['M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z'],
  check: ['m4.5 10.5 3.7 3.7 7.3-8'],
  ring: ['M10 15.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z'],
  dash: ['M6 10h8'],
  info: ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M10 9.2v4.3M10 6.5h.01'],
  warning: ['M10 3.2 17.5 16.5h-15z', 'M10 8.2v3.8M10 14.3h.01'],
  away: [
    'M4 6c0-1.4 2.7-2.5 6-2.5S16 4.6 16 6s-2.7 2.5-6 2.5S4 7.4 4 6z',
    'M4 6v8c0 1.4 2.7 2.5 6 2.5',
    'M16 6v4',
    'm13.5 13 4 4M17.5 13l-4 4',
  ],
  back: ['m12 5-5 5 5 5'],
  next: ['m8 5 5 5-5 5'],
  down: ['m5.5 8 4.5 4.5L14.5 8'],
  up: ['m5.5 12 4.5-4.5 4.5 4.5'],
  search: ['M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6z', 'm12.7 12.7 3.8 3.8'],
  more: ['M4.6 9.6h.8v.8h-.8zM9.6 9.6h.8v.8h-.8zM14.6 9.6h.8v.8h-.8z'],
  copy: ['M7.5 7.5h8v8h-8z', 'M12.5 7.5v-3h-8v8h3'],
  pause: ['M7.5 5v10M12.5 5v10'],
  add: ['M10 4.5v11M4.5 10h11'],
  scan: ['M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3', 'M4.5 10h11'],
  cross: ['m6 6 8 8M14 6l-8 8'],
  question: ['M7.8 7.6a2.3 2.3 0 1 1 3.4 2c-.8.5-1.2.9-1.2 1.9', 'M10 14.2h.01'],
  outside: ['M8 5H5v10h10v-3', 'M11 4.5h4.5V9M15 5 9.5 10.5'],
  download: ['M10 3.5v9M6 8.7l4 4 4-4', 'M4 16.5h12'],
  key: ['M6.8 13.6a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2z', 'M10.4 10h6.8v2.8M14 10v2.2'],
  phone: ['M6 3h8v14H6z', 'M9.3 14.6h1.4'],
  laptop: ['M4.5 4.5h11v8h-11z', 'M2.5 15.5h15'],
  lock: ['M4.8 9h10.4v7.5H4.8z', 'M7 9V6.5a3 3 0 0 1 6 0V9'],
  shield: ['m10 3 6 2v4.5c0 3.7-2.4 6.2-6 7.5-3.6-1.3-6-3.8-6-7.5V5z', 'm7.4 10 1.9 1.9 3.4-3.7'],
  account: [
    'M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
    'M3.8 16.5c.6-3 3-4.5 6.2-4.5s5.6 1.5 6.2 4.5',
  ],
  activity: ['M3 10.5h3l2-5 4 9.5 2-4.5h3'],
  print: ['M6 8V3.5h8V8', 'M6 13.5H3.5V8h13v5.5H14', 'M6 11.5h8v5H6z'],
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon: always beside a word or inside a named control, so hidden from screen readers. */
export function icon(name: IconName): SVGElement {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' },
    ...paths[name].map((d) => svg('path', { d })),
  );
}
