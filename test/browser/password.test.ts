/** Where passwords are chosen: by a link, because one has to, and with a meter. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { ADMIN, createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { addTotp } from '../support/second-factor.js';
import { databaseAway, enterAs, fillSignIn, place, pressSignIn } from './visitor.js';

const NEW = 'violet anchor 42 moss';
const OVER = 'This link does not work any more';

describe('browser: choosing a password', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });

  after(async () => {
    await app?.stop();
  });

  async function invite(username: string): Promise<string> {
    const { body } = await admin.post('/api/users', { username, invite: true }).expect(200);
    return linkFor((body as { id: number }).id);
  }

  async function linkFor(id: number): Promise<string> {
    const { body } = await admin.post(`/api/users/${id}/password-link`, {}).expect(200);
    return (body as { url: string }).url;
  }

  const choose = async (page: Page, password: string): Promise<void> => {
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  };

  it('by an invitation: the secret leaves the address, a reload loses nothing, and one is signed in', async () => {
    const page = await browser.newPage();
    await page.goto(await invite('ann'));
    await page.getByRole('heading', { name: 'Welcome to Clearview' }).waitFor();
    expect(page.url()).to.equal(`${app.url}/password.html`);
    await page.reload();
    expect(await page.getByLabel('Username').inputValue()).to.equal('ann');
    expect(await page.evaluate('document.activeElement.id')).to.equal('password');
    await choose(page, NEW);
    await page.getByText('ann (user)').waitFor();
    expect(place(page)).to.equal('/');
    await signIn(app, 'ann', NEW);
  });

  it('says what is wrong with it, also what only the server knows, and keeps the link', async () => {
    const page = await browser.newPage();
    await page.goto(await invite('ben'));
    await choose(page, 'short');
    await page.getByText('This password does not meet the rules below yet.').waitFor();
    await choose(page, 'password1234');
    await page.getByText('This is one of the most common passwords. Choose another.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('password');
    await choose(page, NEW);
    await page.getByText('ben (user)').waitFor();
  });

  it('by a reset: the second factor is asked for as ever, and the used link says so', async () => {
    const id = await createUser(admin, 'cleo');
    const { codes } = await addTotp(app, await signIn(app, 'cleo'));
    const url = await linkFor(id);
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await choose(page, NEW);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[0]!);
    await page.keyboard.press('Enter');
    await page.getByText('cleo (user)').waitFor();
    const other = await browser.newPage();
    await other.goto(url);
    await other.getByRole('heading', { name: OVER }).waitFor();
    await other.reload();
    await other.getByRole('heading', { name: OVER }).waitFor();
    expect(await accessibilityProblems(other)).to.deep.equal([]);
    await other.getByRole('link', { name: 'Go to sign-in' }).click();
    await other.waitForURL('**/login.html');
  });

  it('says that a link is over when another used it meanwhile, and that one is not complete', async () => {
    const url = await invite('dan');
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByLabel('New password', { exact: true }).waitFor();
    await app.db('password_links').delete();
    await choose(page, NEW);
    await page.getByRole('heading', { name: OVER }).waitFor();
    await page.goto(`${app.url}/password.html#abc`);
    await page.reload();
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
  });

  it('tells whoever is signed in here that they will be somebody else, and waits for the database', async () => {
    const page = await browser.newPage();
    // A session of their own: it ends with the sign-in of another.
    await enterAs(page, await signIn(app, ADMIN.username, ADMIN.password), app.url);
    await page.route('**/api/auth/link', databaseAway);
    await page.goto(await invite('eve'));
    await page.getByText('Clearview cannot reach its database.').waitFor();
    await page.unroute('**/api/auth/link');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('You are signed in as root.').waitFor();
    await choose(page, NEW);
    await page.getByText('eve (user)').waitFor();
  });

  it('because one has to: nothing else opens, and then the page that was asked for does', async () => {
    const body = { username: 'fay', password: PASSWORD, role: 'user', must_change_password: true };
    await admin.post('/api/users', body).expect(200);
    const page = await browser.newPage();
    await page.goto(`${app.url}/jobs`);
    await fillSignIn(page, 'fay', PASSWORD);
    await pressSignIn(page);
    await page.getByRole('heading', { name: 'Choose a password of your own' }).waitFor();
    expect(place(page)).to.equal('/required.html?next=%2Fjobs');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.goto(`${app.url}/tenants`);
    await page.waitForURL('**/required.html?next=%2Ftenants');
    await page.getByLabel('Current password').fill('WrongPassword42');
    await choose(page, NEW);
    await page.getByText('This is not your current password.').waitFor();
    await page.getByLabel('Current password').fill(PASSWORD);
    await choose(page, PASSWORD);
    await page.getByText('Choose another password than the one you have.').waitFor();
    await choose(page, NEW);
    await page.getByText('fay (user)').waitFor();
    expect(place(page)).to.equal('/tenants');
  });

  it('leads there from an open page as soon as the API asks for it', async () => {
    const id = await createUser(admin, 'gus');
    const page = await browser.newPage();
    await enterAs(page, await signIn(app, 'gus'), app.url);
    await page.goto(`${app.url}/`);
    await page.getByText('gus (user)').waitFor();
    await app.db('users').where({ id }).update({ must_change_password: true });
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByRole('heading', { name: 'Choose a password of your own' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
  });

  it('shows how strong it is; the dictionaries come with the first key, and never to the sign-in', async () => {
    const page = await browser.newPage();
    const heavy: string[] = [];
    page.context().on('request', (request) => {
      if (/strength-worker/.test(request.url())) heavy.push(request.url());
    });
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, 'root', PASSWORD);
    await page.goto(await invite('hal'));
    await page.getByLabel('New password', { exact: true }).waitFor();
    expect(heavy).to.deep.equal([]);
    const meter = page.getByRole('meter', { name: 'Strength' });
    for (const [typed, level, advice] of [
      ['password1234', 'Weak', 'This is close to a common password.'],
      ['qwertzuiop12', 'Weak', 'Keys in a row are easy to guess.'],
      [NEW, 'Strong', 'Very hard to guess.'],
    ] as const) {
      await page.getByLabel('New password', { exact: true }).fill(typed);
      await page.getByText(advice).first().waitFor();
      expect(await meter.getAttribute('aria-valuetext')).to.equal(level);
    }
    await page.locator('[role=status]', { hasText: 'Strength: Strong. Very hard to guess.' }).waitFor();
  });

  for (const [device, viewport] of [['desktop', DESKTOP] as const, ['phone', PHONE] as const]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible (${device}, ${colorScheme})`, async () => {
        const page = await browser.newPage({ viewport, colorScheme });
        await page.goto(await invite(`look-${device}-${colorScheme}`));
        await choose(page, 'password1234');
        await page.getByText('This is one of the most common passwords.').waitFor();
        await page.getByText('This is close to a common password.').first().waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page)).to.equal(0);
      });
    }
  }
});
