import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser.js';
import { ADMIN, createUser, PASSWORD, signIn } from '../support/people.js';
import { growStale } from '../support/second-factor.js';
import { expectFit, useConsole } from './console-page.js';
import { addAuthenticator, enterAs, fillSignIn, pressSignIn } from './visitor.js';

describe('browser: passkeys at the console', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  const use = useConsole(browser);

  beforeEach(async () => {
    await createUser(use.admin, 'max', 'admin');
  });

  /** A passkey belongs to a name, never to an address. */
  const home = () => use.app.url.replace('127.0.0.1', 'localhost');
  const passkey = (page: Page) => page.getByRole('button', { name: 'Use a passkey' });
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

  /** The browser of max, who is signed in and has just added a passkey to it. */
  async function withPasskey(): Promise<Page> {
    const page = await browser.newPage();
    await addAuthenticator(page);
    await enterAs(page, await signIn(use.app, 'max'), home());
    await page.goto(`${home()}/account/security`);
    await page.getByRole('button', { name: 'Add passkey' }).click();
    const task = page.getByRole('dialog', { name: 'Add a passkey' });
    await task.getByRole('button', { name: 'Add passkey' }).click();
    await task.getByLabel('I have saved these codes').check();
    await task.getByRole('button', { name: 'Done' }).click();
    await task.waitFor({ state: 'detached' });
    return page;
  }

  /** The same one later, at the console's own door. */
  async function atTheDoor(): Promise<Page> {
    const page = await withPasskey();
    await page.context().clearCookies();
    await page.goto(`${home()}/admin/users`);
    await page.getByLabel('Username').waitFor();
    return page;
  }

  /** The browser's question is closed unanswered, or fails. */
  const breakQuestion = (page: Page, name: string) =>
    page.evaluate(`navigator.credentials.get = () => Promise.reject(new DOMException('', '${name}'))`);

  it('sign in by themselves, where one wanted to go', async () => {
    const page = await atTheDoor();
    await expectFit(page, 'the door');
    await page.getByLabel(/^Remember me/).check();
    await passkey(page).click();
    await heading(page, 'Users').waitFor();
    const session = (await page.context().cookies()).find(({ name }) => name === 'clearview_session');
    expect(session?.expires).to.be.greaterThan(Date.now() / 1000 + 29 * 86_400);
  });

  it('are the second half after a password', async () => {
    const page = await atTheDoor();
    await fillSignIn(page, 'max', PASSWORD);
    await pressSignIn(page);
    await page.getByRole('button', { name: 'Begin again' }).waitFor();
    await expectFit(page, 'the second half');
    await breakQuestion(page, 'NotAllowedError');
    await passkey(page).click();
    await page.getByText('No passkey was given.').waitFor();
    await page.evaluate('delete navigator.credentials.get');
    await passkey(page).click();
    await heading(page, 'Users').waitFor();
  });

  it('go on with a session that had ended, and with what was typed', async () => {
    const joe = await createUser(use.admin, 'joe');
    const page = await withPasskey();
    await page.goto(`${home()}/admin/users/${joe}`);
    await page.getByLabel(/^Administrator/).check();
    await use.app.db('user_sessions').delete();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await passkey(page).click();
    await page.getByText('joe was changed.').waitFor();
    expect(await use.app.db('users').where({ id: joe }).first()).to.include({ role: 'admin' });
  });

  it('show who sits there, without a password', async () => {
    await use.admin.patch('/api/settings', { reauthenticate_admins: true }).expect(200);
    const page = await withPasskey();
    await growStale(use.app);
    await page.goto(`${home()}/admin/users/1`);
    await page.getByLabel(/^User/).check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    const question = page.getByRole('dialog', { name: 'Is it you?' });
    await passkey(page).waitFor();
    await expectFit(page, 'the question');
    await breakQuestion(page, 'NotAllowedError');
    await passkey(page).click();
    await question.getByText('No passkey was given.').waitFor();
    await page.evaluate('delete navigator.credentials.get');
    await passkey(page).click();
    await page.getByText('root was changed.').waitFor();
    await question.waitFor({ state: 'detached' });
  });

  it('say what was wrong with them, and leave the password to be used', async () => {
    const page = await atTheDoor();
    await breakQuestion(page, 'SecurityError');
    await passkey(page).click();
    await page.getByText('Your browser could not use a passkey at this address.').waitFor();
    await page.evaluate('delete navigator.credentials.get');
    await use.app.db('passkeys').delete();
    await passkey(page).click();
    await page.getByText('This passkey opens no account here').waitFor();
    await fillSignIn(page, ADMIN.username, ADMIN.password);
    await pressSignIn(page);
    await heading(page, 'Users').waitFor();
  });

  it('are not offered at a bare address, which has none', async () => {
    const page = await browser.newPage();
    await page.goto(`${use.app.url}/admin/`);
    await page.getByLabel('Username').waitFor();
    expect(await passkey(page).count()).to.equal(0);
  });
});
