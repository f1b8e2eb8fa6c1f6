import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser.js';
import { ADMIN, createUser, PASSWORD, signIn } from '../support/people.js';
import { addTotp, growStale, passTime } from '../support/second-factor.js';
import { expectFit, useConsole } from './console-page.js';
import { enterAs, fillSignIn, pressSignIn } from './visitor.js';

describe('browser: who sits at the console', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let max: number;

  beforeEach(async () => {
    max = await createUser(use.admin, 'max', 'admin');
  });

  const roleOfMax = async () =>
    ((await use.admin.get(`/api/users/${max}`)).body as { role: string; is_active: boolean }).role;
  const asked = (page: Page) => page.getByRole('dialog', { name: 'Is it you?' });

  describe('is asked before another administrator is changed, where that is wanted', () => {
    beforeEach(async () => {
      await use.admin.patch('/api/settings', { reauthenticate_admins: true }).expect(200);
    });

    /** Takes the role from max, with a session that is long there. */
    async function change(): Promise<Page> {
      const page = await use.open(`/users/${max}`);
      await growStale(use.app);
      await page.getByLabel(/^User/).check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await asked(page).waitFor();
      return page;
    }

    it('and what was to be saved is saved after that', async () => {
      const page = await change();
      const question = asked(page);
      await expectFit(page, 'the question');
      await question.getByRole('button', { name: 'Go on' }).click();
      await question.getByText('Enter your password.').waitFor();
      await question.getByLabel('Password', { exact: true }).fill('wrong password 1');
      await question.getByRole('button', { name: 'Go on' }).click();
      await question.locator('[aria-invalid=true][name=password]').waitFor();
      expect(await roleOfMax()).to.equal('admin');
      await question.getByLabel('Password', { exact: true }).fill(ADMIN.password);
      await page.keyboard.press('Enter');
      await page.getByText('max was changed.').waitFor();
      await question.waitFor({ state: 'detached' });
      expect(await roleOfMax()).to.equal('user');
    });

    it('and nothing is done when it is called off', async () => {
      const page = await change();
      await page.keyboard.press('Escape');
      await page.getByText('Nothing was changed: you called it off.').waitFor();
      expect(await roleOfMax()).to.equal('admin');
      expect(await page.getByLabel(/^User/).isChecked()).to.equal(true);
    });

    it('and not again within ten minutes', async () => {
      const page = await change();
      await asked(page).getByLabel('Password', { exact: true }).fill(ADMIN.password);
      await page.keyboard.press('Enter');
      await page.getByText('max was changed.').waitFor();
      await page.goto(`${use.app.url}/admin/users/${max}`);
      await page.getByLabel(/^Administrator/).check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('heading', { level: 1, name: 'max', exact: true }).waitFor();
      expect(await roleOfMax()).to.equal('admin');
    });

    it('by the code as well, of those who have a second factor', async () => {
      const { phone } = await addTotp(use.app, use.admin);
      const page = await change();
      await asked(page).getByLabel('Password', { exact: true }).fill(ADMIN.password);
      await asked(page).getByRole('button', { name: 'Go on' }).click();
      await asked(page).getByText('Enter the code.').waitFor();
      await asked(page).getByLabel('Code of your authenticator app').fill(phone.code());
      await page.keyboard.press('Enter');
      await page.getByText('max was changed.').waitFor();
    });
  });

  describe('signs in with a second factor', () => {
    /** Max has an app. The page is at the second half of the sign-in. */
    async function begin() {
      const { phone, codes } = await addTotp(use.app, await signIn(use.app, 'max'));
      const page = await browser.newPage();
      await page.goto(`${use.app.url}/admin/users`);
      await fillSignIn(page, 'max', PASSWORD);
      await pressSignIn(page);
      await page.getByLabel('Code of your authenticator app').waitFor();
      return { page, phone, codes };
    }

    it('by a code, where one wanted to go', async () => {
      const { page, phone } = await begin();
      await expectFit(page, 'the second half');
      await page.getByLabel('Code of your authenticator app').fill('000000');
      await pressSignIn(page);
      await page.getByText('That code is not right').waitFor();
      await passTime(use.app);
      await page.getByLabel('Code of your authenticator app').fill(phone.code());
      await pressSignIn(page);
      await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    });

    it('by a recovery code', async () => {
      const { page, codes } = await begin();
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await page.getByLabel('Recovery code', { exact: true }).fill(codes[0] ?? '');
      await pressSignIn(page);
      await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    });

    it('and begins again with the password when it took too long', async () => {
      const { page, phone } = await begin();
      await use.app.db('sign_in_steps').delete();
      await page.getByLabel('Code of your authenticator app').fill(phone.code());
      await pressSignIn(page);
      await page.getByText('This took too long').or(page.getByText('Sign in again')).first().waitFor();
      await page.getByLabel('Password', { exact: true }).waitFor();
    });
  });

  it('is sent to the page for what is to be done first, also from the midst of work', async () => {
    const page = await use.open('/sessions');
    await use.app.db('users').where({ id: 1 }).update({ must_change_password: true });
    await page.getByRole('link', { name: 'Users' }).click();
    await page.waitForURL('**/required.html?next=%2Fadmin%2Fusers');
    const other = await browser.newPage();
    await enterAs(other, use.admin, use.app.url);
    await other.goto(`${use.app.url}/admin/audit?page=2`);
    await other.waitForURL('**/required.html?next=%2Fadmin%2Faudit%3Fpage%3D2');
  });
});
