import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, PHONE, useBrowser } from '../support/browser.js';
import { ADMIN, createUser, PASSWORD, setUp } from '../support/people.js';
import { databaseAway, fillSignIn, place, pressSignIn } from './visitor.js';

describe('browser: who may use the console', () => {
  const browser = useBrowser();
  let app: TestApp;

  async function signIn(page: Page, username = ADMIN.username, password = ADMIN.password): Promise<void> {
    await fillSignIn(page, username, password);
    await pressSignIn(page);
  }

  describe('on a fresh database', () => {
    it('begins with the set-up', async () => {
      app = await startTestApp();
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/users`);
      await page.waitForURL('**/setup.html');
      await app.stop();
    });
  });

  describe('once it is set up', () => {
    let max: number;

    before(async () => {
      app = await startTestApp();
      const admin = await setUp(app);
      await createUser(admin, 'joe');
      max = await createUser(admin, 'max', 'admin');
    });

    after(async () => {
      await app.stop();
    });

    it('signs in where one wanted to go', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/audit`);
      await page.getByLabel('Username').waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await signIn(page, ADMIN.username, 'wrong password 1');
      await page.getByText('Wrong username or password.').waitFor();
      await signIn(page);
      await page.getByRole('heading', { name: 'Audit log' }).waitFor();
      expect(new URL(page.url()).pathname).to.equal('/admin/audit');
    });

    it('remembers when asked to', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await page.getByLabel('Remember me').check();
      await signIn(page);
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
      const [cookie] = await page.context().cookies();
      expect(cookie?.expires).to.be.closeTo(Date.now() / 1000 + 30 * 86_400, 60);
    });

    it('is one session with the site', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await signIn(page);
      // The sign-in page has such a link too: only the console's own counts here.
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
      await page.getByRole('link', { name: 'Back to Clearview' }).click();
      await page.getByText(`${ADMIN.username} (admin)`).waitFor();
      expect(place(page)).to.equal('/');
    });

    it('tells a user that it is for administrators, and leaves their session alone', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/users`);
      await signIn(page, 'joe', PASSWORD);
      await page.getByRole('heading', { name: 'This console is for administrators' }).waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await page.getByRole('link', { name: 'Back to Clearview' }).click();
      await page.getByText('joe (user)').waitFor();
    });

    it('says that the session has ended, then goes on with what was under way', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/users/create`);
      await signIn(page);
      await page.getByRole('heading', { name: 'Create user' }).waitFor();
      await fillSignIn(page, 'vera', 'a quiet harbour 7');
      await app.db('user_sessions').delete();
      await page.getByRole('button', { name: 'Create user' }).click();
      const door = page.getByRole('dialog', { name: 'Your session has ended' });
      await door.waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await door.getByLabel('Password', { exact: true }).fill(ADMIN.password);
      await door.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('vera was created.').waitFor();
    });

    it('says so as well to who loads the page again', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/audit`);
      await page.getByLabel('Username').waitFor();
      expect(await page.getByText('Your session has ended.').count()).to.equal(0);
      await signIn(page);
      await page.getByRole('heading', { name: 'Audit log' }).waitFor();
      await app.db('user_sessions').delete();
      await page.reload();
      await page.getByText('Your session has ended. Sign in again to go on here.').waitFor();
      await signIn(page);
      await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    });

    it('notices that one is no administrator any more', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await signIn(page, 'max', PASSWORD);
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
      await app.db('users').where({ id: max }).update({ role: 'user' });
      await page.getByRole('link', { name: 'Audit log' }).click();
      await page.getByRole('heading', { name: 'This console is for administrators' }).waitFor();
    });

    it('signs nobody out while the database is away', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await signIn(page);
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
      await page.route('**/api/**', databaseAway);
      await page.reload();
      await page.getByRole('heading', { name: 'Clearview cannot be reached' }).waitFor();
      await page.unroute('**/api/**');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    });

    it('keeps theme and menu over a sign-out, and shares the theme with the site', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await signIn(page);
      await page.getByRole('button', { name: 'Narrow the menu' }).click();
      await page.getByRole('button', { name: 'Theme and language' }).click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Account/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByText('You are signed out.').waitFor();
      expect(await page.evaluate(`localStorage.getItem('clearview.theme')`)).to.equal('dark');
      await signIn(page);
      await page.getByRole('button', { name: 'Widen the menu' }).waitFor();
    });

    it('keeps language and the way figures are shown over a sign-out', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/`);
      await signIn(page);
      await page.getByRole('button', { name: 'Last 30 days' }).click();
      await page.getByRole('button', { name: 'Theme and language' }).click();
      await page.getByRole('menuitemradio', { name: 'Français' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Compte/ }).click();
      await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
      await page.getByText('Vous êtes déconnecté.').waitFor();
      await page.getByLabel('Nom d’utilisateur').fill(ADMIN.username);
      await page.getByLabel('Mot de passe', { exact: true }).fill(ADMIN.password);
      await page.getByRole('button', { name: 'Se connecter' }).click();
      await page.getByRole('button', { name: '30 derniers jours', pressed: true }).waitFor();
    });

    it('goes by its menu on a phone: to the page that was chosen, or back to where one was', async () => {
      const page = await browser.newPage({ viewport: PHONE });
      await page.goto(`${app.url}/admin/`);
      await signIn(page);
      const menu = page.getByRole('button', { name: 'Menu' });
      await menu.click();
      await page.getByRole('navigation').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('navigation').waitFor({ state: 'detached' });
      await page.locator('[aria-label=Menu]:focus').waitFor();
      await menu.click();
      await page.getByRole('link', { name: 'Audit log' }).click();
      await page.locator('h1:focus', { hasText: 'Audit log' }).waitFor();
      expect(await page.title()).to.equal('Audit log · Clearview');
    });

    it('says so at an address that is none', async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/admin/nothing-here`);
      await signIn(page);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    });
  });
});
