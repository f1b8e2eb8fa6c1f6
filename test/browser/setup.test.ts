import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { useBrowser } from '../support/browser.js';
import { ADMIN } from '../support/people.js';
import { databaseAway, place, withoutCookie } from './visitor.js';

const TOKEN = 'a-token-of-the-operator';

async function ruleStates(page: Page): Promise<string[]> {
  return page.locator('.rule-met').allTextContents();
}

async function create(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
}

describe('browser: setup', () => {
  const browser = useBrowser();
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp();
  });

  afterEach(async () => {
    await app.stop();
  });

  it('is where a fresh database begins, whatever page was asked for', async () => {
    const page = await browser.newPage();
    for (const path of ['/', '/tenants', '/login.html']) {
      await page.goto(app.url + path);
      await page.waitForURL('**/setup.html');
    }
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal(
      'Create the first administrator',
    );
  });

  it('checks the policy while one types', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    const password = page.getByLabel('Password', { exact: true });
    expect(await ruleStates(page)).to.deep.equal([]);
    await password.pressSequentially('correct horse');
    expect(await ruleStates(page)).to.have.length(3);
    await password.pressSequentially(' 1');
    expect(await ruleStates(page)).to.have.length(4);
    await password.fill('Clearview2025!');
    expect((await ruleStates(page)).join()).not.to.include('Clearview');
  });

  it('creates the administrator and arrives signed in, with name and role', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    await create(page, ADMIN.username, ADMIN.password);
    await page.getByText(`${ADMIN.username} (admin)`).waitFor();
    expect(place(page)).to.equal('/');
    // And it is over: the page leads to the sign-in, which leads back in.
    await page.goto(`${app.url}/setup.html`);
    await page.waitForURL(`${app.url}/`);
  });

  it('shows errors under the fields, goes to the first wrong one and loses nothing', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    await create(page, '-root', 'short');
    expect(await page.locator('#username-error').textContent()).to.include('Begin with a letter or a digit');
    expect(await page.locator('#password-error').isVisible()).to.equal(true);
    expect(await page.evaluate('document.activeElement.id')).to.equal('username');
    expect(await page.locator('#password').inputValue()).to.equal('short');
  });

  it('tells what only the server knows: a common password', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    await create(page, ADMIN.username, 'password1234');
    await page.getByText('This is one of the most common passwords. Choose another.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('password');
  });

  it('sends those who come too late to the sign-in, with a sentence', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    const other = await browser.newPage();
    await other.goto(`${app.url}/setup.html`);
    await create(other, ADMIN.username, ADMIN.password);
    await other.getByText(`${ADMIN.username} (admin)`).waitFor();
    await create(page, 'late', ADMIN.password);
    await page.getByText('Clearview is already set up.').waitFor();
    expect(place(page)).to.equal('/login.html?reason=setup-done');
  });

  it('says that the browser did not keep the session', async () => {
    const page = await browser.newPage();
    await page.route('**/api/auth/setup', (route) => withoutCookie(route, page));
    await page.goto(`${app.url}/setup.html`);
    await create(page, ADMIN.username, ADMIN.password);
    await page.getByText('The browser did not keep the sign-in').waitFor();
    expect(place(page)).to.equal('/setup.html');
  });

  it('keeps what was typed while the database is away', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    await page.route('**/api/auth/setup', databaseAway);
    await create(page, ADMIN.username, ADMIN.password);
    await page.getByText('Clearview cannot reach its database.').waitFor();
    expect(await page.locator('#password').inputValue()).to.equal(ADMIN.password);
  });
});

describe('browser: setup with a token', () => {
  const browser = useBrowser();
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ SETUP_TOKEN: TOKEN });
  });

  afterEach(async () => {
    await app.stop();
  });

  it('asks for the token when the server wants one', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html`);
    expect(await page.getByLabel('Setup token').isVisible()).to.equal(false);
    await create(page, ADMIN.username, ADMIN.password);
    await page.getByText('Enter the setup token.').waitFor();
    await page.getByLabel('Setup token').fill('a-wrong-token-of-nobody');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByText('This is not the setup token of this instance.').waitFor();
    await page.getByLabel('Setup token').fill(TOKEN);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByText(`${ADMIN.username} (admin)`).waitFor();
  });

  it('takes it from the link, and out of the address', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/setup.html#token=${TOKEN}`);
    expect(await page.getByLabel('Setup token').inputValue()).to.equal(TOKEN);
    expect(page.url()).not.to.include(TOKEN);
  });
});
