import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { setUp, type Person } from '../support/people.js';
import { seedJob, seedTenant } from '../support/tenants.js';
import { openAs, place } from './visitor.js';

/** Rows on a page of the list. */
const PAGE = 25;

describe('browser: the list of tenants', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await seedTenant(app, {
      name: 'Acme',
      domains: ['acme.example.org', 'www.example.net'],
      scans: [{ score: 95 }],
    });
    await seedTenant(app, {
      name: 'Bakery',
      scans: [
        { daysAgo: 2, score: 80 },
        { daysAgo: 1, score: 12 },
      ],
    });
    await seedTenant(app, { name: 'Chandler', state: 'paused' });
    for (let n = 1; n <= 27; n += 1) {
      await seedTenant(app, { name: `Village ${String(n).padStart(2, '0')}`, scans: [{ score: 50 + n }] });
    }
  });

  after(async () => {
    await app?.stop();
  });

  async function open(path = '/tenants', options = {}): Promise<Page> {
    const page = await openAs(browser, admin, app.url + path, options);
    await page.getByRole('heading', { name: 'Tenants', level: 1 }).waitFor();
    return page;
  }

  const names = (page: Page) => page.locator('a.row-link').allTextContents();
  const firstName = (page: Page, name: string) =>
    page.locator('tbody tr:first-child a.row-link', { hasText: name }).waitFor();
  const search = (page: Page) => page.getByRole('searchbox', { name: 'Search name or domain' });

  it('shows grade, score, trend, state and the last scan in words, and what a screen reader needs', async () => {
    const page = await open();
    const row = page.getByRole('row', { name: /Bakery/ });
    const text = await row.innerText();
    for (const part of ['Bakery', 'F', 'Critical', '12', 'Active', 'yesterday'])
      expect(text).to.include(part);
    await row.getByRole('img', { name: 'Score of the last 2 scans: from 80 to 12.' }).waitFor();
    await page
      .getByRole('row', { name: /Chandler/ })
      .getByText('Never')
      .waitFor();
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).to.equal(
      'ascending',
    );
  });

  it('searches while one types, in names and domains, and keeps it in the address', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('example.net');
    await page.waitForURL(/\?q=example\.net$/);
    await page.getByText('1–1 of 1').waitFor();
    expect(await names(page)).to.deep.equal(['Acme']);
    expect(await page.evaluate('document.activeElement.type')).to.equal('search');
    await page.reload();
    await page.getByText('1–1 of 1').waitFor();
    expect(await search(page).inputValue()).to.equal('example.net');
  });

  it('says when nothing matches, and clears search and filters with one press', async () => {
    const page = await open('/tenants?q=nobody&state=active');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.getByText(`1–${PAGE} of 30`).waitFor();
    expect(place(page)).to.equal('/tenants');
    expect(await search(page).inputValue()).to.equal('');
  });

  it('filters by state and grade; Back takes a filter away again', async () => {
    const page = await open();
    await page.getByLabel('State', { exact: true }).selectOption('Paused');
    await page.getByText('1–1 of 1').waitFor();
    expect(await names(page)).to.deep.equal(['Chandler']);
    await page.getByLabel('State', { exact: true }).selectOption('All');
    await page.getByLabel('Grade', { exact: true }).selectOption('A · Excellent');
    await firstName(page, 'Acme');
    await page.getByText('1–1 of 1').waitFor();
    expect(place(page)).to.equal('/tenants?grade=A');
    await page.goBack();
    await page.getByText(`1–${PAGE} of 30`).waitFor();
    expect(await page.getByLabel('Grade', { exact: true }).inputValue()).to.equal('');
    expect(place(page)).to.equal('/tenants');
  });

  it('sorts by a press on a column, up and down, and says so', async () => {
    const page = await open();
    const head = page.getByRole('columnheader', { name: 'Score' });
    await head.getByRole('button').click();
    await page.waitForURL(/\?sort=score$/);
    await head.and(page.locator('[aria-sort=ascending]')).waitFor();
    await head.getByRole('button').click();
    await firstName(page, 'Acme');
    expect(await head.getAttribute('aria-sort')).to.equal('descending');
    expect(place(page)).to.equal('/tenants?sort=-score');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Score');
  });

  it('pages; the page is in the address, and one past the end leads to the last', async () => {
    const page = await open();
    await page.getByText(`1–${PAGE} of 30`).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('26–30 of 30').waitFor();
    expect(place(page)).to.equal('/tenants?page=2');
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).to.equal(true);
    await page.goBack();
    await page.getByText(`1–${PAGE} of 30`).waitFor();
    await page.goto(`${app.url}/tenants?page=9`);
    await page.getByText('26–30 of 30').waitFor();
    expect(place(page)).to.equal('/tenants?page=2');
  });

  it('passes over what an address cannot ask for', async () => {
    const page = await open('/tenants?sort=password&grade=Z&page=-1&state=nonsense');
    await page.getByText(`1–${PAGE} of 30`).waitFor();
    await firstName(page, 'Acme');
  });

  it('opens a tenant by a click anywhere in its row, and by keyboard; Back comes back to the search', async () => {
    const page = await open('/tenants?q=bakery');
    await page
      .getByRole('row', { name: /Bakery/ })
      .getByText('Active')
      .click();
    await page.getByRole('heading', { name: 'Bakery', level: 1 }).waitFor();
    await page.goBack();
    await page.getByText('1–1 of 1').waitFor();
    await page.locator('a.row-link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bakery', level: 1 }).waitFor();
    expect(await page.title()).to.equal('Bakery · Clearview');
  });

  it('shows a scan that begins elsewhere, how far it is, and what came of it', async () => {
    const page = await open('/tenants?q=village+01');
    const row = page.getByRole('row', { name: /Village 01/ });
    await row.getByText('Active').waitFor();
    const tenant = await app.db('tenants').where('name', 'Village 01').first();
    const lease = {
      lease: '00000000-0000-4000-8000-000000000001',
      lease_until: new Date(Date.now() + 600_000),
    };
    const running = { state: 'running' as const, checks_total: 30, started_at: new Date(), ...lease };
    const job = await seedJob(app, tenant!.id, { ...running, checks_done: 3 });
    await row.getByText('3 of 30 checks').waitFor();
    await app.db('jobs').where({ id: job }).update({ checks_done: 17 });
    await row.getByText('17 of 30 checks').waitFor();
    await app.db('tenants').where({ id: tenant!.id }).update({ score: 88, grade: 'B' });
    const over = { state: 'succeeded' as const, lease: null, lease_until: null, finished_at: new Date() };
    await app
      .db('jobs')
      .where({ id: job })
      .update({ ...over, score: 88, grade: 'B' });
    await row.getByText('88').waitFor();
    await row.getByText('Active').waitFor();
  });

  it('says what to do while there is no tenant', async () => {
    const fresh = await startTestApp();
    try {
      const page = await openAs(browser, await setUp(fresh), `${fresh.url}/tenants`);
      await page.getByRole('heading', { name: 'No tenants yet' }).waitFor();
      const way = page.getByRole('link', { name: 'Take in a tenant' });
      expect(await way.getAttribute('href')).to.equal('/onboarding/new');
    } finally {
      await fresh.stop();
    }
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible on a desktop and as cards on a phone (${colorScheme})`, async () => {
      const page = await open('/tenants', { colorScheme });
      await page.locator('a.row-link').first().waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await page.setViewportSize(PHONE);
      await page.getByLabel('Sort by').waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      expect(await overflow(page)).to.equal(0);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await overflow(page)).to.equal(0);
    });
  }

  it('is sorted on a phone by its own choice', async () => {
    const page = await open('/tenants', { viewport: PHONE });
    await page.getByLabel('Sort by').selectOption('Score, descending');
    await firstName(page, 'Acme');
    expect(place(page)).to.equal('/tenants?sort=-score');
  });
});
