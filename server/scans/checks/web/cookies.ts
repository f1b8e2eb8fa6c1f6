import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { homeOf, valuesOf } from '../../sights/web.js';

interface Cookie {
  name: string;
  /** The attributes as they came. */
  attributes: string[];
}

/** The name, and what follows the first semicolon; the value is somebody's secret and is not kept. */
function parse(header: string): Cookie {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  return { name: pair.split('=')[0]?.trim() ?? '', attributes };
}

const has = ({ attributes }: Cookie, attribute: string): boolean =>
  attributes.some((one) => one.split('=')[0]?.trim().toLowerCase() === attribute);

const lineOf = ({ name, attributes }: Cookie): string =>
  ['set-cookie: ' + name + '=…', ...attributes].join('; ');

/** The flags that are missing, such as `Secure, SameSite`. */
function missing(cookie: Cookie): string[] {
  return ['Secure', 'HttpOnly', 'SameSite'].filter((flag) => !has(cookie, flag.toLowerCase()));
}

async function run(look: Look): Promise<Outcome> {
  const { hops } = await homeOf(look);
  const cookies = hops.flatMap((hop) => valuesOf(hop, 'set-cookie')).map(parse);
  if (cookies.length === 0) return pass('The home page sets no cookies.');
  const wrong = cookies.filter((cookie) => missing(cookie).length > 0);
  const evidence = cookies.map((cookie) => {
    const flags = missing(cookie);
    return `${lineOf(cookie)}${flags.length === 0 ? '' : ` (without ${flags.join(', ')})`}`;
  });
  if (wrong.length === 0)
    return pass('All cookies of the home page have Secure, HttpOnly and SameSite.', evidence);
  const names = wrong.slice(0, 5).map(({ name }) => `"${name}"`);
  const list = wrong.length > 5 ? `${names.join(', ')} and others` : names.join(', ');
  if (wrong.some((cookie) => !has(cookie, 'secure'))) {
    return fail(`Cookies can travel without encryption or lack other flags: ${list}.`, evidence);
  }
  return warn(`Cookies lack HttpOnly or SameSite: ${list}.`, evidence);
}

export const cookies: Check = {
  id: 'web.cookies',
  group: 'web',
  title: 'Cookies are protected',
  severity: 'medium',
  looks_at:
    'The flags Secure, HttpOnly and SameSite of the cookies that the home page sets over HTTPS. Their values are not kept.',
  why: 'Without Secure a cookie goes over plain HTTP for everybody to read, without HttpOnly every script in the page can take it, and without SameSite other sites can act in the visitor’s name.',
  mend: 'Set every cookie with Secure; HttpOnly; SameSite=Lax. Leave HttpOnly away only where a script of yours has to read the cookie.',
  link: {
    title: 'RFC 6265: HTTP State Management Mechanism',
    url: 'https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2',
  },
  run,
};
