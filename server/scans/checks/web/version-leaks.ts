import { fail, pass, warn, type Check, type Outcome } from '../../check.js';
import type { Look } from '../../look.js';
import { homeOf, valuesOf } from '../../sights/web.js';

/** Headers whose only use is to tell what runs behind them; Server may name a product. */
const TELLTALES = ['x-powered-by', 'x-aspnet-version', 'x-aspnetmvc-version', 'x-generator'];

/** A number after a slash, or one with a dot: `Apache/2`, `PHP 8.1`; not the h2o of a name, nor a hexadecimal id. */
const VERSION = /\/v?\d+(\.\d+)*(?!\w)|\b\d+\.\d+/i;

async function run(look: Look): Promise<Outcome> {
  const { hops } = await homeOf(look);
  const lines = ['server', ...TELLTALES].flatMap((name) =>
    hops.flatMap((hop) => valuesOf(hop, name)).map((value) => ({ name, value, line: `${name}: ${value}` })),
  );
  const evidence = [...new Set(lines.map(({ line }) => line))];
  if (lines.some(({ value }) => VERSION.test(value))) {
    return fail('The server tells which version of its software it runs.', evidence);
  }
  if (lines.some(({ name }) => TELLTALES.includes(name))) {
    return warn('The server tells what it is built with, though not the version.', evidence);
  }
  return pass('The server does not tell which versions it runs.', evidence);
}

export const versionLeaks: Check = {
  id: 'web.version_leaks',
  group: 'web',
  title: 'The server keeps its versions to itself',
  severity: 'low',
  looks_at: 'The headers Server, X-Powered-By, X-AspNet-Version, X-AspNetMvc-Version and X-Generator.',
  why: 'Who looks for servers with a known weakness searches for exactly these headers. Hiding them mends nothing, but does not put you on the list.',
  mend: 'Switch the headers off or cut them to the name. For nginx: server_tokens off; for Apache: ServerTokens Prod; for PHP: expose_php = Off; for Express: app.disable("x-powered-by").',
  link: {
    title: 'RFC 9110, section 10.2.4: Server',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.4',
  },
  run,
};
