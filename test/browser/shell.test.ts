import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { databaseAway, enterAs, fillSignIn, openAs, place, pressSignIn } from './visitor.js';

describe('browser: shell', () => {
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });

  after(async () => {
    await app?.stop();
  });

  const pageAs = (person: Person, path: string, options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });

  it('shows an administrator the way to the users', async () => {
    const page = await pageAs(admin, '/');
    await page.getByText('root (admin)').waitFor();
    expect(await page.getByRole('link', { name: 'Users' }).getAttribute('href')).to.equal('/admin/users');
    await page.getByRole('link', { name: 'Open the console' }).waitFor();
  });

  it('shows a user no such way', async () => {
    const page = await pageAs(await signIn(app, 'joe'), '/');
    await page.getByText('joe (user)').waitFor();
    await page.getByRole('heading', { name: 'Welcome to Clearview' }).waitFor();
    expect(await page.getByRole('link', { name: 'Users' }).count()).to.equal(0);
    expect(await page.locator('a[href^="/admin"]').count()).to.equal(0);
  });

  it('moves between pages without loading: title, focus, menu and Back follow', async () => {
    const page = await pageAs(admin, '/');
    await page.evaluate('window.sameDocument = true');
    for (const name of ['Tenants', 'Jobs', 'Onboarding']) {
      await page.getByRole('navigation').getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      expect(await page.title()).to.equal(`${name} · Clearview`);
      expect(await page.evaluate('document.activeElement.textContent')).to.equal(name);
      expect(await page.locator('[aria-current=page]').textContent()).to.equal(name);
    }
    await page.goBack();
    await heading(page, 'Jobs').waitFor();
    expect(await page.evaluate('window.sameDocument')).to.equal(true);
  });

  it('lets the skip link jump past the menu', async () => {
    const page = await pageAs(admin, '/tenants');
    await heading(page, 'Tenants').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('main');
    await heading(page, 'Tenants').waitFor();
  });

  it('folds the menu on a phone: opens, closes with Esc and on arrival', async () => {
    const page = await pageAs(admin, '/', { viewport: PHONE });
    const button = page.getByRole('button', { name: 'Menu' });
    const jobs = page.getByRole('link', { name: 'Jobs' });
    expect(await jobs.isVisible()).to.equal(false);
    await button.click();
    expect(await button.getAttribute('aria-expanded')).to.equal('true');
    await page.keyboard.press('Escape');
    expect(await jobs.isVisible()).to.equal(false);
    await button.click();
    await jobs.click();
    await heading(page, 'Jobs').waitFor();
    expect(await jobs.isVisible()).to.equal(false);
  });

  it('leads back to where one was when the session has ended', async () => {
    const person = await signIn(app, 'joe');
    const page = await pageAs(person, '/');
    await page.getByText('joe (user)').waitFor();
    await person.post('/api/auth/logout');
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    expect(place(page)).to.equal('/login.html?reason=expired&next=%2Ftenants');
    await fillSignIn(page, 'joe', PASSWORD);
    await pressSignIn(page);
    await heading(page, 'Tenants').waitFor();
  });

  it('waits while the database is away, without leaving, and goes on when it is back', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    await page.route('**/api/**', databaseAway);
    await page.goto(`${app.url}/jobs`);
    await page.getByRole('heading', { name: 'Clearview cannot reach its database.' }).waitFor();
    await page.getByText('Nothing was lost.').waitFor();
    expect(place(page)).to.equal('/jobs');
    await page.unroute('**/api/**');
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
  });

  it('says that there is no connection, without leaving', async () => {
    const page = await pageAs(admin, '/');
    await page.getByText('root (admin)').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByRole('heading', { name: 'No connection to Clearview.' }).waitFor();
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('heading', { name: 'No tenants yet' }).waitFor();
  });

  it('does not leave on a 403 and offers to try again on a 500', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    let answer = { status: 403, json: { detail: 'You may not see this.', code: 'forbidden' } };
    await page.route(/\/api\/tenants\?/, (route) => route.fulfill(answer));
    await page.goto(`${app.url}/tenants`);
    await page.getByText('You may not see this.').waitFor();
    answer = { status: 500, json: { detail: 'Something failed here.', code: 'internal' } };
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Something failed here.').waitFor();
    expect(place(page)).to.equal('/tenants');
  });

  it('says so when signing out fails, and stays', async () => {
    const page = await pageAs(admin, '/');
    await page.getByText('root (admin)').waitFor();
    await page.route('**/api/auth/logout', databaseAway);
    await page.getByRole('button', { name: 'root (admin)' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You are still signed in').waitFor();
    expect(place(page)).to.equal('/');
  });

  it('keeps nothing private for the back/forward cache, and asks again who is there on return', async () => {
    const person = await signIn(app, 'joe');
    const page = await pageAs(person, '/');
    await page.getByText('joe (user)').waitFor();
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
    expect(await page.locator('body').innerText()).not.to.include('joe');
    await person.post('/api/auth/logout');
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
    await page.getByText('Your session has ended. Sign in again.').waitFor();
  });

  it('has a page for what is not there, signed in or not', async () => {
    for (const page of [await browser.newPage(), await pageAs(admin, '/')]) {
      const response = await page.goto(`${app.url}/reports/<b>2024</b>`);
      expect(response?.status()).to.equal(404);
      await heading(page, 'Page not found').waitFor();
      await page.getByRole('link', { name: 'Go to the overview' }).click();
      await page.waitForURL((url) => ['/', '/login.html'].includes(url.pathname));
    }
  });

  it('shows a skeleton only when an answer takes long', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    await page.route(/\/api\/tenants\?/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      await route.continue();
    });
    await page.goto(`${app.url}/tenants`);
    await page.locator('.skeleton').first().waitFor();
    await page.getByRole('heading', { name: 'No tenants yet' }).waitFor();
    expect(await page.locator('.skeleton').count()).to.equal(0);
  });
});
