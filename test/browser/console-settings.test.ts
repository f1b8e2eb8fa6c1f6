import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { createUser, signIn } from '../support/people.js';
import { expectFit, filterOf, row, useConsole } from './console-page.js';

const ADMINS = 'Administrators need a second factor';
const USERS = 'Users need a second factor';
const DAYS = 'Longest life of a token, in days';

describe('browser: settings', () => {
  const use = useConsole(useBrowser());

  const read = async () => (await use.admin.get('/api/settings')).body as Record<string, unknown>;
  const save = (page: Page) => page.getByRole('button', { name: 'Save settings' }).click();

  it('are saved, count at once, and tell who changed them', async () => {
    await createUser(use.admin, 'joe');
    const page = await use.open('/');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel(DAYS).fill('0');
    await page.getByLabel(USERS).check();
    // Whom it meets, before anybody is met.
    await page.getByText('It is asked for at their next click.').waitFor();
    await save(page);
    await page.getByText('Enter a whole number from 1 to 3650.').waitFor();
    expect(await read()).to.include({ require_second_factor_user: false });
    await page.getByLabel(DAYS).fill('30');
    await save(page);
    await page.getByText('The settings were saved.').waitFor();
    expect(await read()).to.include({ require_second_factor_user: true, max_token_days: 30 });
    const trail = page.getByRole('list', { name: 'Last changes' });
    await trail.getByText('root made a second factor a must for users').waitFor();
    await trail.getByText('root let tokens live for at most 30 days').waitFor();
    await page.getByRole('link', { name: '1 active account has none.' }).click();
    await row(page, 'joe').waitFor();
    expect(filterOf(page)).to.deep.equal({ role: 'user', is_active: true, second_factor: false });
  });

  /** Two administrators change them at once; the second one is told. */
  async function conflict(): Promise<Page> {
    await createUser(use.admin, 'max', 'admin');
    const mine = await use.open('/settings');
    const theirs = await use.open('/settings', {}, await signIn(use.app, 'max'));
    await mine.getByLabel(DAYS).fill('30');
    await theirs.getByLabel('Ask again before changing an administrator').check();
    await save(theirs);
    await theirs.getByText('The settings were saved.').waitFor();
    await save(mine);
    await mine.getByText('Somebody changed the settings meanwhile.').waitFor();
    return mine;
  }

  it('are not overwritten when somebody else was faster: says who and what, and saves mine', async () => {
    const page = await conflict();
    const notice = page.getByRole('alert');
    await notice.getByText('max made changes to administrators ask for the password').waitFor();
    await notice.getByRole('row', { name: /Ask again.* On stays as it is now/ }).waitFor();
    await notice.getByRole('row', { name: /Longest life.* 365 days 30 days/ }).waitFor();
    expect(await read()).to.include({ max_token_days: 365 });
    await expectFit(page, 'the conflict');
    await notice.getByRole('button', { name: 'Save mine anyway' }).click();
    await page.getByText('The settings were saved.').waitFor();
    expect(await read()).to.include({ max_token_days: 30, reauthenticate_admins: true });
  });

  it('are taken as the others left them, when that is wanted', async () => {
    const page = await conflict();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByText('Somebody changed the settings meanwhile.').waitFor({ state: 'detached' });
    expect(await page.getByLabel(DAYS).inputValue()).to.equal('365');
    expect(await page.getByLabel('Ask again before changing an administrator').isChecked()).to.equal(true);
  });

  it('send whoever asks for a second factor without having one to add it, and back', async () => {
    const page = await use.open('/settings');
    await page.getByLabel(ADMINS).check();
    await page.getByText('You are one of them: you add yours straight after saving.').waitFor();
    await save(page);
    await page.waitForURL('**/required.html?next=%2Fadmin%2Fsettings');
    expect(await use.app.db('settings').first()).to.include({ require_second_factor_admin: true });
  });

  it('have all their words in French', async () => {
    const page = await use.open('/settings', { locale: 'fr-FR' });
    await page.getByLabel('Un second facteur pour les utilisateurs').check();
    await page.getByText('Tous les comptes actifs en ont un.').waitFor();
    expect(await page.locator('body').innerText()).not.to.match(/resources\.|clearview\.|ra\./);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      it(`are accessible and fit, ${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`, async () => {
        const page = await use.open('/settings', { colorScheme, ...(viewport && { viewport }) });
        await page.getByLabel(ADMINS).check();
        await page.getByText('You are one of them').waitFor();
        await expectFit(page, 'settings');
      });
    }
  }
});
