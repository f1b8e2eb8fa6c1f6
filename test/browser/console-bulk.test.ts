import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { addUsers } from '../support/bulk.js';
import { createUser, signIn } from '../support/people.js';
import { expectFit, focusedName, pressUntil, row, useConsole } from './console-page.js';
import { databaseAway, enterAs } from './visitor.js';

describe('browser: many users at once', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let joe: number;
  let vera: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
    vera = await createUser(use.admin, 'vera');
  });

  const select = async (page: Page, ...names: string[]): Promise<void> => {
    for (const name of names)
      await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const usernames = () => use.app.db('users').orderBy('id').pluck<string[]>('username');
  const events = (event: string) => use.app.db('auth_audit').where({ event });

  it('deactivates, says how many, and ends their sessions; the filters stay in sight', async () => {
    const there = await browser.newPage();
    await enterAs(there, await signIn(use.app, 'joe'), use.app.url);
    await there.goto(use.app.url);
    await there.getByText('joe (user)').waitFor();
    const page = await use.open('/users');
    await select(page, 'joe', 'vera');
    await page.getByRole('toolbar').getByText('2 selected').waitFor();
    expect(await page.getByLabel('Search').isVisible()).to.equal(true);
    await press(page, 'Deactivate…');
    const dialog = page.getByRole('dialog', { name: 'Deactivate 2 users?' });
    await dialog.getByText('joe, vera').waitFor();
    await dialog.getByText('1 live session ends at once.').waitFor();
    await press(page, 'Deactivate 2 users');
    await page.getByText('2 users were deactivated.').waitFor();
    await row(page, 'joe').getByText('Deactivated').waitFor();
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    expect(await page.getByRole('checkbox', { checked: true }).count()).to.equal(0);
    await there.reload();
    await there.waitForURL('**/login.html**');
    expect(await events('user_update')).to.have.length(2);
  });

  it('names who was left out and why, and does the rest', async () => {
    const page = await use.open('/users');
    await select(page, 'root', 'joe', 'vera');
    await use.admin.delete(`/api/users/${vera}`);
    await press(page, 'Change role…');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You are among them. Your own account stays as it is.').waitFor();
    await dialog.getByLabel('User', { exact: false }).last().check();
    await press(page, 'Cancel');
    await dialog.waitFor({ state: 'detached' });
    await press(page, 'Deactivate…');
    await press(page, 'Deactivate 3 users');
    await page.getByRole('dialog', { name: '2 users were left as they are' }).waitFor();
    // The only administrator: the server's own words.
    await dialog
      .getByRole('listitem')
      .filter({ hasText: 'root' })
      .getByText(/administrator/)
      .waitFor();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: `User ${vera}` })
      .getByText('This does not exist, or was deleted meanwhile.')
      .waitFor();
    await dialog.getByText('1 user was deactivated.').waitFor();
    await expectFit(page, 'the outcome');
    await press(page, 'Close');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('toolbar').getByText('1 selected').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Select root' }).isChecked()).to.equal(true);
    expect((await use.admin.get('/api/auth/me')).status).to.equal(200);
  });

  it('changes roles, and tells an own account beside other administrators', async () => {
    await createUser(use.admin, 'max', 'admin');
    const page = await use.open('/users');
    await select(page, 'root', 'max', 'vera');
    await press(page, 'Change role…');
    const dialog = page.getByRole('dialog', { name: 'Change the role of 3 users' });
    await dialog.getByText('root, vera, max').or(dialog.getByText('root, max, vera')).waitFor();
    await press(page, 'Change role of 3 users');
    await page.getByRole('dialog', { name: '1 user was left as it is' }).waitFor();
    await dialog
      .getByText('The role of 1 user was changed.')
      .or(page.getByText('The role of 1 user was changed.'))
      .first()
      .waitFor();
    await page.getByText('1 was so already.').waitFor();
    await press(page, 'Close');
    await row(page, 'max').getByText('User', { exact: true }).waitFor();
    await row(page, 'root (you)').getByText('Administrator').waitFor();
  });

  it('deletes after asking once, with what goes and what stays', async () => {
    const page = await use.open('/users');
    await select(page, 'joe', 'vera');
    await press(page, 'Delete…');
    const dialog = page.getByRole('dialog', { name: 'Delete 2 users?' });
    await dialog.getByText('This cannot be undone.').waitFor();
    await dialog.getByText('The audit log keeps what they did').waitFor();
    await press(page, 'Cancel');
    await dialog.waitFor({ state: 'detached' });
    expect(await usernames()).to.deep.equal(['root', 'joe', 'vera']);
    await press(page, 'Delete…');
    await press(page, 'Delete 2 users');
    await page.getByText('2 users were deleted.').waitFor();
    await row(page, 'joe').waitFor({ state: 'detached' });
    expect(await usernames()).to.deep.equal(['root']);
    expect(await events('user_delete')).to.have.length(2);
    // The focus goes on where the toolbar was, not at the top of the document.
    await page.locator(':focus', { hasText: /^1 user$/ }).waitFor();
  });

  it('activates those of all pages that the filters let through', async () => {
    await addUsers(use.app.db, 60);
    const page = await use.open('/users');
    await page.getByLabel('Search').fill('bulk');
    await page.getByText('60 users', { exact: true }).first().waitFor();
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByText('25 selected').waitFor();
    await press(page, 'Select all 60');
    await page.getByText('60 selected').waitFor();
    await press(page, 'Activate…');
    await page.getByText('bulk000001, bulk000002, bulk000003, bulk000004, bulk000005 and 55 more').waitFor();
    await press(page, 'Activate 60 users');
    await page.getByText('20 users were activated. 40 were so already.').waitFor();
    expect(await use.app.db('users').where({ is_active: false })).to.have.length(0);
    expect(await events('user_update')).to.have.length(20);
  });

  it('says what failed in the dialog, and nothing is lost', async () => {
    const page = await use.open('/users');
    await select(page, 'joe');
    await press(page, 'Delete…');
    await page.getByRole('dialog').getByText('joe', { exact: true }).waitFor();
    await page.route('**/api/users/bulk', databaseAway);
    await press(page, 'Delete 1 user');
    await page.getByRole('dialog').getByText('Clearview is busy').waitFor();
    await page.unroute('**/api/users/bulk');
    await press(page, 'Delete 1 user');
    await page.getByText('1 user was deleted.').waitFor();
  });

  it('lets go of the choice, and chooses a row without opening it', async () => {
    const page = await use.open('/users');
    await select(page, 'joe');
    expect(new URL(page.url()).pathname).to.equal('/admin/users');
    await press(page, 'Clear the selection');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    expect(await focusedName(page)).to.equal('3 users');
    await row(page, 'joe').getByText('Active').click();
    await page.getByRole('heading', { level: 1, name: 'joe' }).waitFor();
  });

  it('works by keyboard alone', async () => {
    const page = await use.open('/users');
    await row(page, 'joe').waitFor();
    await page.getByLabel('Search').focus();
    await pressUntil(page, 'Tab', 'Select joe');
    await page.keyboard.press('Space');
    await page.getByText('1 selected').waitFor();
    await pressUntil(page, 'Shift+Tab', 'Deactivate…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Deactivate 1 user?' }).waitFor();
    await pressUntil(page, 'Tab', 'Cancel');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedName(page)).to.equal('Deactivate…');
    await page.keyboard.press('Enter');
    await pressUntil(page, 'Tab', 'Deactivate 1 user');
    await page.keyboard.press('Enter');
    await page.getByText('1 user was deactivated.').waitFor();
    const { body } = await use.admin.get(`/api/users/${joe}`);
    expect(body.is_active).to.equal(false);
  });

  it('works on a phone', async () => {
    const page = await use.open('/users', { viewport: PHONE });
    await select(page, 'joe', 'vera');
    await press(page, 'Actions');
    await page.getByRole('menuitem', { name: 'Deactivate…' }).click();
    await press(page, 'Deactivate 2 users');
    await page.getByText('2 users were deactivated.').waitFor();
    expect(await use.app.db('users').where({ is_active: false })).to.have.length(2);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const where = `${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`;
      it(`is accessible and fits, ${where}`, async () => {
        const page = await use.open('/users', { colorScheme, ...(viewport && { viewport }) });
        await select(page, 'joe', 'root');
        await expectFit(page, 'the toolbar');
        for (const label of ['Change role…', 'Delete…']) {
          if (viewport) await press(page, 'Actions');
          await page.getByRole(viewport ? 'menuitem' : 'button', { name: label }).click();
          await page.getByRole('dialog').getByText('root, joe').waitFor();
          await expectFit(page, label);
          await press(page, 'Cancel');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
      });
    }
  }
});
