/** README shows every call of the API as a line for curl, and none that there is not. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../server/config.js';
import { projectRoot } from '../server/core/project.js';
import { routesOf } from '../server/http/methods.js';
import { apiMounts } from '../server/mounts.js';

/** Their bodies come from an authenticator, by way of a browser. */
const FOR_BROWSERS = [
  'POST /api/auth/passkey',
  'POST /api/auth/passkey/options',
  'POST /api/auth/passkeys',
  'POST /api/auth/passkeys/options',
];

const routes = apiMounts(readConfig({})).flatMap((mount) =>
  routesOf(mount.router).map(({ method, path: below }) =>
    `${method} ${mount.path}${below === '/' ? '' : below}`.replaceAll(/:\w+/g, ':id'),
  ),
);

/** `POST /api/users/:id` for each line of README that begins with curl, continued lines in one. */
function shown(): string[] {
  const text = readFileSync(path.join(projectRoot, 'README.md'), 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const lines = text.split('\n').filter((line) => line.startsWith('curl '));
  return lines.map((line) => {
    const [, given] = / -X (\w+)/.exec(line) ?? [];
    const [, address = ''] = /(?:127\.0\.0\.1:3000|\$CLEARVIEW_URL)(\/[^\s?'"]*)/.exec(line) ?? [];
    const method = given ?? (/ -d /.test(line) ? 'POST' : 'GET');
    return `${method} ${address.replaceAll(/\/\d+(?=\/|$)/g, '/:id')}`;
  });
}

describe('The README', () => {
  it('shows every call of the API by curl', () => {
    const missing = routes.filter((route) => !shown().includes(route) && !FOR_BROWSERS.includes(route));
    expect(missing).to.deep.equal([]);
  });

  it('shows no call that there is not', () => {
    expect(shown().filter((call) => !routes.includes(call))).to.deep.equal([]);
  });
});
