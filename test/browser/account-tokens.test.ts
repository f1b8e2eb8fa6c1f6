import { expect } from 'chai';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, PHONE, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { growStale } from '../support/second-factor.js';
import { makeToken } from '../support/tokens.js';
import { openAs, place } from './visitor.js';

describe('browser: one’s own API tokens', function () {
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

  const open = (person: Person, path = '/account/tokens', options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  async function newUser(username: string): Promise<Person> {
    await createUser(admin, username);
    return signIn(app, username);
  }

  const choose = (page: Page, area: string, grant: string): Promise<void> =>
    page.getByRole('group', { name: area, exact: true }).getByLabel(grant, { exact: true }).check();
  const create = (page: Page): Promise<void> => page.getByRole('button', { name: 'Create token' }).click();
  const callWith = async (token: string, path: string): Promise<number> =>
    (await request(app.url).get(path).set('Authorization', `Bearer ${token}`)).status;

  it('makes one that works at once, shows it this once, tells of its use, and revokes it', async () => {
    const page = await open(await newUser('joe'));
    await page.getByRole('heading', { name: 'No tokens yet' }).waitFor();
    await page.getByRole('link', { name: 'New token' }).click();
    await page.getByLabel('Name').fill('Nightly report');
    await choose(page, 'Tenants', 'See');
    await create(page);
    await page.getByRole('heading', { name: '“Nightly report” is ready', level: 1 }).waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    const token = await page.getByRole('group', { name: 'Token' }).innerText();
    expect(token).to.match(/^cv_[A-Za-z0-9]{49}$/);
    const curl = await page.getByRole('group', { name: 'Try it' }).innerText();
    expect(curl).to.include(`Bearer ${token}`).and.to.include(`${app.url}/api/tenants`);
    expect(await callWith(token, '/api/tenants')).to.equal(200);
    expect(await callWith(token, '/api/jobs')).to.equal(403);

    await page.getByRole('link', { name: 'Done' }).click();
    expect(place(page)).to.equal('/account/tokens');
    const row = page.getByRole('listitem').filter({ hasText: 'Nightly report' });
    await row.getByText('May see tenants.').waitFor();
    // It is written down beside the answer.
    while (!(await row.getByText(/Last used .* from 127\.0\.0\.1/).isVisible())) {
      await page.reload();
      await row.getByText('May see tenants.').waitFor();
    }
    expect(await page.content()).not.to.include(token);

    await row.getByRole('button', { name: 'Revoke Nightly report' }).click();
    const question = page.getByRole('dialog', { name: 'Revoke “Nightly report”?' });
    await question.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('“Nightly report” was revoked.').waitFor();
    await page.getByRole('heading', { name: 'No tokens yet' }).waitFor();
    expect(await callWith(token, '/api/tenants')).to.equal(401);
  });

  it('says what is missing, and puts the reader there', async () => {
    const page = await open(await newUser('ann'), '/account/tokens/new');
    await create(page);
    await page.getByText('Give the token a name.').waitFor();
    await page.getByText('Choose at least one thing that the token may do.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).to.equal('token-name');
    await page.getByLabel('Name').fill('x');
    await create(page);
    expect(await page.evaluate('document.activeElement.name')).to.equal('scope-tenants');
    await page.keyboard.press('ArrowRight');
    await page.getByText('Choose at least one thing').waitFor({ state: 'hidden' });
    await page.getByLabel('Only from these networks').fill('10.0.0.0/99');
    await create(page);
    const wrong = page.getByLabel('Only from these networks').and(page.locator('[aria-invalid]'));
    await wrong.waitFor();
    expect(await page.getByLabel('Name').inputValue()).to.equal('x');
    await page.getByLabel('Ends after').selectOption('Another number of days');
    await page.getByLabel('Days', { exact: true }).fill('9999');
    await page.getByLabel('Only from these networks').fill('');
    await create(page);
    await page.getByLabel('Days', { exact: true }).and(page.locator('[aria-invalid]')).waitFor();
  });

  it('offers a user only what a user may', async () => {
    const page = await open(await newUser('ben'), '/account/tokens/new');
    await page.getByRole('group', { name: 'Tenants', exact: true }).waitFor();
    expect(await page.getByRole('group', { name: 'Users', exact: true }).count()).to.equal(0);
    const own = await open(admin, '/account/tokens/new');
    await own.getByRole('group', { name: 'Users', exact: true }).waitFor();
  });

  it('asks once more who sits there before a token that may change things', async () => {
    const page = await open(await newUser('eve'), '/account/tokens/new', { viewport: PHONE });
    await growStale(app);
    await page.getByLabel('Name').fill('Deploy');
    await choose(page, 'Scans', 'See and change');
    await create(page);
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '“Deploy” is ready' }).waitFor();
  });

  it('lists those that ended after the living, and takes them away without a question', async () => {
    const person = await newUser('sam');
    const old = await makeToken(person, { name: 'Old', scopes: ['tenants:read'] });
    await makeToken(person, { name: 'Live', scopes: ['jobs:write'], networks: ['10.0.0.0/8'] });
    await app
      .db('api_tokens')
      .where({ id: old.id })
      .update({ expires_at: new Date(Date.now() - 86_400_000) });
    const page = await open(person);
    const rows = page.getByRole('list', { name: 'Your API tokens' }).getByRole('listitem');
    await rows.first().waitFor();
    expect(await rows.locator('.item-title').allInnerTexts()).to.have.length(2);
    expect(await rows.first().innerText())
      .to.include('Live')
      .and.to.include('10.0.0.0/8');
    expect(await rows.last().innerText()).to.include('Ended yesterday');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Remove Old from the list' }).click();
    await page.getByText('“Old” was removed.').waitFor();
    await rows.nth(1).waitFor({ state: 'detached' });
  });
});
