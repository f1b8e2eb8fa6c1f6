import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser.js';
import { createUser, signIn } from '../support/people.js';
import { expectFit, focusedName, pressUntil, row, useConsole } from './console-page.js';

const NEW_PASSWORD = 'a quiet harbour 7';

describe('browser: forms for users', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let joe: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
  });

  async function fillNewUser(page: Page, username: string, password: string): Promise<void> {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create user' }).click();
  }

  describe('create', () => {
    it('what the server refuses stands under its field and nothing typed is lost', async () => {
      const page = await use.open('/users/create');
      await fillNewUser(page, 'JOE', 'short');
      await page.getByText('Use a password that meets the rules below.').waitFor();
      expect(await page.evaluate('document.activeElement.name')).to.equal('password');
      await fillNewUser(page, 'JOE', 'password1234');
      await page.getByText('This is one of the most common passwords. Choose another.').waitFor();
      await fillNewUser(page, 'JOE', NEW_PASSWORD);
      await page.locator('[aria-invalid=true][name=username]').waitFor();
      expect(await page.getByLabel('Password', { exact: true }).inputValue()).to.equal(NEW_PASSWORD);
      await fillNewUser(page, 'vera', NEW_PASSWORD);
      await page.getByText('vera was created.').waitFor();
      await page.getByRole('heading', { level: 1, name: 'vera' }).waitFor();
    });

    it('says in words how hard a password is to guess, and fetches the judge only then', async () => {
      const page = await use.open('/users/create');
      await page.getByLabel('Username').fill('vera');
      const judge = page.waitForRequest(/\/assets\/strength-/);
      await page.getByLabel('Password', { exact: true }).pressSequentially('password1');
      await judge;
      await page.getByText('Very weak: guessed at once').waitFor();
      await page.getByLabel('Password', { exact: true }).fill('a quiet harbour 7 under nine moons');
      await page.getByText('Strong: out of reach of guessing').waitFor();
    });

    it('shows a password that it made up once, to be copied, and it is the one that counts', async () => {
      const page = await use.open('/users/create', { permissions: ['clipboard-read', 'clipboard-write'] });
      await page.getByLabel('Username').fill('vera');
      await page.getByRole('button', { name: 'Generate' }).click();
      const made = await page.getByLabel('Password', { exact: true }).inputValue();
      await page.getByRole('button', { name: 'Create user' }).click();
      const dialog = page.getByRole('dialog', { name: 'The new password of vera' });
      await dialog.getByText(made, { exact: true }).waitFor();
      await expectFit(page, 'the password');
      // A slip of the hand does not lose it.
      await page.keyboard.press('Escape');
      await dialog.getByRole('button', { name: 'Copy' }).click();
      await dialog.getByText('Copied. Hand it over').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(made);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await page.getByRole('heading', { level: 1, name: 'vera' }).waitFor();
      expect(await page.locator('body').innerText()).not.to.include(made);
      const answer = await use.admin.post('/api/auth/login', { username: 'vera', password: made });
      expect(answer.status).to.equal(200);
    });

    it('warns before what was typed is lost', async () => {
      const page = await use.open('/users/create');
      await page.getByLabel('Username').fill('vera');
      const asked = new Promise<string>((resolve) => {
        page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.message())));
      });
      await page.getByRole('link', { name: 'Audit log' }).click();
      expect(await asked).to.include('not saved');
      expect(await page.getByLabel('Username').inputValue()).to.equal('vera');
    });
  });

  describe('edit', () => {
    const statusOf = async (id: number) =>
      (await use.admin.get(`/api/users/${id}`)).body as { role: string; is_active: boolean };

    it('sends nothing but the change, and the revision that it was made to', async () => {
      const page = await use.open(`/users/${joe}`);
      const sent = page.waitForRequest((request) => request.method() === 'PATCH');
      await page.getByLabel('Administrator').check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('joe was changed.').waitFor();
      const request = await sent;
      expect(request.postDataJSON()).to.deep.equal({ role: 'admin' });
      expect(request.headers()['if-match']).to.match(/^"\d+"$/);
      // On the user's page, which tells it.
      await page
        .getByRole('listitem')
        .filter({ hasText: /root changed joe.s role from user to administrator/ })
        .waitFor();
    });

    async function conflict(): Promise<Page> {
      await createUser(use.admin, 'max', 'admin');
      const max = await signIn(use.app, 'max');
      const mine = await use.open(`/users/${joe}`);
      const theirs = await use.open(`/users/${joe}`, {}, max);
      await mine.getByLabel('Administrator').check();
      await theirs.getByLabel('May sign in').uncheck();
      await theirs.getByRole('button', { name: 'Save changes' }).click();
      await theirs.getByText('joe was changed.').waitFor();
      await mine.getByRole('button', { name: 'Save changes' }).click();
      await mine.getByText('Somebody changed this user meanwhile.').waitFor();
      return mine;
    }

    it('refuses to overwrite what another browser saved meanwhile: says who and what, and saves mine', async () => {
      const page = await conflict();
      const notice = page.getByRole('alert');
      await notice.getByText('max deactivated joe').waitFor();
      await notice.getByRole('row', { name: /Role User Administrator/ }).waitFor();
      await notice.getByRole('row', { name: /Status Deactivated stays as it is now/ }).waitFor();
      expect(await page.getByLabel('Administrator').isChecked()).to.equal(true);
      expect((await statusOf(joe)).role).to.equal('user');
      await expectFit(page, 'the conflict');
      await notice.getByRole('button', { name: 'Save mine anyway' }).click();
      await page.getByText('joe was changed.').waitFor();
      await page.getByRole('heading', { level: 1, name: 'joe', exact: true }).waitFor();
      expect(await statusOf(joe)).to.include({ role: 'admin', is_active: false });
    });

    it('takes theirs instead, and goes on from there', async () => {
      const page = await conflict();
      await page.getByRole('button', { name: 'Take theirs' }).click();
      await page.getByText('Somebody changed this user meanwhile.').waitFor({ state: 'detached' });
      await page.getByRole('radio', { name: /^User/, checked: true }).waitFor();
      expect(await page.evaluate('document.activeElement.value')).to.equal('user');
      expect(await page.getByLabel('May sign in').isChecked()).to.equal(false);
      await page.getByLabel('May sign in').check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('joe was changed.').waitFor();
      expect(await statusOf(joe)).to.include({ role: 'user', is_active: true });
    });

    it('warns of what is lost also after a conflict', async () => {
      const page = await conflict();
      const asked = new Promise<string>((resolve) => {
        page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.message())));
      });
      await page.getByRole('link', { name: 'Audit log' }).click();
      expect(await asked).to.include('not saved');
      await page.getByText('Somebody changed this user meanwhile.').waitFor();
    });

    it('offers on one’s own account nothing that is refused, and says why', async () => {
      const page = await use.open('/users/1');
      await page.getByText('you are the only active administrator').waitFor();
      expect(await page.getByLabel('Administrator').isDisabled()).to.equal(true);
      expect(await page.getByLabel('May sign in').isDisabled()).to.equal(true);
      expect(await page.getByRole('button', { name: 'Save changes' }).count()).to.equal(0);
      await page.getByRole('link', { name: 'Back to the user' }).click();
      await page.getByRole('heading', { level: 1, name: 'root', exact: true }).waitFor();
    });
  });

  it('can be gone through by keyboard alone: find, open, edit, save', async () => {
    const page = await use.open('/users');
    await row(page, 'joe').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('joe');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    await pressUntil(page, 'Tab', 'joe');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'joe', exact: true }).waitFor();
    await pressUntil(page, 'Tab', 'Edit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Edit joe' }).waitFor();
    await pressUntil(page, 'Tab', /^User/);
    await page.keyboard.press('ArrowUp');
    expect(await focusedName(page)).to.include('Administrator');
    await pressUntil(page, 'Tab', 'May sign in');
    await page.keyboard.press('Space');
    await pressUntil(page, 'Tab', 'Save changes');
    await page.keyboard.press('Enter');
    await page.getByText('joe was changed.').waitFor();
    const { body } = await use.admin.get(`/api/users/${joe}`);
    expect(body).to.include({ role: 'admin', is_active: false });
  });
});
