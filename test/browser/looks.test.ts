import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { dark, light } from '../../site/design/tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { databaseAway, enterAs } from './visitor.js';

interface View {
  name: string;
  path: string;
  signedIn: boolean;
  /** Opened by somebody who has this to do first. */
  duty?: 'password' | 'factor';
  /** Appears when the page is complete. */
  mark: string;
  prepare?: (page: Page) => Promise<void>;
  act?: (page: Page) => Promise<void>;
}

const menu = async (page: Page): Promise<void> => {
  const button = page.getByRole('button', { name: 'Menu' });
  if (await button.isVisible()) await button.click();
};
const submit = (page: Page): Promise<void> => page.locator('#submit:enabled').click();

const takeIn = (page: Page): Promise<void> => page.getByRole('button', { name: 'Take in tenant' }).click();
const badge = (page: Page): Promise<void> => page.getByRole('button', { name: 'root (admin)' }).click();
const createToken = (page: Page): Promise<void> => page.getByRole('button', { name: 'Create token' }).click();
const changePassword = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Change password' }).click();

const submitDoor = (page: Page): Promise<void> => page.locator('.door-panel [type=submit]').click();
const chooseApp = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Authenticator app' }).click();
  await page.locator('.secret-key').waitFor();
};

const VIEWS: View[] = [
  { name: 'sign-in', path: '/login.html?reason=expired', signedIn: false, mark: '.notice', act: submit },
  { name: 'overview', path: '/', signedIn: true, mark: '.welcome', act: menu },
  { name: 'tenants', path: '/tenants', signedIn: true, mark: '.state' },
  { name: 'jobs', path: '/jobs', signedIn: true, mark: '.state' },
  { name: 'onboarding', path: '/onboarding', signedIn: true, mark: '.state' },
  { name: 'take in a tenant', path: '/onboarding/new', signedIn: true, mark: '.take-form', act: takeIn },
  { name: 'account', path: '/account', signedIn: true, mark: '.account', act: badge },
  { name: 'security', path: '/account/security', signedIn: true, mark: '.items', act: changePassword },
  { name: 'API tokens', path: '/account/tokens', signedIn: true, mark: '.state' },
  {
    name: 'new API token',
    path: '/account/tokens/new',
    signedIn: true,
    mark: '.scope-row',
    act: createToken,
  },
  { name: 'activity', path: '/account/activity', signedIn: true, mark: '.timeline' },
  {
    name: 'link that is over',
    path: `/password.html#${'0'.repeat(32)}`,
    signedIn: false,
    mark: '.door-state',
  },
  {
    name: 'password to change',
    path: '/required.html',
    signedIn: false,
    duty: 'password',
    mark: '.rule',
    act: submitDoor,
  },
  {
    name: 'second factor to add',
    path: '/required.html',
    signedIn: false,
    duty: 'factor',
    mark: '.way',
    act: chooseApp,
  },
  { name: 'not found', path: '/nowhere/at-all', signedIn: false, mark: '#address:not(:empty)' },
  {
    name: 'database away',
    path: '/tenants',
    signedIn: true,
    mark: '.state-away',
    prepare: (page) => page.route('**/api/**', databaseAway).then(() => undefined),
  },
];
const LINK: View = { name: 'link', path: '/password.html', signedIn: false, mark: '.rule', act: submitDoor };
const SETUP: View = { name: 'setup', path: '/setup.html', signedIn: false, mark: '.rule', act: submit };

const ground = (page: Page): Promise<string> =>
  page.evaluate('getComputedStyle(document.body).backgroundColor');
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

describe('browser: looks', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let fresh: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    fresh = await startTestApp();
    admin = await setUp(app);
    const user = { password: PASSWORD, role: 'user' };
    await admin.post('/api/users', { ...user, username: 'factor' }).expect(200);
    await admin.post('/api/users', { ...user, username: 'password', must_change_password: true }).expect(200);
    await admin.patch('/api/settings', { require_second_factor_user: true }).expect(200);
    const invited = await admin.post('/api/users', { username: 'guest', invite: true }).expect(200);
    const { id } = invited.body as { id: number };
    const link = await admin.post(`/api/users/${id}/password-link`, {}).expect(200);
    LINK.path = `/password.html${new URL((link.body as { url: string }).url).hash}`;
  });

  after(async () => {
    await app?.stop();
    await fresh?.stop();
  });

  async function open(view: View, options: object): Promise<Page> {
    const at = (view === SETUP ? fresh : app).url;
    // Both ways to add a factor are offered only at a name: a passkey belongs to one.
    const url = view.duty === 'factor' ? at.replace('127.0.0.1', 'localhost') : at;
    const page = await browser.newPage(options);
    if (view.signedIn) await enterAs(page, admin, url);
    // Anew each time: who is to add a factor must have shown a moment ago who they are.
    if (view.duty !== undefined) await enterAs(page, await signIn(app, view.duty), url);
    await view.prepare?.(page);
    await page.goto(url + view.path);
    await page.locator(view.mark).first().waitFor();
    return page;
  }

  for (const view of [...VIEWS, LINK, SETUP]) {
    for (const [device, viewport] of [['desktop', DESKTOP] as const, ['phone', PHONE] as const]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        it(`${view.name} is accessible (${device}, ${colorScheme})`, async () => {
          const page = await open(view, { viewport, colorScheme });
          expect(await accessibilityProblems(page)).to.deep.equal([]);
          await view.act?.(page);
          expect(await accessibilityProblems(page)).to.deep.equal([]);
          expect(await page.getByRole('heading', { level: 1 }).count()).to.equal(1);
        });
      }
    }

    it(`${view.name} fits 320 px, and a text of twice the size`, async () => {
      const page = await open(view, { viewport: { width: 320, height: 640 } });
      await view.act?.(page);
      expect(await overflow(page)).to.equal(0);
      await page.setViewportSize({ width: 640, height: 800 });
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect(await overflow(page)).to.equal(0);
    });
  }

  it('follows the system’s theme, lets it be chosen, remembers it and tells other tabs', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(`${app.url}/login.html`);
    expect(await ground(page)).to.equal(rgb(dark.surface));
    await page.getByLabel('Light').check();
    expect(await ground(page)).to.equal(rgb(light.surface));
    const tab = await page.context().newPage();
    await tab.goto(`${app.url}/nowhere`);
    expect(await ground(tab)).to.equal(rgb(light.surface));
    await page.getByLabel('System').check();
    await tab.getByLabel('System').and(tab.locator(':checked')).waitFor();
    expect(await ground(tab)).to.equal(rgb(dark.surface));
  });

  it('has the chosen theme before any module runs, so nothing flashes', async () => {
    const page = await browser.newPage({ colorScheme: 'light' });
    await page.addInitScript(`localStorage.setItem('clearview.theme', 'dark')`);
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto(`${app.url}/login.html`);
    expect(await ground(page)).to.equal(rgb(dark.surface));
    const order = await page.evaluate(
      `[...document.head.querySelectorAll('script:not([type]), [rel=stylesheet]')].map((tag) => tag.localName)`,
    );
    expect(order).to.deep.equal(['script', 'link']);
  });

  it('moves nothing for those who asked for less motion', async () => {
    const page = await open(VIEWS[1]!, { reducedMotion: 'reduce' });
    const moving = `[...document.querySelectorAll('*')].filter((tag) => {
      const style = getComputedStyle(tag);
      return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => time !== '0s' && time !== '0.00001s');
    }).length`;
    expect(await page.evaluate(moving)).to.equal(0);
  });
});
