/** The API's own page: Swagger UI under the policy of all pages. */
import { expect } from 'chai';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/app.js';
import { overflow, PHONE, useBrowser } from '../support/browser.js';
import { ADMIN, setUp, type Person } from '../support/people.js';
import { makeToken } from '../support/tokens.js';
import { fillSignIn, openAs, place, pressSignIn } from './visitor.js';

describe('The page of the API', function () {
  this.timeout(120_000);
  const browser = useBrowser();
  let app: TestApp;
  let root: Person;

  before(async () => {
    app = await startTestApp();
    root = await setUp(app);
  });
  after(() => app.stop());

  it('shows every group of routes, in light and dark, and on a phone', async () => {
    for (const options of [
      {},
      { colorScheme: 'dark' as const },
      { viewport: PHONE },
      { viewport: PHONE, colorScheme: 'dark' as const },
    ]) {
      const page = await openAs(browser, root, `${app.url}/api/docs`, options);
      await page.locator('#operations-tag-tenants').waitFor({ timeout: 60_000 });
      expect(await overflow(page)).to.be.at.most(0);
      await page.locator('#operations-tenants-getTenants').getByRole('button').first().click();
      await page.getByText('Only rows to which all of this applies').first().waitFor();
      expect(await overflow(page)).to.be.at.most(0);
    }
  });

  it('tries a route out with the session, and with a token instead of it', async () => {
    const { token } = await makeToken(root, { scopes: ['jobs:read'] });
    const page = await openAs(browser, root, `${app.url}/api/docs`);
    const operation = page.locator('#operations-checks-getChecks');
    await operation.getByRole('button').first().click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation
      .locator('.live-responses-table .response-col_status')
      .filter({ hasText: '200' })
      .waitFor();

    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('.auth-container input').fill(token);
    await page.locator('.modal-ux .authorize').click();
    await page.locator('.modal-ux .btn-done').click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table').getByText('insufficient_scope').first().waitFor();
  });

  it('leads somebody without a session to the sign-in and back; a script is told', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.url}/api/docs`);
    expect(place(page)).to.equal('/login.html?next=%2Fapi%2Fdocs');
    await fillSignIn(page, ADMIN.username, ADMIN.password);
    await pressSignIn(page);
    await page.locator('#operations-tag-tenants').waitFor({ timeout: 60_000 });
    expect(place(page)).to.equal('/api/docs');
    expect((await request(app.url).get('/api/docs')).status).to.equal(401);
  });
});
