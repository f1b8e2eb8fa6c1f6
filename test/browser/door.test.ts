/** The second step of a sign-in, and passkeys. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { addTotp, passTime, type App } from '../support/second-factor.js';
import { fillSignIn, place, pressSignIn } from './visitor.js';

const CODE = 'Code of your authenticator app';

describe('browser: sign-in in two steps', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let phone: App;
  let codes: string[];

  before(async () => {
    app = await startTestApp();
    const admin = await setUp(app);
    await createUser(admin, 'joe');
    ({ phone, codes } = await addTotp(app, await signIn(app, 'joe')));
  });

  beforeEach(() => passTime(app));

  after(async () => {
    await app?.stop();
  });

  async function firstStep(path = '/login.html', options = {}): Promise<Page> {
    const page = await browser.newPage(options);
    await page.goto(app.url + path);
    await fillSignIn(page, 'joe', PASSWORD);
    await pressSignIn(page);
    await page.getByLabel(CODE).waitFor();
    return page;
  }

  it('goes on with the last digit of the code, to the page that was asked for, by keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/jobs`);
    await page.locator('#submit:enabled').waitFor();
    await page.keyboard.type('joe');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('code');
    expect((await page.context().cookies()).map(({ name }) => name)).not.to.include('clearview_session');
    await page.keyboard.type(phone.code());
    await page.getByText('joe (user)').waitFor();
    expect(place(page)).to.equal('/jobs');
  });

  it('says that a code is wrong, keeps it selected, and takes the right one', async () => {
    const page = await firstStep();
    const wrong = phone.code().replace(/^\d/, (digit) => String((Number(digit) + 5) % 10));
    await page.getByLabel(CODE).fill(wrong);
    await page.getByText('This code is not right, or was used already.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('code');
    await page.getByLabel(CODE).fill(phone.code());
    await page.getByText('joe (user)').waitFor();
  });

  it('takes a recovery code, typed in capitals and with spaces', async () => {
    const page = await firstStep();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    expect(await page.evaluate('document.activeElement.id')).to.equal('code');
    await page.getByText('An administrator can take your second factor away.').waitFor();
    await page.getByLabel('Recovery code').fill(`  ${codes[0]!.toUpperCase()} `);
    await page.keyboard.press('Enter');
    await page.getByText('joe (user)').waitFor();
  });

  it('begins again when the step is over, with the name as it was and no password', async () => {
    const page = await firstStep();
    await app.db('sign_in_steps').delete();
    await page.getByLabel(CODE).fill(phone.code());
    await page.getByText('That took too long, or was tried too often.').waitFor();
    expect(await page.getByLabel('Username').inputValue()).to.equal('joe');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).to.equal('');
    expect(await page.evaluate('document.activeElement.id')).to.equal('password');
    expect(await page.title()).to.equal('Sign in · Clearview');
  });

  it('leads back to the first step for somebody else', async () => {
    const page = await firstStep();
    await page.getByRole('button', { name: 'Back to the sign-in' }).click();
    await fillSignIn(page, 'root', 'CorrectHorse42');
    await pressSignIn(page);
    await page.getByText('root (admin)').waitFor();
  });

  for (const [device, viewport] of [['desktop', DESKTOP] as const, ['phone', PHONE] as const]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible (${device}, ${colorScheme})`, async () => {
        const page = await firstStep('/login.html', { viewport, colorScheme });
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByText('Enter the six digits').waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page)).to.equal(0);
      });
    }
  }
});

describe('browser: passkeys at the door', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  let app: TestApp;
  let admin: Person;
  /** A passkey belongs to a name, never to an address. */
  let url: string;

  before(async () => {
    app = await startTestApp();
    url = app.url.replace('127.0.0.1', 'localhost');
    admin = await setUp(app);
  });

  after(async () => {
    await app?.stop();
  });

  async function withAuthenticator(): Promise<Page> {
    const page = await browser.newPage();
    const client = await page.context().newCDPSession(page);
    await client.send('WebAuthn.enable');
    await client.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return page;
  }

  async function password(page: Page, username: string): Promise<void> {
    await page.goto(`${url}/login.html`);
    await fillSignIn(page, username, PASSWORD);
    await pressSignIn(page);
  }

  it('are added where a role needs a second factor, and then open Clearview in both ways', async () => {
    await createUser(admin, 'ann');
    await admin.patch('/api/settings', { require_second_factor_user: true }).expect(200);
    const page = await withAuthenticator();
    await password(page, 'ann');
    await page.waitForURL(`${url}/required.html`);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Passkey' }).click();
    await page.getByRole('button', { name: 'Add passkey' }).click();
    await page.getByRole('heading', { name: 'recovery codes' }).waitFor();
    // What is shown once cannot be left by the way.
    expect(await page.getByRole('button', { name: 'Sign out' }).isVisible()).to.equal(false);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByLabel('I have saved these codes').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('ann (user)').waitFor();

    await page.context().clearCookies();
    await password(page, 'ann');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await page.getByText('ann (user)').waitFor();

    await page.context().clearCookies();
    await page.goto(`${url}/login.html?next=/jobs`);
    await page.getByLabel('Remember me for 30 days').check();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('ann (user)').waitFor();
    expect(place(page)).to.equal('/jobs');
    await admin.patch('/api/settings', { require_second_factor_user: false }).expect(200);
  });

  it('say that there is none, and leave the password to be used', async () => {
    const page = await browser.newPage();
    const client = await page.context().newCDPSession(page);
    await client.send('WebAuthn.enable');
    await page.route('**/api/auth/passkey', (route) =>
      route.fulfill({ status: 401, json: { detail: 'Invalid', code: 'invalid_credentials' } }),
    );
    await page.goto(`${url}/login.html`);
    // The browser's question is closed unanswered.
    await page.evaluate(
      `navigator.credentials.get = () => Promise.reject(new DOMException('closed', 'NotAllowedError'))`,
    );
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByText('No passkey was used.').waitFor();
    expect(await page.locator('#passkey').getAttribute('aria-disabled')).to.equal('false');
    await fillSignIn(page, 'root', 'CorrectHorse42');
    await pressSignIn(page);
    await page.getByText('root (admin)').waitFor();
  });

  it('are not offered at a bare address, which has none', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    await page.locator('#submit:enabled').waitFor();
    expect(await page.locator('#passkey').isVisible()).to.equal(false);
  });
});
