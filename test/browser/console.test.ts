import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { ADMIN, createUser, setUp, type Person } from '../support/people.js';
import { enterAs } from './visitor.js';

const NEW_PASSWORD = 'a quiet harbour 7';

describe('browser: console', () => {
  const browser = useBrowser();
  let app: TestApp;
  let admin: Person;
  let joe: number;

  beforeEach(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });

  afterEach(async () => {
    await app.stop();
  });

  async function open(path: string, options = {}): Promise<Page> {
    const page = await browser.newPage(options);
    await enterAs(page, admin, app.url);
    await page.goto(`${app.url}/admin${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  async function fillNewUser(page: Page, username: string, password: string): Promise<void> {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create user' }).click();
  }

  async function choose(page: Page, name: string, action: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  }

  const focusedName = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.name');
  const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text });

  it('lists the users, and finds one with the slash key', async () => {
    const page = await open('/users');
    await row(page, 'root (you)').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jo');
    await row(page, 'root (you)').waitFor({ state: 'detached' });
    expect(await row(page, 'joe').count()).to.equal(1);
    expect(decodeURIComponent(page.url())).to.include('filter={"q":"jo"}');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row(page, 'root (you)').waitFor();
  });

  it('creates a user; what the server refuses stands under its field and nothing typed is lost', async () => {
    const page = await open('/users/create');
    await fillNewUser(page, 'JOE', 'short');
    await page.getByText('Use a password that meets the rules below.').waitFor();
    expect(await focusedName(page)).to.equal('password');
    await fillNewUser(page, 'JOE', 'password1234');
    await page.getByText('This is one of the most common passwords. Choose another.').waitFor();
    await fillNewUser(page, 'JOE', NEW_PASSWORD);
    await page.locator('[aria-invalid=true][name=username]').waitFor();
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).to.equal(NEW_PASSWORD);
    await fillNewUser(page, 'vera', NEW_PASSWORD);
    await page.getByText('vera was created.').waitFor();
    await row(page, 'vera').waitFor();
  });

  it('makes up a password that the server takes', async () => {
    const page = await open('/users/create');
    await page.getByLabel('Username').fill('vera');
    await page.getByRole('button', { name: 'Generate' }).click();
    const made = await page.getByLabel('Password', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByText('vera was created.').waitFor();
    const answer = await admin.post('/api/auth/login', { username: 'vera', password: made });
    expect(answer.status).to.equal(200);
  });

  it('changes a role and sends nothing but the change', async () => {
    const page = await open(`/users/${joe}`);
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.getByLabel('Administrator').check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('joe was changed.').waitFor();
    expect((await sent).postDataJSON()).to.deep.equal({ role: 'admin' });
    await page.getByRole('link', { name: 'Audit log' }).click();
    await row(page, 'root changed joe’s role from user to administrator').waitFor();
  });

  it('resets a password in a dialog, which keeps what the server refuses', async () => {
    const page = await open('/users');
    await choose(page, 'joe', 'Reset password…');
    const dialog = page.getByRole('dialog', { name: 'Reset the password of joe' });
    await dialog.getByLabel('Password', { exact: true }).fill('password1234');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await dialog.getByText('This is one of the most common passwords.').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await page.getByText('The password of joe was reset.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    const answer = await admin.post('/api/auth/login', { username: 'joe', password: NEW_PASSWORD });
    expect(answer.status).to.equal(200);
  });

  it('deletes after asking once, by name', async () => {
    const page = await open('/users');
    await choose(page, 'joe', 'Delete…');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await row(page, 'joe').waitFor();
    await choose(page, 'joe', 'Delete…');
    await page.getByRole('button', { name: 'Delete joe' }).click();
    await page.getByText('joe was deleted.').waitFor();
    await row(page, 'joe').waitFor({ state: 'detached' });
  });

  it('offers on one’s own account only what may be done', async () => {
    const page = await open('/users/1');
    await page.getByText('This is your own account.').waitFor();
    expect(await page.getByLabel('Administrator').isDisabled()).to.equal(true);
    expect(await page.getByLabel('May sign in').isDisabled()).to.equal(true);
    expect(await page.getByRole('button', { name: 'Delete…' }).isDisabled()).to.equal(true);
    expect(await page.getByRole('button', { name: 'Save changes' }).count()).to.equal(0);
  });

  it('leads from a user to what was done to them', async () => {
    const page = await open(`/users/${joe}`);
    await page.getByRole('link', { name: 'What was done to them' }).click();
    await row(page, 'root created joe as user').waitFor();
    expect(await page.getByRole('row').count()).to.equal(2);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      it(`is accessible and fits, ${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`, async () => {
        const page = await open('/users', { colorScheme, ...(viewport && { viewport }) });
        for (const path of ['/users', '/users/create', `/users/${joe}`, '/users/1']) {
          await page.goto(`${app.url}/admin${path}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page
            .getByText(/joe|root|The password needs/)
            .first()
            .waitFor();
          expect(await accessibilityProblems(page), path).to.deep.equal([]);
          expect(await overflow(page), path).to.be.at.most(0);
        }
      });
    }
  }

  it('warns before what was typed is lost', async () => {
    const page = await open('/users/create');
    await page.getByLabel('Username').fill('vera');
    const asked = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.message())));
    });
    await page.getByRole('link', { name: 'Audit log' }).click();
    expect(await asked).to.include('not saved');
    expect(await page.getByLabel('Username').inputValue()).to.equal('vera');
  });

  it('knows the administrator by the name they were set up with', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: `Account: ${ADMIN.username}` }).waitFor();
  });
});
