import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { startInternet, type Internet } from '../support/internet/index.js';
import { seedJob, seedTenant, type SeededTenant } from '../support/tenants.js';
import { startTestWorker } from '../support/worker.js';
import { FINDINGS } from './console-findings.js';
import { expectFit, filterOf, row, useConsole } from './console-page.js';
import { checkUntil } from './visitor.js';

const RUNNING = {
  state: 'running' as const,
  attempts: 1,
  started_at: new Date(),
  checks_done: 3,
  checks_total: 25,
  current: 'HSTS',
};
const FAILED = {
  state: 'failed' as const,
  attempts: 3,
  started_at: new Date(),
  finished_at: new Date(),
  error: 'Nothing at all could be seen.',
};

describe('browser: jobs in the console', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  const use = useConsole(browser);
  let acme: SeededTenant;

  beforeEach(async () => {
    acme = await seedTenant(use.app, { name: 'Acme', scans: [{ daysAgo: 1, findings: FINDINGS }] });
  });

  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
  const run = () =>
    seedJob(use.app, acme.id, {
      ...RUNNING,
      lease: '0b0f4a5e-7a54-4d7e-9a80-0a3f8f2d5a10',
      lease_until: new Date(Date.now() + 600_000),
    });

  it('are listed with their tenants, and filtered by state, reason and tenant', async () => {
    await seedTenant(use.app, { name: 'Beta', scans: [{ score: 95 }] });
    await seedJob(use.app, acme.id, { ...FAILED, trigger: 'manual' });
    const page = await use.open('/jobs');
    await row(page, 'Beta').getByText('95').waitFor();
    await page.getByRole('combobox', { name: /^State/ }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await row(page, 'Beta').waitFor({ state: 'detached' });
    await row(page, 'On demand').waitFor();
    await press(page, 'Clear filters');
    await page.getByRole('combobox', { name: /^Reason/ }).click();
    await page.getByRole('option', { name: 'Nightly' }).click();
    await row(page, 'Failed').waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Tenant' }).fill('bet');
    await page.getByRole('option', { name: 'Beta' }).click();
    await row(page, 'Acme').waitFor({ state: 'detached' });
    expect(filterOf(page)).to.include({ trigger: 'schedule' });
    await row(page, 'Beta').click();
    await page.getByRole('heading', { level: 1, name: /^Scan \d+ of Beta$/ }).waitFor();
  });

  it('are followed as they go on, end and begin, without a reload', async () => {
    const id = await run();
    const page = await use.open('/jobs');
    await row(page, `Scan ${id}`).getByText('3 of 25').waitFor();
    await use.app.db('jobs').where({ id }).update({ checks_done: 17 });
    await row(page, `Scan ${id}`).getByText('17 of 25').waitFor();
    const bar = row(page, `Scan ${id}`).getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuetext')).to.equal('17 of 25');
    await use.app
      .db('jobs')
      .where({ id })
      .update({ ...FAILED, lease: null, lease_until: null });
    await row(page, `Scan ${id}`).getByText('Failed').waitFor();
    await use.admin.post('/api/jobs', { tenant_id: acme.id });
    await row(page, 'Queued').getByText('On demand, by root').waitFor();
  });

  it('show in the list of tenants how far they are', async () => {
    const id = await run();
    const page = await use.open('/tenants');
    await row(page, 'Acme').getByText('3 of 25').waitFor();
    await use.app.db('jobs').where({ id }).update({ checks_done: 20 });
    await row(page, 'Acme').getByText('20 of 25').waitFor();
  });

  it('are cancelled after a question, and what was over already is told', async () => {
    const id = await run();
    const page = await use.open('/jobs');
    await press(page, `Cancel scan ${id} of Acme`);
    await page.getByRole('dialog', { name: `Cancel scan ${id} of Acme?` }).waitFor();
    await press(page, 'Cancel the scan');
    await page.getByText(`Scan ${id} was cancelled.`).waitFor();
    await row(page, `Scan ${id}`).getByText('Cancelled').waitFor();
    const waiting = await seedJob(use.app, acme.id);
    await press(page, `Cancel scan ${waiting} of Acme`);
    await use.admin.post(`/api/jobs/${waiting}/cancel`, {});
    await press(page, 'Cancel the scan');
    await page.getByText(`Scan ${waiting} was over already.`).waitFor();
  });

  it('are tried again, which leads to the new one', async () => {
    const id = await seedJob(use.app, acme.id, FAILED);
    const page = await use.open(`/jobs/${id}/show`);
    await page.getByText('Nothing at all could be seen.').waitFor();
    await page.getByText('3 of at most 3').waitFor();
    await press(page, `Try again: scan ${id} of Acme`);
    await page.getByText('Another scan of Acme is queued.').waitFor();
    await page.getByRole('heading', { level: 1, name: `Scan ${id + 1} of Acme` }).waitFor();
    await page.getByRole('link', { name: `Scan ${id}`, exact: true }).waitFor();
  });

  it('say what they saw, worst first, with evidence and how to mend it', async () => {
    const page = await use.open(`/jobs/${acme.jobs[0]}/show`);
    const findings = page.getByRole('list', { name: 'Findings' });
    await findings.getByRole('listitem').nth(4).waitFor();
    const told = await findings.locator('summary').allInnerTexts();
    expect(told.map((text) => /Failed|Warning|Passed/.exec(text)?.[0])).to.deep.equal([
      'Failed',
      'Failed',
      'Failed',
      'Warning',
      'Passed',
    ]);
    await findings.getByText('There is no such header.').click();
    await findings.getByText('200 OK').waitFor();
    await press(page, 'Warning 1');
    await findings.getByText('There is no such header.').waitFor({ state: 'detached' });
    expect(await findings.getByRole('listitem').count()).to.equal(1);
  });

  it('that are gone are told of', async () => {
    const page = await use.open('/jobs/999/show');
    await page.getByRole('heading', { level: 1, name: 'There is no such scan' }).waitFor();
  });

  it('speak French', async () => {
    await seedJob(use.app, acme.id, FAILED);
    const page = await use.open('/jobs', { locale: 'fr-FR' });
    await row(page, 'Échouée').waitFor();
    expect(await page.locator('body').innerText()).not.to.match(/resources\.|%\{|\bJobs?\b|Nightly/);
    await row(page, 'Réussie')
      .getByRole('link', { name: /^Analyse/ })
      .click();
    await page.getByRole('heading', { level: 2, name: 'Constats' }).waitFor();
    await page.getByText('gravité haute').first().waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      it(`are accessible and fit, ${colorScheme}, on a ${viewport ? 'phone' : 'desktop'}`, async () => {
        const failed = await seedJob(use.app, acme.id, FAILED);
        const id = await run();
        const page = await use.open('/jobs', { colorScheme, ...(viewport && { viewport }) });
        await page.getByText('3 of 25').waitFor();
        await expectFit(page, 'list');
        await press(page, `Cancel scan ${id} of Acme`);
        await page.getByRole('dialog').waitFor();
        await expectFit(page, 'the question');
        for (const one of [id, failed, acme.jobs[0]]) {
          await page.goto(`${use.app.url}/admin/jobs/${one}/show`);
          await page.getByRole('heading', { level: 2, name: 'Findings' }).waitFor();
          if (one === acme.jobs[0]) await page.locator('summary').first().click();
          await expectFit(page, `scan ${one}`);
        }
      });
    }
  }
});

describe('browser: a real scan in the console', function () {
  this.timeout(120_000);
  // Not there when the tests are pending for want of a browser.
  let internet: Internet;
  const browser = useBrowser();
  before(async () => {
    internet = await startInternet();
  });
  after(() => internet?.stop());
  const use = useConsole(browser, () => internet.env);

  it('is taken in, proved by its record, scanned and judged while one looks', async () => {
    internet.goodSite('acme.test');
    const worker = startTestWorker(use.app);
    try {
      const page = await use.open('/tenants/create');
      await page.getByLabel('Name').fill('Acme');
      await page.getByLabel('Domains').fill('acme.test');
      await page.getByRole('button', { name: 'Take in a tenant' }).click();
      const value = await page.getByText(/^clearview-verification=/).innerText();
      internet.zone.set('_clearview.acme.test', 'TXT', [value]);
      await checkUntil(page, 'Proved by DNS');
      await page.getByRole('list', { name: 'Scans' }).getByText('Succeeded').waitFor({ timeout: 60_000 });
      await page.getByText('Active', { exact: true }).waitFor();
      await page.getByRole('link', { name: /^All \d+ findings of scan 1$/ }).waitFor();
      await page
        .getByRole('list', { name: 'Audit trail' })
        .getByText(/ended with a score of/)
        .waitFor();
    } finally {
      await worker.stop();
    }
  });
});
