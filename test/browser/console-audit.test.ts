import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, signIn } from '../support/people.js';
import { makeToken, script } from '../support/tokens.js';
import { filterOf, row, useConsole } from './console-page.js';
import { fillSignIn, pressSignIn } from './visitor.js';

describe('browser: the audit log', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let joe: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
  });

  const open = (path = '/audit', options = {}): Promise<Page> => use.open(path, options);

  const failAs = (username: string) =>
    use.admin.post('/api/auth/login', { username, password: 'wrong password 1' });

  /** Rows as another version, or a database taken over, may have left them. */
  const write = (...rows: object[]): Promise<unknown> => use.app.db('auth_audit').insert(rows);

  describe('tells', () => {
    it('in words, and shows the record on demand, by keyboard too', async () => {
      await failAs('joe');
      const page = await open();
      await row(page, 'A sign-in as joe failed').getByText('Failed', { exact: true }).waitFor();
      await row(page, 'root created joe as user').getByRole('button').focus();
      await page.keyboard.press('Enter');
      await page.getByText('"event": "user_create"').waitFor();
      await page.getByRole('link', { name: 'All about this target' }).click();
      await row(page, 'A sign-in as joe failed').waitFor({ state: 'detached' });
      await row(page, 'root created joe as user').waitFor();
    });

    it('what was done by a token or at the machine, and by whose', async () => {
      await createUser(use.admin, 'ann', 'admin');
      const ann = await signIn(use.app, 'ann');
      const { token } = await makeToken(ann, { name: 'nightly', scopes: ['users:write'] });
      await script(use.app, token).patch(`/api/users/${joe}`, { is_active: false }).expect(200);
      await script(use.app, token).delete('/api/tokens/current').expect(200);
      await write(
        {
          username: 'cli',
          event: 'password_reset',
          detail: { target: joe, username: 'joe', os_user: 'alice' },
        },
        { event: 'token_leaked', detail: { target: joe, username: 'joe', token_id: 9, token_name: 'lost' } },
        {
          user_id: joe,
          username: 'joe',
          event: 'login_new_browser',
          detail: { browser: 'Firefox 128', system: 'Linux' },
        },
      );
      const page = await open();
      await row(page, 'ann deactivated joe (by the token nightly)').waitFor();
      await row(page, 'The token nightly of ann ended itself').waitFor();
      await row(page, 'alice (command line) reset the password of joe').waitFor();
      await row(page, 'The token lost of joe was reported as leaked, and revoked')
        .getByText('Leaked', { exact: true })
        .waitFor();
      await row(page, 'joe signed in from a browser not seen before: Firefox 128 on Linux')
        .getByText('New browser', { exact: true })
        .waitFor();
      expect(await page.locator('main').innerText()).not.to.include('ended itself (by');
    });

    it('who ended whose sessions, and who took data out', async () => {
      const by = { user_id: 1, username: 'root', ip: '127.0.0.1' };
      const of = { target: joe, username: 'joe' };
      const own = { target: 1, username: 'root' };
      await write(
        { ...by, event: 'session_revoke', detail: { ...of, session: 7 } },
        { ...by, event: 'session_revoke', detail: { ...of, sessions_ended: 3 } },
        { ...by, event: 'session_revoke', detail: { ...own, session: 8 } },
        { ...by, event: 'session_revoke', detail: { ...own, sessions_ended: 1 } },
        { ...by, event: 'data_export', detail: { resource: 'users', format: 'csv' } },
        { ...by, event: 'data_export', detail: { resource: 'audit', format: 'jsonl', filter: '{"q":"x"}' } },
        { ...by, event: 'from_the_future', detail: of },
      );
      const page = await open();
      for (const words of [
        'root ended a session of joe',
        'root ended all 3 sessions of joe',
        'root ended one of their own sessions',
        'root ended one other session of their own',
        'root exported all users as CSV',
        'root exported a part of the audit log as JSON Lines',
        'root: from the future (joe)',
      ]) {
        await row(page, words).waitFor();
      }
    });

    it('whom it names by links, to one who is gone too', async () => {
      await use.admin.delete(`/api/users/${joe}`);
      const page = await open();
      const about = row(page, 'root deleted joe');
      const leadsTo = (name: string) => about.getByRole('link', { name }).getAttribute('href');
      expect(await leadsTo('root')).to.equal('/admin/users/1/show');
      expect(await leadsTo('joe')).to.equal(`/admin/users/${joe}/show`);
      await about.getByRole('link', { name: 'joe' }).click();
      await page.waitForURL(`**/admin/users/${joe}/show`);
      await page.getByRole('heading', { name: 'There is no such user' }).waitFor();
      await page.getByRole('link', { name: 'What was done to it' }).click();
      await about.waitFor();
      expect(filterOf(page)).to.deep.equal({ target_id: joe });
    });
  });

  describe('is filtered', () => {
    it('by event', async () => {
      await failAs('joe');
      const page = await open();
      await row(page, 'root created joe').waitFor();
      await page.getByRole('combobox', { name: /^Event/ }).click();
      await page.getByRole('option', { name: 'Failed sign-in' }).click();
      await row(page, 'root created joe').waitFor({ state: 'detached' });
      await row(page, 'A sign-in as joe failed').waitFor();
    });

    it('by actor and target, who are found by a part of their names', async () => {
      await createUser(use.admin, 'vera');
      await use.admin.patch(`/api/users/${joe}`, { role: 'admin' });
      const page = await open();
      await row(page, 'root created vera').waitFor();
      await page.getByRole('combobox', { name: 'Target' }).fill('joe');
      await page.getByRole('option', { name: 'joe' }).click();
      await row(page, 'root created vera').waitFor({ state: 'detached' });
      await row(page, 'root changed joe’s role').waitFor();
      await page.getByRole('combobox', { name: 'Actor' }).fill('era');
      await page.getByRole('option', { name: 'vera' }).click();
      await page.getByText('Nothing matches these filters.').waitFor();
      expect(filterOf(page)).to.deep.equal({ target_id: joe, user_id: joe + 1 });
      // Another name over the one that stands there.
      await page.getByRole('combobox', { name: 'Actor' }).fill('ro');
      await page.getByRole('option', { name: 'root' }).click();
      await row(page, 'root changed joe’s role').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await row(page, 'root created vera').waitFor();
      expect(await page.getByRole('combobox', { name: 'Actor' }).inputValue()).to.equal('');
    });

    it('by an account that is gone, under the name it had', async () => {
      await use.admin.delete(`/api/users/${joe}`);
      await createUser(use.admin, 'vera');
      const page = await open(`/audit?filter={"target_id":${joe}}`);
      await row(page, 'root deleted joe').waitFor();
      await page.locator('input[name=target_id][value="joe (no account)"]').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await row(page, 'root created vera').waitFor();
      await page.getByRole('combobox', { name: 'Target' }).fill(`#${joe}`);
      await page.getByRole('option', { name: `Account ${joe}` }).click();
      await row(page, 'root created vera').waitFor({ state: 'detached' });
      await row(page, 'root deleted joe').waitFor();
    });

    it('by address and by text', async () => {
      await write({ event: 'logout', username: 'max', ip: '192.0.2.7', detail: {} });
      await write({ event: 'logout', username: 'mia', ip: '192.0.2.77', detail: {} });
      const page = await open();
      await row(page, 'mia signed out').waitFor();
      await page.getByRole('textbox', { name: 'Address' }).fill('192.0.2.7');
      await row(page, 'mia signed out').waitFor({ state: 'detached' });
      await row(page, 'max signed out').waitFor();
      await page.getByRole('textbox', { name: 'Address' }).fill('');
      await row(page, 'mia signed out').waitFor();
      await page.keyboard.press('Escape');
      await page.getByLabel('Search').fill('mia');
      await row(page, 'max signed out').waitFor({ state: 'detached' });
      expect(filterOf(page)).to.deep.equal({ q: 'mia' });
    });

    it('by a time range in the reader’s zone', async () => {
      const page = await open('/audit', { timezoneId: 'Asia/Tokyo' });
      await row(page, 'root created joe').waitFor();
      const asked = page.waitForRequest((request) => request.url().includes('ts_lte'));
      await page.getByLabel('Until').fill('2020-01-01T09:00');
      await page.getByText('Nothing matches these filters.').waitFor();
      expect(decodeURIComponent((await asked).url())).to.include('"ts_lte":"2020-01-01T00:00:00.000Z"');
    });

    it('by the link from a user to what was done to them', async () => {
      const page = await open(`/audit?filter={"target_id":${joe}}`);
      await row(page, 'root created joe as user').waitFor();
      await page.locator('input[name=target_id][value=joe]').waitFor();
      expect(await page.getByRole('row').count()).to.equal(2);
    });
  });

  it('goes on past the ten thousandth entry, and says why it cannot begin there', async () => {
    await use.app.db.raw(
      `insert into auth_audit (event, detail) select 'logout', '{}' from generate_series(1, 10060)`,
    );
    const page = await open('/audit?page=400&perPage=25');
    await page.getByText('9,976–10,000 of more than 10,000').waitFor();
    await page.getByRole('button', { name: 'Go to next page' }).click();
    await page.getByText('10,001–10,025 of more than 10,000').waitFor();
    expect(await page.getByRole('row').count()).to.equal(26);
    await page.reload();
    await page.getByText('Only the first 10,000 rows can be opened directly.').first().waitFor();
    await page.getByText('1–25 of more than 10,000').waitFor();
  });

  it('is used by keyboard alone', async () => {
    await failAs('joe');
    const page = await open();
    await row(page, 'A sign-in as joe failed').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('user_create');
    await page.waitForURL(/user_create/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('roo');
    await page.getByRole('option', { name: 'root' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/user_id/);
    await page.getByRole('button', { name: 'Export' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'CSV' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'JSON Lines' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Save these filters as').focus();
    await page.keyboard.type('Made by root');
    await page.keyboard.press('Enter');
    await page.getByText('“Made by root” is saved.').waitFor();
  });

  it('speaks French throughout', async () => {
    await failAs('joe');
    const page = await open('/audit', { locale: 'fr-FR' });
    await row(page, 'Une connexion en tant que joe a échoué').waitFor();
    await page.getByRole('button', { name: 'Exporter' }).click();
    await page.getByText('Les 3 lignes correspondantes').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Filtres enregistrés' }).click();
    await page.getByText('Aucun pour l’instant.').waitFor();
    const words = await page.locator('body').innerText();
    expect(words).not.to.match(/clearview\.|resources\.|\bra\.|entries|Pause d|filters/);
  });

  it('can be read by another administrator only while they are one', async () => {
    const max = await createUser(use.admin, 'max', 'admin');
    const page = await browser.newPage();
    await page.goto(`${use.app.url}/admin/audit`);
    await fillSignIn(page, 'max', PASSWORD);
    await pressSignIn(page);
    await row(page, 'max signed in').waitFor();
    await use.admin.patch(`/api/users/${max}`, { role: 'user' });
    await page.getByRole('heading', { name: 'This console is for administrators' }).waitFor();
  });
});
