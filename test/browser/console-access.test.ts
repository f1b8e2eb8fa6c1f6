import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, person, signIn, type Person } from '../support/people.js';
import { addTotp, firstStep } from '../support/second-factor.js';
import { makeToken, script } from '../support/tokens.js';
import { expectFit, row, useConsole } from './console-page.js';

const NEW_PASSWORD = 'a quiet harbour 7';
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

describe('browser: how users get in', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let joe: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
  });

  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
  const openJoe = (options = {}) => use.open(`/users/${joe}/show`, options);
  const readUser = async (id = joe) => (await use.admin.get(`/api/users/${id}`)).body as object;
  const signInStatus = async (username: string, password: string) =>
    (await person(use.app).post('/api/auth/login', { username, password })).status;

  describe('tokens of a user', () => {
    let owner: Person;

    beforeEach(async () => {
      owner = await signIn(use.app, 'joe');
    });

    const make = (name: string, networks: string[] = []) =>
      makeToken(owner, { name, scopes: ['tenants:read', 'jobs:write'], networks });
    const works = async (token: string) => (await script(use.app, token).get('/api/tenants')).status;

    it('are listed with what they open and when they were used, without their secret', async () => {
      const made = await make('nightly import', ['127.0.0.0/8']);
      await make('status board');
      await works(made.token);
      const page = await openJoe();
      await page.getByRole('heading', { name: 'API tokens (2)' }).waitFor();
      const item = page.getByRole('listitem').filter({ hasText: 'nightly import' });
      for (const words of ['tenants:read', 'jobs:write', 'Only from 127.0.0.0/8', `cv_…${made.hint}`]) {
        await item.getByText(words).waitFor();
      }
      await item.getByText(/Last used .* from 127\.0\.0\.1/).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'status board' }).getByText('Never used').waitFor();
      expect(await page.content()).not.to.include(made.token);
    });

    it('are revoked one by one, and no script gets in by them again', async () => {
      const [one, other] = [await make('one'), await make('other')];
      const page = await openJoe();
      await press(page, 'Revoke the token one');
      await page.getByRole('dialog', { name: 'Revoke the token one of joe?' }).waitFor();
      await press(page, 'Revoke token');
      await page.getByText('The token one was revoked.').waitFor();
      await page.getByRole('heading', { name: 'API tokens (1)' }).waitFor();
      expect([await works(one.token), await works(other.token)]).to.deep.equal([401, 200]);
      await page.getByRole('listitem').filter({ hasText: 'root revoked the token one of joe' }).waitFor();
    });

    it('are revoked all at once', async () => {
      const made = [await make('one'), await make('two')];
      const page = await openJoe();
      await press(page, 'Revoke all…');
      await press(page, 'Revoke 2 tokens');
      await page.getByText('2 tokens of joe were revoked.').waitFor();
      await page.getByText('No script acts in their name.').waitFor();
      expect(await Promise.all(made.map(({ token }) => works(token)))).to.deep.equal([401, 401]);
    });

    it('take one that its owner has just revoked for revoked', async () => {
      const { id } = await make('one');
      const page = await openJoe();
      await press(page, 'Revoke the token one');
      await owner.delete(`/api/tokens/${id}`).expect(200);
      await press(page, 'Revoke token');
      await page.getByText('The token one was revoked already.').waitFor();
    });
  });

  describe('a link to set a password', () => {
    /** The token of the link that is shown. */
    async function shown(page: Page, title: string): Promise<string> {
      const dialog = page.getByRole('dialog', { name: title });
      const text = await dialog.locator('code').innerText();
      expect(text).to.match(new RegExp(`^${use.app.url}/password\\.html#[0-9a-f]{32}$`));
      await expectFit(page, 'the link');
      // A slip of the hand does not lose it.
      await page.keyboard.press('Escape');
      await dialog.getByRole('button', { name: 'Copy' }).click();
      await dialog.getByText('Copied. Hand it over').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(text);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await page.content()).not.to.include(text);
      return text.split('#')[1] ?? '';
    }

    it('is made, shown once, and opens', async () => {
      const before = await signIn(use.app, 'joe');
      const page = await openJoe(CLIPBOARD);
      await press(page, 'Make a link…');
      await press(page, 'Make link');
      const token = await shown(page, 'The link of joe');
      await page
        .getByRole('listitem')
        .filter({ hasText: 'root made a link for joe to set a new password' })
        .waitFor();
      expect((await before.get('/api/auth/me')).status, 'nothing has changed yet').to.equal(200);
      const there = await browser.newPage();
      await there.goto(`${use.app.url}/password.html#${token}`);
      expect(await there.locator('#username').inputValue()).to.equal('joe');
      await person(use.app).post('/api/auth/link/password', { token, password: NEW_PASSWORD }).expect(200);
      expect(await signInStatus('joe', NEW_PASSWORD)).to.equal(200);
      expect((await before.get('/api/auth/me')).status).to.equal(401);
    });

    it('invites somebody new, who chooses a password of their own', async () => {
      const page = await use.open('/users/create', CLIPBOARD);
      await page.getByLabel('Username').fill('vera');
      await page.getByRole('radio', { name: /^By a link/ }).check();
      expect(await page.getByLabel('Password', { exact: true }).count()).to.equal(0);
      await press(page, 'Create and make the link');
      const token = await shown(page, 'The invitation of vera');
      await page.getByRole('heading', { level: 1, name: 'vera' }).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'root invited vera as user' }).waitFor();
      await person(use.app).post('/api/auth/link/password', { token, password: NEW_PASSWORD }).expect(200);
      expect(await signInStatus('vera', NEW_PASSWORD)).to.equal(200);
    });
  });

  describe('a password that is good for one sign-in', () => {
    it('is a choice on creation, off unless asked for', async () => {
      const page = await use.open('/users/create');
      const box = page.getByLabel('Must change it at the next sign-in');
      expect(await box.isChecked()).to.equal(false);
      await page.getByLabel('Username').fill('vera');
      await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
      await box.check();
      await press(page, 'Create user');
      await page.getByRole('heading', { level: 1, name: 'vera' }).waitFor();
      await page.getByText('Has to be changed at the next sign-in.').waitFor();
      expect(await readUser(joe + 1)).to.include({ username: 'vera', must_change_password: true });
      expect(await readUser()).to.include({ must_change_password: false });
    });

    it('is a choice of who resets it, and said on the page', async () => {
      const page = await openJoe();
      await press(page, 'Reset password…');
      await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
      await page.getByLabel('Must change it at the next sign-in').check();
      await press(page, 'Reset password');
      await page.getByText('Has to be changed at the next sign-in.').waitFor();
      expect(await readUser()).to.include({ must_change_password: true });
    });

    it('is not for oneself, who chooses at once', async () => {
      const page = await use.open('/users/1/show');
      await press(page, 'Reset password…');
      await page.getByRole('dialog').waitFor();
      expect(await page.getByLabel('Must change it at the next sign-in').count()).to.equal(0);
    });
  });

  describe('a second factor', () => {
    it('is seen in the list, found, and reset for whoever lost it', async () => {
      await addTotp(use.app, await signIn(use.app, 'joe'));
      const page = await use.open('/users');
      await row(page, 'joe').getByText('On', { exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Second factor' }).click();
      await page.getByRole('option', { name: 'On', exact: true }).click();
      await row(page, 'root (you)').waitFor({ state: 'detached' });
      await row(page, 'joe').click();
      await press(page, 'Reset second factor…');
      await page.getByRole('dialog', { name: 'Reset the second factor of joe?' }).waitFor();
      await expectFit(page, 'the question');
      await press(page, 'Reset second factor');
      await page.getByText('The second factor of joe was reset.').waitFor();
      await page
        .getByRole('listitem')
        .filter({ hasText: 'root removed every second factor of joe' })
        .waitFor();
      expect(await readUser()).to.include({ second_factor: false });
      expect(await signInStatus('joe', PASSWORD)).to.equal(200);
      expect(await firstStep(use.app, 'joe')).to.equal(undefined);
    });

    it('is off where there is none, and one’s own is looked after on the site', async () => {
      const page = await openJoe();
      const reset = page.getByRole('button', { name: 'Reset second factor…' });
      expect(await reset.getAttribute('aria-disabled')).to.equal('true');
      await page.getByText('There is no second factor to reset.').waitFor();
      await page.goto(`${use.app.url}/admin/users/1/show`);
      const own = page.getByRole('link', { name: 'Look after your own' });
      expect(await own.getAttribute('href')).to.equal('/account/security');
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const where = `${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`;
      it(`is accessible and fits, ${where}`, async function () {
        this.timeout(40_000);
        const owner = await signIn(use.app, 'joe');
        await addTotp(use.app, owner);
        await makeToken(owner, {
          name: 'a name without end '.repeat(5).trim(),
          scopes: ['tenants:read', 'tenants:write', 'jobs:read', 'jobs:write'],
          networks: ['10.0.0.0/8', '2001:db8::/32'],
        });
        const page = await openJoe({ colorScheme, ...(viewport && { viewport }) });
        await page.getByRole('heading', { name: 'API tokens (1)' }).waitFor();
        await expectFit(page, 'user');
        for (const name of ['Make a link…', 'Reset second factor…', /^Revoke the token/]) {
          await press(page, name);
          await page.getByRole('dialog').waitFor();
          await expectFit(page, String(name));
          await press(page, 'Cancel');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await page.goto(`${use.app.url}/admin/users/create`);
        await page.getByRole('radio', { name: /^By a link/ }).check();
        await expectFit(page, 'an invitation');
      });
    }
  }
});
