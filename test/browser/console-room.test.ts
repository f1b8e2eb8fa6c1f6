import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, signIn } from '../support/people.js';
import { useConsole } from './console-page.js';
import { enterAs } from './visitor.js';

/** Holds back what is asked for at an address until it is let go. */
async function hold(page: Page, address: string): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

const topOf = async (place: Locator): Promise<number> => {
  await place.waitFor();
  return (await place.boundingBox())!.y;
};

describe('browser: the console keeps room for what is on its way', function () {
  this.timeout(40_000);
  const browser = useBrowser();
  const use = useConsole(browser);

  for (const [where, viewport] of Object.entries({ 'a desktop': DESKTOP, 'a phone': PHONE })) {
    it(`on the dashboard, so that nothing jumps when the figures come, on ${where}`, async () => {
      const page = await browser.newPage({ viewport });
      await enterAs(page, use.admin, use.app.url);
      const release = await hold(page, '**/api/stats/**');
      await page.goto(`${use.app.url}/admin/`);
      const lowest = page.getByRole('heading', { name: 'Sign-ins' });
      const before = await topOf(lowest);
      release();
      await page.getByRole('link', { name: /^Administrators 1/ }).waitFor();
      await page.getByText('No account is under attack').waitFor();
      expect(await topOf(lowest)).to.be.closeTo(before, 4);
    });

    it(`on the page of a user, so that nothing jumps when the sessions come, on ${where}`, async () => {
      const joe = await createUser(use.admin, 'joe');
      await signIn(use.app, 'joe', PASSWORD);
      await signIn(use.app, 'joe', PASSWORD);
      const page = await browser.newPage({ viewport });
      await enterAs(page, use.admin, use.app.url);
      const release = await hold(page, '**/api/sessions?*');
      await page.goto(`${use.app.url}/admin/users/${joe}/show`);
      await page.getByText('Live sessions (2)').waitFor();
      const lowest = page.getByRole('heading', { name: 'Audit trail' });
      const before = await topOf(lowest);
      release();
      await page.getByRole('button', { name: 'End all…' }).waitFor();
      expect(await topOf(lowest)).to.be.closeTo(before, 24);
    });
  }
});
