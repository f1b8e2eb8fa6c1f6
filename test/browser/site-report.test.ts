import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { dark, light } from '../../site/design/tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { setUp, type Person } from '../support/people.js';
import { seedTenant, type SeedFinding } from '../support/tenants.js';
import { openAs } from './visitor.js';

const FINDINGS: SeedFinding[] = [
  { check_id: 'mail.spf', status: 'fail', summary: 'Everybody may send.', evidence: ['v=spf1 +all'] },
  { check_id: 'mail.dmarc', status: 'warn', summary: 'Nothing is asked of receivers.' },
  { check_id: 'dns.resolves', status: 'pass', evidence: ['192.0.2.1'] },
  { check_id: 'web.hsts', status: 'unknown', summary: `${'long'.repeat(60)} was not reached.` },
];

const shown = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].filter((one) => one.checkVisibility()).length`,
  );
const ground = (page: Page): Promise<string> =>
  page.evaluate('getComputedStyle(document.body).backgroundColor');
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

describe('browser: the report', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;
  let id: number;
  let bare: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    const scans = [{ score: 40, daysAgo: 1 }, { findings: FINDINGS }];
    ({ id } = await seedTenant(app, { name: 'Acme', domains: ['acme.example.org'], scans }));
    ({ id: bare } = await seedTenant(app, { name: 'Bare' }));
  });

  after(async () => {
    await app?.stop();
  });

  const open = (path: string, options = {}): Promise<Page> => openAs(browser, admin, app.url + path, options);

  const heading = (page: Page) => page.getByRole('heading', { name: 'Report on Acme', level: 1 }).waitFor();

  it('says all: date, score, mends, every finding with its evidence', async () => {
    const page = await open(`/tenants/${id}/report`);
    await heading(page);
    expect(await page.title()).to.equal('Report on Acme · Clearview');
    const text = await page.locator('main').innerText();
    const year = String(new Date().getFullYear());
    for (const part of [
      year,
      'of 100',
      'acme.example.org',
      'Mend first',
      'v=spf1 +all',
      '192.0.2.1',
      'RFC 7208',
    ])
      expect(text).to.include(part);
    expect(await page.locator('.report-finding').count()).to.equal(FINDINGS.length);
  });

  it('is white on paper whatever the theme, without navigation and buttons', async () => {
    const page = await open(`/tenants/${id}/report`, { colorScheme: 'dark' });
    await heading(page);
    expect(await ground(page)).to.equal(rgb(dark.surface));
    await page.emulateMedia({ media: 'print' });
    expect(await ground(page)).to.equal(rgb(light.surfaceRaised));
    expect(await shown(page, 'header, nav, footer, button, .page-head a')).to.equal(0);
    expect(await shown(page, '.report-finding')).to.equal(FINDINGS.length);
    const breaks = `getComputedStyle(document.querySelector('.report-finding')).breakInside`;
    expect(await page.evaluate(breaks)).to.equal('avoid');
  });

  it('becomes a PDF', async () => {
    const page = await open(`/tenants/${id}/report`);
    await heading(page);
    const file = await page.pdf();
    expect(file.subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('prints at a press', async () => {
    const page = await open(`/tenants/${id}/report`);
    await heading(page);
    await page.evaluate('window.print = () => { window.isPrinted = true; }');
    await page.getByRole('button', { name: 'Print or save as PDF' }).click();
    expect(await page.evaluate('window.isPrinted')).to.equal(true);
  });

  it('says when there is nothing to report yet, and leads back', async () => {
    const page = await open(`/tenants/${bare}/report`);
    await page.getByText('There is no finished scan yet').waitFor();
    await page.getByRole('link', { name: 'Back to the tenant' }).click();
    await page.getByRole('heading', { name: 'Bare', level: 1 }).waitFor();
  });

  for (const path of ['', '/report']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible and fits a phone (/tenants/:id${path}, ${colorScheme})`, async () => {
        const page = await open(`/tenants/${id}${path}`, { colorScheme });
        await page.locator('.report, canvas').first().waitFor();
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        await page.setViewportSize(PHONE);
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page)).to.equal(0);
        await page.setViewportSize({ width: 320, height: 640 });
        expect(await overflow(page)).to.equal(0);
        expect(await page.getByRole('heading', { level: 1 }).count()).to.equal(1);
      });
    }
  }
});
