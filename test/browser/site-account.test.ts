import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { openAs, place } from './visitor.js';

describe('browser: one’s own account', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    await createUser(admin, 'a.very.long.username.that.fits.into.no.header@example.org');
  });

  after(async () => {
    await app?.stop();
  });

  const pageAs = (person: Person, path: string, options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent');

  it('is reached through the name in the header, by keyboard alone', async () => {
    const page = await pageAs(await signIn(app, 'joe'), '/tenants');
    const badge = page.getByRole('button', { name: 'joe (user)' });
    await badge.focus();
    await page.keyboard.press('Enter');
    expect(await focused(page)).to.equal('Account');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).to.equal('Sign out');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).to.equal('Account');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    expect(await badge.getAttribute('aria-expanded')).to.equal('false');
    expect(await focused(page)).to.equal('joe (user)');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).to.equal('Sign out');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    expect(place(page)).to.equal('/account');
  });

  it('says who one is and what one may do, each role its own', async () => {
    const page = await pageAs(await signIn(app, 'joe'), '/account');
    await page.getByText('You may take in tenants').waitFor();
    const facts = await page.locator('.account-fact').allInnerTexts();
    expect(facts.map((fact) => fact.split('\n'))).to.deep.equal([
      ['Username', 'joe'],
      ['Role', 'User'],
    ]);
    expect(await page.locator('a[href^="/admin"]').count()).to.equal(0);
    const root = await pageAs(admin, '/account');
    await root.getByText('You may do everything').waitFor();
    await root.getByRole('main').getByRole('link', { name: 'Security' }).last().click();
    await root.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
    expect(place(root)).to.equal('/account/security');
  });

  it('changes the theme, in step with the header', async () => {
    const page = await pageAs(admin, '/account', { colorScheme: 'light' });
    await page.getByRole('main').getByLabel('Dark').check();
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
    expect(await page.getByRole('banner').getByLabel('Dark').isChecked()).to.equal(true);
  });

  it('ends the session', async () => {
    const person = await signIn(app, 'joe');
    const page = await pageAs(person, '/account');
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
    expect((await person.get('/api/auth/me')).status).to.equal(401);
  });

  it('keeps the header in one line where the name is long and the window small', async () => {
    const person = await signIn(app, 'a.very.long.username.that.fits.into.no.header@example.org');
    for (const viewport of [PHONE, { width: 320, height: 640 }]) {
      const page = await pageAs(person, '/account', { viewport });
      await page.getByText('You may take in tenants').waitFor();
      expect(await overflow(page)).to.equal(0);
      const box = await page.getByRole('banner').boundingBox();
      expect(box?.height).to.equal(56);
      await page.getByRole('button', { name: ': account' }).click();
      const item = await page.getByRole('menuitem', { name: 'Sign out' }).boundingBox();
      expect((item?.x ?? 0) + (item?.width ?? 0)).to.be.at.most(viewport.width);
      expect(await overflow(page)).to.equal(0);
    }
  });
});
