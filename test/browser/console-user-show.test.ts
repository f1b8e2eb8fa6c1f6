import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, person, signIn, type Person } from '../support/people.js';
import { expectFit, pressUntil, row, useConsole } from './console-page.js';
import { enterAs } from './visitor.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const NEW_PASSWORD = 'a quiet harbour 7';

describe('browser: one user', () => {
  const browser = useBrowser();
  const use = useConsole(browser);
  let joe: number;

  beforeEach(async () => {
    joe = await createUser(use.admin, 'joe');
  });

  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
  const item = (page: Page, text: string | RegExp) => page.getByRole('listitem').filter({ hasText: text });
  const isAlive = async (who: Person) => (await who.get('/api/auth/me')).status === 200;

  /** Signs in with a browser that says what it is. */
  async function signInWith(userAgent: string, username = 'joe'): Promise<Person> {
    const answer = await person(use.app)
      .post('/api/auth/login', { username, password: PASSWORD })
      .set('User-Agent', userAgent);
    const cookie = (answer.headers['set-cookie'] as unknown as string[])[0]?.split(';', 1)[0];
    return person(use.app, cookie);
  }

  it('is opened from the list, with facts, sessions and what happened, newest first', async () => {
    await signInWith(FIREFOX);
    await use.admin.post('/api/auth/login', { username: 'joe', password: 'wrong password 1' });
    const page = await use.open('/users');
    await row(page, 'joe').click();
    await page.getByRole('heading', { level: 1, name: 'joe' }).waitFor();
    await page.getByRole('heading', { name: 'Live sessions (1)' }).waitFor();
    await item(page, 'Firefox 128').getByText('127.0.0.1').waitFor();
    const trail = page.getByRole('list', { name: 'Audit trail' });
    await trail.getByText(/signed in/).waitFor();
    const told = await trail.getByRole('listitem').allInnerTexts();
    expect(told.join('\n')).to.match(/joe signed in[^]*root created joe as user/);
    await page.getByRole('link', { name: 'All that was done to joe' }).click();
    await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
    await row(page, 'root created joe as user').waitFor();
  });

  it('ends one session, and the others live on', async () => {
    const firefox = await signInWith(FIREFOX);
    const iphone = await signInWith(IPHONE);
    const page = await use.open(`/users/${joe}/show`);
    await press(page, /^End the session of joe: Firefox 128/);
    const dialog = page.getByRole('dialog', { name: 'End this session of joe?' });
    await dialog.getByText('Firefox 128 on Windows').waitFor();
    await press(page, 'End session');
    await page.getByText('The session of joe has ended.').waitFor();
    await item(page, 'Firefox 128').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Live sessions (1)' }).waitFor();
    expect([await isAlive(firefox), await isAlive(iphone)]).to.deep.equal([false, true]);
  });

  it('takes a session that has just ended by itself for ended', async () => {
    await signInWith(FIREFOX);
    const page = await use.open(`/users/${joe}/show`);
    await press(page, /^End the session of joe/);
    await use.app.db('user_sessions').where({ user_id: joe }).delete();
    await press(page, 'End session');
    await page.getByText('The session of joe had already ended.').waitFor();
    await page.getByText('Not signed in anywhere.').waitFor();
  });

  it('ends all sessions at once, also the one in another browser', async () => {
    const firefox = await signInWith(FIREFOX);
    const there = await browser.newPage();
    await enterAs(there, await signInWith(IPHONE), use.app.url);
    await there.goto(use.app.url);
    await there.getByText('joe (user)').waitFor();
    const page = await use.open(`/users/${joe}/show`);
    await press(page, 'End all…');
    await page.getByRole('dialog', { name: 'End all sessions of joe?' }).waitFor();
    await press(page, 'End 2 sessions');
    await page.getByText('2 sessions of joe have ended.').waitFor();
    await page.getByText('Not signed in anywhere.').waitFor();
    expect(await isAlive(firefox)).to.equal(false);
    await there.reload();
    await there.waitForURL('**/login.html**');
  });

  it('marks one’s own session, keeps it, and ends the others', async () => {
    const elsewhere = await signIn(use.app, 'root', 'CorrectHorse42');
    const page = await use.open('/users/1/show');
    const mine = item(page, 'This one');
    const end = mine.getByRole('button', { name: /^End the session of root/ });
    await end.focus();
    await page.getByRole('tooltip', { name: 'You are using this session. Sign out to end it.' }).waitFor();
    expect(await end.getAttribute('aria-disabled')).to.equal('true');
    await page.keyboard.press('Enter');
    await end.click({ force: true });
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await press(page, 'End all others…');
    await press(page, 'End 1 session');
    await page.getByText('1 session of root has ended.').waitFor();
    expect([await isAlive(elsewhere), await isAlive(use.admin)]).to.deep.equal([false, true]);
  });

  it('deactivates, which ends the other browser’s session, and activates again', async () => {
    const there = await browser.newPage();
    await enterAs(there, await signInWith(FIREFOX), use.app.url);
    await there.goto(use.app.url);
    await there.getByText('joe (user)').waitFor();
    const page = await use.open(`/users/${joe}/show`);
    await press(page, 'Deactivate…');
    await page
      .getByRole('dialog', { name: 'Deactivate joe?' })
      .getByText('Their 1 live session ends')
      .waitFor();
    await press(page, 'Deactivate joe');
    await page.getByText('joe was deactivated.').waitFor();
    await there.reload();
    await there.waitForURL('**/login.html**');
    await press(page, 'Activate');
    await page.getByText('joe was activated and may sign in.').waitFor();
    await page.getByRole('button', { name: 'Deactivate…' }).waitFor();
    expect(await isAlive(await signIn(use.app, 'joe'))).to.equal(true);
  });

  it('refuses to deactivate somebody whom another has changed meanwhile, and shows them as they are', async () => {
    const page = await use.open(`/users/${joe}/show`);
    await press(page, 'Deactivate…');
    await use.admin.patch(`/api/users/${joe}`, { role: 'admin' });
    await press(page, 'Deactivate joe');
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .getByText(/root changed this user meanwhile/)
      .waitFor();
    await press(page, 'Cancel');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Administrator', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Deactivate…' }).waitFor();
  });

  it('resets a password in a dialog, which keeps what the server refuses', async () => {
    const page = await use.open(`/users/${joe}/show`);
    await press(page, 'Reset password…');
    const dialog = page.getByRole('dialog', { name: 'Reset the password of joe' });
    await dialog.getByLabel('Password', { exact: true }).fill('password1234');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await dialog.getByText('This is one of the most common passwords.').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await page.getByText('The password of joe was reset.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await isAlive(await signIn(use.app, 'joe', NEW_PASSWORD))).to.equal(true);
  });

  it('shows a password that was made up for a reset once', async () => {
    const page = await use.open(`/users/${joe}/show`);
    await press(page, 'Reset password…');
    await press(page, 'Generate');
    const made = await page.getByLabel('Password', { exact: true }).inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset password' }).click();
    const once = page.getByRole('dialog', { name: 'The new password of joe' });
    await once.getByText(made, { exact: true }).waitFor();
    await press(page, 'Done');
    await once.waitFor({ state: 'detached' });
    expect(await page.locator('body').innerText()).not.to.include(made);
    expect(await isAlive(await signIn(use.app, 'joe', made))).to.equal(true);
  });

  it('deletes after asking once, by name, with what goes', async () => {
    await signInWith(FIREFOX);
    const page = await use.open(`/users/${joe}/show`);
    await page.getByRole('heading', { name: 'Live sessions (1)' }).waitFor();
    await press(page, 'Delete…');
    const dialog = page.getByRole('dialog', { name: 'Delete joe?' });
    await dialog.getByText('1 live session ends at once.').waitFor();
    await dialog.getByText('The audit log keeps what they did').waitFor();
    await press(page, 'Cancel');
    await dialog.waitFor({ state: 'detached' });
    await press(page, 'Delete…');
    await press(page, 'Delete joe');
    await page.getByText('joe was deleted.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await row(page, 'root (you)').waitFor();
    await row(page, 'joe').waitFor({ state: 'detached' });
  });

  it('says of one’s own account, and of the last administrator, why nothing can be done', async () => {
    const page = await use.open('/users/1/show');
    const reason = 'you are the only active administrator';
    await page.getByRole('note').getByText(reason).waitFor();
    for (const name of ['Deactivate…', 'Delete…', 'Edit']) {
      const button = page.getByRole('button', { name, exact: true });
      await pressUntil(page, 'Tab', name);
      await page.getByRole('tooltip').getByText(reason).last().waitFor();
      expect(await button.getAttribute('aria-disabled')).to.equal('true');
      await page.keyboard.press('Enter');
      expect(await page.getByRole('dialog').count()).to.equal(0);
    }
    await createUser(use.admin, 'max', 'admin');
    await page.reload();
    await page.getByRole('note').getByText('Only another administrator can change').waitFor();
  });

  it('says that a user is gone who was deleted', async () => {
    const page = await use.open('/users');
    await row(page, 'joe').waitFor();
    await use.admin.delete(`/api/users/${joe}`);
    await row(page, 'joe').click();
    await page.getByRole('heading', { level: 1, name: 'There is no such user' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Users' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await row(page, 'joe').waitFor({ state: 'detached' });
    await page.goto(`${use.app.url}/admin/users/${joe}`);
    await page.getByRole('heading', { level: 1, name: 'There is no such user' }).waitFor();
  });

  it('says of an address that no user can have that there is nothing', async () => {
    const page = await use.open('/users/joe/show');
    await page.getByText('There is nothing at this address.').waitFor();
    await page.goto(`${use.app.url}/admin/users/999/show`);
    await page.getByText('Account 999 was deleted, or there never was one.').waitFor();
  });

  describe('all sessions', () => {
    it('are listed with whose they are, found by name and address, and can be ended', async () => {
      const firefox = await signInWith(FIREFOX);
      const page = await use.open('/sessions');
      await row(page, 'Firefox 128 on Windows').getByRole('link', { name: 'joe' }).waitFor();
      await row(page, 'This one').getByRole('link', { name: 'root' }).waitFor();
      await page.getByLabel('Search').fill('jo');
      await row(page, 'This one').waitFor({ state: 'detached' });
      await page.getByLabel('Address').fill('192.0.2.1');
      await page.getByText('Nothing matches these filters.').waitFor();
      await page.getByLabel('Address').fill('127.0.0.1');
      await row(page, 'Firefox 128').waitFor();
      await press(page, /^End the session of joe/);
      await press(page, 'End session');
      await page.getByText('Nothing matches these filters.').waitFor();
      expect(await isAlive(firefox)).to.equal(false);
    });

    it('lead to the user', async () => {
      await signInWith(FIREFOX);
      const page = await use.open('/sessions');
      await page.getByRole('link', { name: 'joe' }).click();
      await page.getByRole('heading', { level: 1, name: 'joe' }).waitFor();
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      const where = `${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`;
      it(`is accessible and fits with its dialogs and the sessions, ${where}`, async function () {
        this.timeout(40_000);
        await signInWith(FIREFOX);
        const page = await use.open(`/users/${joe}/show`, { colorScheme, ...(viewport && { viewport }) });
        await item(page, 'Firefox 128').waitFor();
        await expectFit(page, 'user');
        for (const name of ['Reset password…', 'Deactivate…', 'Delete…']) {
          await press(page, name);
          await page.getByRole('dialog').waitFor();
          await expectFit(page, name);
          await press(page, 'Cancel');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await page.goto(`${use.app.url}/admin/users/1/show`);
        await page.getByText('This one').waitFor();
        await expectFit(page, 'own account');
        await page.goto(`${use.app.url}/admin/sessions`);
        await page.getByText('Firefox 128').waitFor();
        await expectFit(page, 'sessions');
      });
    }
  }
});
