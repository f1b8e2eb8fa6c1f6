import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, useBrowser } from '../support/browser.js';
import { startNetwork, type Network } from '../support/network.js';
import { ADMIN, createUser, setUp, type Person } from '../support/people.js';
import { spawnServer, urlOf } from '../support/server-process.js';
import { enterAs } from './visitor.js';

const row = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text });
const state = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: 'New entries' }).getByText(name, { exact: true });

describe('browser: the audit log, live', () => {
  const browser = useBrowser();
  let app: TestApp;
  let network: Network;
  let admin: Person;

  beforeEach(async () => {
    app = await startTestApp();
    network = await startNetwork(app.url);
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });

  afterEach(async () => {
    await network.close();
    await app.stop();
  });

  /** Looks again and again; what the page has no event for. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 10_000; !(await isSo()); await sleep(50)) {
      if (Date.now() > end) throw new Error('It did not become so.');
    }
  }

  const groundOf = (page: Page, text: string): Promise<unknown> =>
    page.evaluate(`getComputedStyle([...document.querySelectorAll('tr')]
      .find((row) => row.textContent.includes(${JSON.stringify(text)}))).backgroundColor`);

  /** The log, once it is live. */
  async function open(query = '', options = {}): Promise<Page> {
    const page = await browser.newPage(options);
    await enterAs(page, admin, network.url);
    await page.goto(`${network.url}/admin/audit${query}`);
    await state(page, 'Live').waitFor();
    return page;
  }

  const leave = (...names: string[]): Promise<unknown> =>
    app.db('auth_audit').insert(names.map((username) => ({ event: 'logout', username, detail: {} })));

  const requestsOf = (page: Page): string[] => {
    const urls: string[] = [];
    page.on('request', (request) => urls.push(new URL(request.url()).pathname));
    return urls;
  };

  it('shows what happens within a second, marked for a moment, and tells it to a screen reader', async () => {
    const page = await open();
    await row(page, 'root created joe').waitFor();
    const times: number[] = [];
    for (const name of ['ann', 'ben', 'cyd']) {
      const before = Date.now();
      await admin.post('/api/auth/login', { username: name, password: 'wrong password 1' });
      await row(page, `A sign-in as ${name} failed`).waitFor();
      times.push(Date.now() - before);
    }
    // One of them: the machine may have been busy with something else for the others.
    expect(Math.min(...times)).to.be.below(1000);
    const usual = await groundOf(page, 'root created joe');
    expect(await groundOf(page, 'as cyd failed')).not.to.equal(usual);
    await page
      .getByRole('status')
      .filter({ hasText: /new entr(y|ies) in the list/ })
      .waitFor({ state: 'attached' });
    await until(async () => (await groundOf(page, 'as cyd failed')) === usual);
  });

  it('shows what happens in another process', async function () {
    this.timeout(60_000);
    const page = await open();
    const other = spawnServer({ DATABASE_URL: urlOf(app.database), LOG_LEVEL: 'silent' });
    try {
      const url = await other.listening();
      await fetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'elsewhere', password: 'wrong password 1' }),
      });
      await row(page, 'A sign-in as elsewhere failed').waitFor();
    } finally {
      await other.stop();
    }
  });

  it('shows only what the filters let through', async () => {
    const page = await open('?filter={"q":"ann"}');
    await leave('ben', 'ann');
    await row(page, 'ann signed out').waitFor();
    expect(await row(page, 'ben signed out').count()).to.equal(0);
  });

  it('is paused by a button that counts, and resumed without a gap', async () => {
    const page = await open();
    await row(page, 'root created joe').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await state(page, 'Paused').waitFor();
    await leave('ann');
    await page.getByRole('button', { name: 'Resume, 1 waiting' }).waitFor();
    await leave('ben', 'cyd');
    await page.getByRole('button', { name: 'Resume, 3 waiting' }).click();
    for (const name of ['ann', 'ben', 'cyd']) await row(page, `${name} signed out`).waitFor();
    await state(page, 'Live').waitFor();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('keeps an opened record open', async () => {
    const page = await open();
    await row(page, 'root created joe').getByRole('button').click();
    await page.getByText('"event": "user_create"').waitFor();
    await leave('ann');
    await row(page, 'ann signed out').waitFor();
    expect(await page.getByText('"event": "user_create"').isVisible()).to.equal(true);
  });

  it('moves nothing under somebody who reads further down', async () => {
    await leave(...Array.from({ length: 40 }, (_, index) => `user${index}`));
    const page = await open();
    await row(page, 'user20 signed out').waitFor();
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 500);
    await until(() => page.evaluate('scrollY === 500'));
    const place = () => row(page, 'user20 signed out').boundingBox();
    const before = await place();
    await leave('ann', 'ben');
    const above = page.getByRole('button', { name: '2 new entries' });
    await above.waitFor();
    expect(await place()).to.deep.equal(before);
    await above.click();
    await row(page, 'ann signed out').waitFor();
    await above.waitFor({ state: 'detached' });
    await until(() => page.evaluate('scrollY === 0'));
  });

  it('leads to the newest from another page and another order', async () => {
    await leave(...Array.from({ length: 40 }, (_, index) => `user${index}`));
    for (const query of ['?page=2&perPage=25', '?sort=id&order=ASC']) {
      const page = await open(query);
      await row(page, 'root created joe').waitFor();
      await leave('ann', 'ben');
      await page.getByRole('button', { name: '2 new entries' }).click();
      await row(page, 'ben signed out').first().waitFor();
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await page.getByRole('button', { name: '2 new entries' }).waitFor({ state: 'detached' });
    }
  });

  it('says that the connection is lost, and misses nothing of the break', async () => {
    const page = await open();
    await row(page, 'root created joe').waitFor();
    network.cut();
    await state(page, 'Connecting…').waitFor();
    await leave('ann');
    await state(page, 'Not live').waitFor({ timeout: 15_000 });
    await leave('ben');
    expect(await row(page, 'ann signed out').count()).to.equal(0);
    network.mend();
    await state(page, 'Live').waitFor({ timeout: 15_000 });
    await row(page, 'ann signed out').waitFor();
    await row(page, 'ben signed out').waitFor();
    await leave('cyd');
    await row(page, 'cyd signed out').waitFor();
  });

  it('asks for a new sign-in when the session was ended, then goes on', async () => {
    const page = await open();
    await row(page, 'root created joe').waitFor();
    await app.db('user_sessions').delete();
    await leave('ann');
    const door = page.getByRole('dialog', { name: 'Your session has ended' });
    await door.waitFor({ timeout: 20_000 });
    expect(await row(page, 'ann signed out').count()).to.equal(0);
    await leave('ben');
    await door.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await door.getByRole('button', { name: 'Sign in' }).click();
    await door.waitFor({ state: 'detached' });
    await row(page, 'ann signed out').waitFor();
    await row(page, 'ben signed out').waitFor();
    await state(page, 'Live').waitFor({ timeout: 15_000 });
    await leave('cyd');
    await row(page, 'cyd signed out').waitFor();
  });

  it('asks nothing while nobody looks', async () => {
    const page = await open();
    const look = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await row(page, 'root created joe').waitFor();
    await look(true);
    await state(page, 'Connecting…').waitFor();
    const asked = requestsOf(page);
    await leave('ann');
    // Long enough for the entry to have come, had anybody listened.
    const watcher = await open();
    await row(watcher, 'ann signed out').waitFor();
    expect(asked).to.deep.equal([]);
    await look(false);
    await row(page, 'ann signed out').waitFor();
  });

  it('does not ask more than twice a second, however much happens', async () => {
    const page = await open();
    await row(page, 'root created joe').waitFor();
    const asked = requestsOf(page);
    const before = Date.now();
    for (let index = 0; index < 40; index++) await leave(`user${index}`);
    await row(page, 'user39 signed out').waitFor();
    const seconds = (Date.now() - before) / 1000;
    expect(asked.filter((path) => path === '/api/audit').length).to.be.at.most(Math.ceil(seconds * 2) + 1);
  });

  it('is accessible while it is paused and while it counts', async () => {
    const page = await open('', { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await leave('ann');
    await page.getByRole('button', { name: 'Resume, 1 waiting' }).waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.keyboard.press('Enter');
    await row(page, 'ann signed out').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });
});
