import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE } from '../support/browser.js';
import { addUsers } from '../support/bulk.js';
import { ADMIN, createUser, PASSWORD, signIn } from '../support/people.js';
import { expectFit, filterOf, row, signOutAndIn, useConsole } from './console-page.js';

describe('browser: the list of users', () => {
  const use = useConsole();
  let joe: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
  });

  const choose = async (page: Page, field: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: new RegExp(`^${field}`) }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  it('finds one with the slash key, and clears what was looked for', async () => {
    const page = await use.open('/users');
    await row(page, 'root (you)').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jo');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    await page.getByText('1 user', { exact: true }).first().waitFor();
    await page.getByRole('status').getByText('1 user', { exact: true }).waitFor();
    expect(filterOf(page)).to.deep.equal({ q: 'jo' });
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row(page, 'root (you)').waitFor();
  });

  it('says that one or two letters are found only where names begin', async () => {
    const page = await use.open('/users');
    await row(page, 'root (you)').waitFor();
    await page.getByLabel('Search').fill('oe');
    await page.getByText('One or two characters are looked for only where names begin.').waitFor();
    await page.getByLabel('Search').fill('joz');
    await page.getByText('Nothing matches these filters.', { exact: true }).waitFor();
  });

  it('shows who never signed in, in an address that leads there again', async () => {
    const page = await use.open('/users');
    await row(page, 'joe').getByText('Never').waitFor();
    await choose(page, 'Signed in', 'Never');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    await row(page, 'joe').waitFor();
    expect(filterOf(page)).to.deep.equal({ never_signed_in: true });
    await choose(page, 'Signed in', 'At least once');
    await row(page, 'joe').waitFor({ state: 'detached' });
    await page.goBack();
    await row(page, 'joe').waitFor();
    await page.reload();
    await row(page, 'joe').waitFor();
    expect(await row(page, 'root (you)').count()).to.equal(0);
  });

  it('shows who was created between two days, in the reader’s zone', async () => {
    await use.app
      .db('users')
      .where({ id: joe })
      .update({ created_at: new Date('2020-03-01T03:00:00Z') });
    const page = await use.open('/users', { timezoneId: 'America/New_York' });
    await row(page, 'joe').waitFor();
    // Three in the morning of the first of March in UTC is the last of February there.
    await page.getByLabel('Created from').fill('2020-02-29');
    await page.getByLabel('Created until').fill('2020-02-29');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    await row(page, 'joe').waitFor();
    expect(filterOf(page)).to.deep.equal({
      created_gte: '2020-02-29T05:00:00.000Z',
      created_lte: '2020-03-01T04:59:59.999Z',
    });
    await page.getByLabel('Created until').fill('2020-02-28');
    await page.getByText('Nothing matches these filters.').waitFor();
  });

  it('takes the dashboard’s link to dormant accounts, and says so in a chip', async () => {
    await use.app
      .db('users')
      .where({ id: joe })
      .update({ created_at: new Date('2020-03-01') });
    const filter = encodeURIComponent(JSON.stringify({ dormant_since: '2021-01-01T00:00:00.000Z' }));
    const page = await use.open(`/users?filter=${filter}`);
    await row(page, 'joe').waitFor();
    expect(await row(page, 'root (you)').count()).to.equal(0);
    const chip = page.getByRole('button', { name: 'No sign-in since 1 Jan 2021' });
    await chip.focus();
    await page.keyboard.press('Delete');
    await row(page, 'root (you)').waitFor();
  });

  it('sorts by what its columns say, newest first where that is meant', async () => {
    const page = await use.open('/users');
    const first = (name: string) => page.getByRole('row').nth(1).filter({ hasText: name }).waitFor();
    await first('root');
    await page.getByRole('button', { name: 'Username' }).click();
    await first('joe');
    await page.getByRole('button', { name: 'Username' }).click();
    await first('root');
    await page.getByRole('button', { name: 'Created' }).click();
    await first('joe');
    await page.getByRole('button', { name: 'Created' }).click();
    await first('root');
    expect(new URL(page.url()).searchParams.get('order')).to.equal('ASC');
  });

  it('counts sessions, and past ten thousand users only says that there are more', async () => {
    await signIn(use.app, 'joe');
    await signIn(use.app, 'joe');
    await addUsers(use.app.db, 10_050);
    const page = await use.open('/users');
    await page.getByText('More than 10,000 users', { exact: true }).waitFor();
    await row(page, 'joe').getByRole('cell', { name: '2', exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Rows per page' }).click();
    await page.getByRole('option', { name: '100' }).click();
    await page.getByText('1–100 of more than 10,000').waitFor();
    await page.getByRole('row').nth(100).waitFor();
    expect(await page.getByRole('row').count()).to.equal(101);
  });

  it('keeps the columns that were chosen, over a sign-out too', async () => {
    const page = await use.open('/users');
    await page.getByRole('columnheader', { name: 'Last sign-in' }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Last sign-in', checked: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Id', checked: false }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Id', checked: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Last sign-in' }).waitFor({ state: 'detached' });
    await signOutAndIn(page, ADMIN.username, ADMIN.password);
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('columnheader', { name: /\bid\b/i }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Last sign-in' }).count()).to.equal(0);
  });

  it('exports all that the filters let through, not only the page', async () => {
    await addUsers(use.app.db, 60);
    const page = await use.open('/users');
    await page.getByLabel('Search').fill('bulk');
    await page.getByText('60 users', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^CSV/ }).click();
    const file = await started;
    expect(file.suggestedFilename()).to.match(/^clearview-users-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(lines).to.have.length(61);
    expect(lines[0]).to.include('username');
    expect(lines.slice(1).every((line) => line.includes('bulk0000'))).to.equal(true);
  });

  it('keeps filters under a name, over a sign-out too', async () => {
    const page = await use.open('/users');
    await choose(page, 'Role', 'User');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByLabel('Save these filters as').fill('The plain ones');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('“The plain ones” is saved.').waitFor();
    await signOutAndIn(page, ADMIN.username, ADMIN.password);
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await row(page, 'root (you)').waitFor();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('button', { name: 'The plain ones', exact: true }).click();
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    expect(filterOf(page)).to.deep.equal({ role: 'user' });
  });

  it('is cards on a phone, each of them a link to the user', async () => {
    const page = await use.open('/users', { viewport: PHONE });
    await page.getByRole('listitem').filter({ hasText: 'joe' }).getByRole('link', { name: 'joe' }).click();
    await page.getByRole('heading', { level: 1, name: 'joe' }).waitFor();
    expect(new URL(page.url()).pathname).to.equal(`/admin/users/${joe}/show`);
  });

  it('has all its words in French', async () => {
    const page = await use.open('/users', { locale: 'fr-FR' });
    await row(page, 'joe').getByText('Actif').waitFor();
    await page.getByRole('checkbox', { name: 'Sélectionner joe' }).check();
    await page.getByRole('button', { name: 'Désactiver…' }).click();
    await page.getByRole('dialog', { name: 'Désactiver 1 utilisateur ?' }).waitFor();
    const words = await page.locator('body').innerText();
    expect(words).not.to.match(/resources\.|clearview\.|ra\./);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const where = `${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`;
      it(`is accessible and fits with its forms, ${where}`, async () => {
        await signIn(use.app, 'joe', PASSWORD);
        const page = await use.open('/users', { colorScheme, ...(viewport && { viewport }) });
        await page.getByRole('link', { name: 'joe' }).waitFor();
        await expectFit(page, 'list');
        await page.goto(`${use.app.url}/admin/users/create`);
        await page.getByLabel('Password', { exact: true }).fill('password');
        await page.getByText('Very weak').waitFor();
        await expectFit(page, 'create');
        for (const id of [joe, 1]) {
          await page.goto(`${use.app.url}/admin/users/${id}`);
          await page.getByText('May sign in').waitFor();
          await expectFit(page, `edit ${id}`);
        }
      });
    }
  }
});
