import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Worker } from '../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { useBrowser } from '../support/browser.js';
import { startInternet, type Internet } from '../support/internet/index.js';
import { startNetwork } from '../support/network.js';
import { setUp, type Person } from '../support/people.js';
import { seedTenant } from '../support/tenants.js';
import { startTestWorker } from '../support/worker.js';
import { enterAs } from './visitor.js';

describe('browser: a scan, seen from its tenant', function () {
  this.timeout(120_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let internet: Internet;
  let app: TestApp;
  let admin: Person;
  let worker: Worker | undefined;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    admin = await setUp(app);
  });

  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  after(async () => {
    await app?.stop();
    await internet?.stop();
  });

  async function open(id: number, url = app.url): Promise<Page> {
    const page = await browser.newPage();
    await enterAs(page, admin, url);
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/tenants/${id}`);
    return page;
  }

  const scanNow = (page: Page) => page.getByRole('button', { name: 'Scan now' });
  const score = (page: Page): Promise<number> =>
    page.evaluate(`parseInt(document.querySelector('.standing-score .score').textContent, 10)`);

  it('goes from a press to a score, and the score rises when things are mended', async () => {
    internet.badSite('bad.test');
    const { id } = await seedTenant(app, { name: 'Bad', domains: ['bad.test'] });
    worker = startTestWorker(app);
    const page = await open(id);
    await scanNow(page).click();
    await page.getByRole('progressbar', { name: 'Scan of Bad' }).waitFor();
    await page.getByText(/The scan is done: score \d+/).waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    const before = await score(page);
    expect(await page.getByRole('region', { name: 'Mend first' }).getByRole('listitem').count()).to.equal(3);
    internet.goodSite('bad.test');
    await scanNow(page).click();
    await page.getByText('points more than in the scan before').waitFor();
    expect(await score(page)).to.be.greaterThan(before);
    await page.getByRole('img', { name: /^Score of 2 scans/ }).waitFor();
    expect(await page.getByText(/^Better, was: /).count()).to.be.greaterThan(0);
  });

  it('shows a scan that waits, on every page that is open, and lets it be cancelled', async () => {
    const { id } = await seedTenant(app, { name: 'Waits', domains: ['waits.test'] });
    const [page, other] = [await open(id), await open(id)];
    await scanNow(other).waitFor();
    await scanNow(page).click();
    await page.getByText('Waiting to begin').waitFor();
    await other.getByText('Waiting to begin').waitFor();
    await other.getByRole('button', { name: 'Cancel the scan' }).click();
    await other.getByText('The scan was cancelled.').waitFor();
    await page.getByText('The scan was cancelled.').waitFor();
    await scanNow(page).waitFor();
    await page.getByRole('row', { name: /Cancelled/ }).waitFor();
  });

  it('tells what happened while the line was broken', async () => {
    internet.goodSite('line.test');
    const { id } = await seedTenant(app, { name: 'Line', domains: ['line.test'] });
    const network = await startNetwork(app.url);
    try {
      const page = await open(id, network.url);
      await scanNow(page).click();
      await page.getByText('Waiting to begin').waitFor();
      network.cut();
      worker = startTestWorker(app);
      while ((await admin.get(`/api/tenants/${id}`)).body.score === null) await sleep(200);
      network.mend();
      await page.locator('.standing-score').waitFor();
      await scanNow(page).waitFor();
    } finally {
      await network.close();
    }
  });
});
