import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { useBrowser } from '../support/browser.js';
import { ADMIN, createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { databaseAway, enterAs, fillSignIn, place, pressSignIn, withoutCookie } from './visitor.js';

const HOUR = 3600;

describe('browser: sign-in', () => {
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });

  after(async () => {
    await app?.stop();
  });

  it('refuses a wrong password in words, marks the password and keeps the name', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, ADMIN.username, 'wrong password 1');
    await pressSignIn(page);
    await page.getByText('Wrong username or password.').waitFor();
    expect(await page.getByLabel('Username').inputValue()).to.equal(ADMIN.username);
    expect(await page.evaluate('document.activeElement.id')).to.equal('password');
  });

  it('asks for what is missing before it asks the server', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    await pressSignIn(page);
    await page.getByText('Enter your username.').waitFor();
    await page.getByText('Enter your password.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('username');
  });

  it('works with the keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    await page.getByRole('button', { name: 'Sign in' }).and(page.locator(':enabled')).waitFor();
    await page.keyboard.type('joe');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('joe (user)').waitFor();
    expect(place(page)).to.equal('/');
  });

  it('sends once, however often the button is pressed', async () => {
    const page = await browser.newPage();
    let sent = 0;
    await page.route('**/api/auth/login', async (route) => {
      sent += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, 'joe', PASSWORD);
    await page.locator('#submit').dblclick();
    await page.getByText('joe (user)').waitFor();
    expect(sent).to.equal(1);
  });

  it('shows and hides the password', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    const password = page.locator('#password');
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await password.getAttribute('type')).to.equal('text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    expect(await password.getAttribute('type')).to.equal('password');
  });

  for (const [remember, seconds] of [[false, 8 * HOUR] as const, [true, 30 * 24 * HOUR] as const]) {
    it(`keeps the cookie for ${seconds / HOUR} hours ${remember ? 'with' : 'without'} remember me`, async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/login.html`);
      await fillSignIn(page, 'joe', PASSWORD);
      if (remember) await page.getByLabel('Remember me for 30 days').check();
      await pressSignIn(page);
      await page.getByText('joe (user)').waitFor();
      const [cookie] = await page.context().cookies();
      expect(cookie).to.include({ name: 'clearview_session', httpOnly: true, sameSite: 'Lax', path: '/' });
      expect(cookie!.expires - Date.now() / 1000).to.be.closeTo(seconds, 60);
    });
  }

  it('goes to the page that was asked for', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/jobs`);
    expect(place(page)).to.equal('/login.html?next=%2Fjobs');
    await fillSignIn(page, 'joe', PASSWORD);
    await pressSignIn(page);
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    expect(place(page)).to.equal('/jobs');
  });

  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    '/.//evil.example',
  ]) {
    it(`does not let next=${next} lead away`, async () => {
      const page = await browser.newPage();
      await page.goto(`${app.url}/login.html?next=${next.includes('%') ? next : encodeURIComponent(next)}`);
      await fillSignIn(page, 'joe', PASSWORD);
      await pressSignIn(page);
      await page.getByText('joe (user)').waitFor();
      expect(page.url()).to.equal(`${app.url}/`);
    });
  }

  it('sends those on who are signed in', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    await page.goto(`${app.url}/login.html?next=/tenants`);
    await page.waitForURL(`${app.url}/tenants`);
  });

  it('says that the browser did not keep the session, and what to do, instead of a loop', async () => {
    const page = await browser.newPage();
    await page.route('**/api/auth/login', (route) => withoutCookie(route, page));
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, 'joe', PASSWORD);
    await pressSignIn(page);
    await page.getByText('The browser did not keep the sign-in').waitFor();
    await page.getByText('COOKIE_SECURE=false').waitFor();
    expect(place(page)).to.equal('/login.html');
  });

  it('says how long to wait after too many failures', async () => {
    const page = await browser.newPage();
    await page.route('**/api/auth/login', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'Retry-After': '700' },
        json: { detail: 'Too many attempts.', code: 'too_many_attempts' },
      }),
    );
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, 'joe', PASSWORD);
    await pressSignIn(page);
    await page.getByText('Too many failed attempts. Try again in 12 minutes.').waitFor();
  });

  it('says what is away, the database or the line, and keeps what was typed', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/login.html`);
    await fillSignIn(page, 'joe', PASSWORD);
    await page.route('**/api/auth/login', databaseAway);
    await pressSignIn(page);
    await page.getByText('Clearview cannot reach its database.').waitFor();
    await page.route('**/api/auth/login', (route) => route.abort());
    await pressSignIn(page);
    await page.getByText('No connection to Clearview.').waitFor();
    expect(await page.locator('#password').inputValue()).to.equal(PASSWORD);
  });

  it('sends no password without its script', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${app.url}/login.html`);
    expect(await page.locator('#submit').isDisabled()).to.equal(true);
    expect(await page.locator('form').getAttribute('method')).to.equal('post');
    // Playwright's search for texts passes over <noscript>.
    expect(await page.locator('noscript .notice').isVisible()).to.equal(true);
  });

  it('ends at sign-out: the session is gone, and Back shows nothing', async () => {
    const page = await browser.newPage();
    const person = await signIn(app, 'joe');
    await enterAs(page, person, app.url);
    await page.goto(`${app.url}/tenants`);
    await page.getByRole('button', { name: 'joe (user)' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
    expect((await person.get('/api/auth/me')).status).to.equal(401);
    await page.goBack().catch(() => null);
    await page.goto(`${app.url}/tenants`);
    expect(place(page)).to.equal('/login.html?next=%2Ftenants');
  });
});
