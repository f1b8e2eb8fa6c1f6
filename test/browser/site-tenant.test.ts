import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { seedTenant, type SeedFinding } from '../support/tenants.js';
import { enterAs, openAs, place } from './visitor.js';

/** Before: SPF failed, HSTS passed. */
const BEFORE: SeedFinding[] = [
  { check_id: 'mail.spf', status: 'fail' },
  { check_id: 'mail.dmarc', status: 'fail' },
  { check_id: 'web.hsts', status: 'pass' },
  { check_id: 'dns.caa', status: 'unknown' },
];
const NOW: SeedFinding[] = [
  {
    check_id: 'mail.spf',
    status: 'pass',
    summary: 'One record, which ends in -all.',
    evidence: ['v=spf1 -all'],
  },
  { check_id: 'mail.dmarc', status: 'fail', summary: 'There is no DMARC record.' },
  { check_id: 'web.hsts', status: 'warn', summary: 'max-age is a day only.', evidence: ['max-age=86400'] },
  { check_id: 'dns.caa', status: 'unknown', summary: 'The name server did not answer.' },
  { check_id: 'dns.resolves', status: 'pass' },
];

describe('browser: a tenant', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;
  let acme: number;
  let single: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    const scans = [
      { daysAgo: 2, findings: BEFORE },
      { daysAgo: 1, findings: NOW },
    ];
    acme = (await seedTenant(app, { name: 'Acme', scans, notes: 'Call before ten.' })).id;
    single = (await seedTenant(app, { name: 'Single', scans: [{ findings: NOW }] })).id;
  });

  after(async () => {
    await app?.stop();
  });

  const open = (path: string, options = {}, person = admin): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const finding = (page: Page, title: string) => page.locator('details.finding', { hasText: title });
  const charts = (page: Page): string[] => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    return asked;
  };

  it('shows how it stands: grade, score, what moved, domains with their proof, notes', async () => {
    const page = await open(`/tenants/${acme}`);
    await heading(page, 'Acme');
    expect(await page.title()).to.equal('Acme · Clearview');
    const text = await page.locator('main').innerText();
    for (const part of [
      'Active',
      'of 100',
      'points more than in the scan before',
      'DNS record',
      'Call before ten.',
    ])
      expect(text).to.include(part);
    expect(await page.locator('.nav-link[aria-current]').innerText()).to.equal('Tenants');
  });

  it('groups the findings, the worst first, and marks what turned', async () => {
    const page = await open(`/tenants/${acme}`);
    await heading(page, 'Acme');
    expect(await page.locator('.group-head h3').allTextContents()).to.deep.equal(['DNS', 'Mail', 'Web']);
    expect(
      await page.locator('.finding-group:nth-of-type(2) .finding-status').allTextContents(),
    ).to.deep.equal(['Fail', 'Pass']);
    await finding(page, 'SPF').getByText('Better, was: Fail').waitFor();
    await finding(page, 'HSTS').getByText('Worse, was: Pass').waitFor();
    expect(await finding(page, 'CAA').innerText()).not.to.match(/Better|Worse/);
  });

  it('opens a finding by keyboard: evidence, why, how to mend it, and the standard', async () => {
    const page = await open(`/tenants/${acme}`);
    const hsts = finding(page, 'HSTS');
    await hsts.locator('summary').focus();
    await page.keyboard.press('Enter');
    await hsts.getByText('max-age=86400').waitFor();
    for (const label of ['Seen', 'How to mend it', 'Why it matters', 'Standard'])
      await hsts.getByText(label, { exact: true }).waitFor();
    const link = hsts.getByRole('link');
    expect(await link.getAttribute('rel')).to.equal('noopener noreferrer');
    expect(await link.getAttribute('href')).to.match(/^https:/);
  });

  it('shows what strangers wrote as text: nothing of it is run or loaded [X-15]', async () => {
    const markup = '<img src="/api/version" onerror="window.hit = 1"><script>window.hit = 1</script>';
    const findings: SeedFinding[] = [
      { check_id: 'mail.dmarc', status: 'fail', summary: markup, evidence: [markup] },
    ];
    const { id } = await seedTenant(app, { name: 'Stranger', scans: [{ findings }] });
    const page = await open(`/tenants/${id}`);
    await finding(page, 'DMARC').locator('summary').click();
    await finding(page, 'DMARC').locator('.evidence').getByText(markup, { exact: true }).waitFor();
    expect(await page.locator('main :is(img, script)').count()).to.equal(0);
    await page.goto(`${app.url}/tenants/${id}/report`);
    await page.locator('main .evidence').getByText(markup, { exact: true }).waitFor();
    expect(await page.locator('main :is(img, script)').count()).to.equal(0);
    expect(await page.evaluate('window.hit')).to.equal(undefined);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible on a desktop and a phone (${colorScheme})`, async () => {
      const page = await open(`/tenants/${acme}`, { colorScheme });
      await finding(page, 'HSTS').locator('summary').click();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await page.setViewportSize(PHONE);
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      expect(await overflow(page)).to.equal(0);
    });
  }

  it('names what to mend first, and leads to the finding', async () => {
    const page = await open(`/tenants/${acme}`);
    const mends = page.getByRole('region', { name: 'Mend first' }).getByRole('listitem');
    await mends.first().waitFor();
    expect(await mends.count()).to.equal(2);
    expect(await mends.first().innerText()).to.match(/DMARC[\s\S]*\+\d/);
    await mends.first().getByRole('link').click();
    await page.locator('details.finding[open]', { hasText: 'There is no DMARC record.' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).to.equal('SUMMARY');
    expect(place(page)).to.equal(`/tenants/${acme}`);
  });

  it('shows only what is to mend, and keeps that in the address', async () => {
    const page = await open(`/tenants/${acme}`);
    await page.getByLabel('Only what is to mend').check();
    await finding(page, 'SPF').waitFor({ state: 'detached' });
    expect(await page.locator('details.finding').count()).to.equal(2);
    expect(place(page)).to.equal(`/tenants/${acme}?show=mend`);
    await page.reload();
    await heading(page, 'Acme');
    expect(await page.locator('details.finding').count()).to.equal(2);
    await page.getByLabel('Only what is to mend').uncheck();
    await finding(page, 'SPF').waitFor();
  });

  it('draws the score over time, and has its figures one press away', async () => {
    const page = await open(`/tenants/${acme}`);
    await page.getByRole('img', { name: /^Score of 2 scans: from \d+ .* to \d+ / }).waitFor();
    await page.getByText('Show the figures').click();
    const table = page.getByRole('table', { name: 'Scores of past scans, the newest first' });
    expect(await table.getByRole('row').count()).to.equal(3);
  });

  it('loads no chart where there is nothing to draw', async () => {
    const page = await browser.newPage();
    const asked = charts(page);
    await enterAs(page, admin, app.url);
    await page.goto(`${app.url}/tenants/${single}`);
    await page.getByText('The line begins with the second scan.').waitFor();
    expect(asked.filter((url) => url.includes('score-chart'))).to.deep.equal([]);
  });

  it('shows the figures when the chart cannot be loaded', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    await page.route('**/assets/score-chart*', (route) => route.abort());
    await page.goto(`${app.url}/tenants/${acme}`);
    await page.getByText('The chart could not be loaded.').waitFor();
    await page.getByRole('table', { name: 'Scores of past scans, the newest first' }).waitFor();
  });

  it('saves the report as JSON and as CSV, and leads to the printable one', async () => {
    const page = await open(`/tenants/${acme}`);
    await heading(page, 'Acme');
    for (const [item, ending] of [['JSON', '.json'] as const, ['CSV (for spreadsheets)', '.csv'] as const]) {
      await page.getByRole('button', { name: 'Export' }).click();
      const saved = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: item }).click();
      const download = await saved;
      expect(download.suggestedFilename().endsWith(ending), download.suggestedFilename()).to.equal(true);
      expect(await download.failure()).to.equal(null);
    }
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Printable report' }).click();
    await heading(page, 'Report on Acme');
  });

  it('has a menu that goes by keyboard alone', async () => {
    const page = await open(`/tenants/${acme}`);
    await heading(page, 'Acme');
    const button = page.getByRole('button', { name: 'Export' });
    await button.focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Printable report');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('CSV (for spreadsheets)');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('JSON');
    await page.keyboard.press('Escape');
    expect(await button.getAttribute('aria-expanded')).to.equal('false');
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).to.equal('Export');
  });

  it('has a page for tenants that are not there', async () => {
    for (const path of ['/tenants/999999', '/tenants/0', '/tenants/1e3', '/tenants/999999/report']) {
      const page = await open(path);
      await heading(page, 'Page not found');
      await page.close();
    }
  });

  it('says where a tenant in onboarding stands, and how to go on', async () => {
    const { id } = await seedTenant(app, { name: 'New', state: 'onboarding', unproved: ['new.example.org'] });
    const page = await open(`/tenants/${id}`, {}, await signIn(app, 'joe'));
    await page.getByText('Proof of control is still missing for new.example.org.').waitFor();
    const ways = page.getByRole('link', { name: 'Continue onboarding' });
    expect(await ways.first().getAttribute('href')).to.equal(`/onboarding/${id}`);
    expect(await page.getByRole('button', { name: 'Scan now' }).count()).to.equal(0);
  });
});
