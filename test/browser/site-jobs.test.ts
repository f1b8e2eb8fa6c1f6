import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { JobRow } from '../../db/tables.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { seedJob, seedTenant } from '../support/tenants.js';
import { enterAs, openAs, place } from './visitor.js';

const LEASE = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

describe('browser: jobs', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;
  let joe: Person;

  beforeEach(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });

  afterEach(async () => {
    await app?.stop();
  });

  const pageAs = (person: Person, path = '/jobs', options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const tenant = async (name: string) => (await seedTenant(app, { name })).id;
  const change = (id: number, columns: Partial<JobRow>) => app.db('jobs').where({ id }).update(columns);
  const running = (checks_done: number): Partial<JobRow> => ({
    ...{ state: 'running', lease: LEASE, lease_until: new Date(Date.now() + 60_000), attempts: 1 },
    ...{ started_at: new Date(), checks_done, checks_total: 24, current: 'example.org: SPF' },
  });
  const over = (state: JobRow['state'], columns: Partial<JobRow> = {}): Partial<JobRow> => ({
    ...{ state, lease: null, lease_until: null, current: null, finished_at: new Date() },
    ...columns,
  });

  it('says what will be here, and how to get it', async () => {
    const page = await pageAs(joe);
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
    await page.getByRole('link', { name: 'Take in a tenant' }).click();
    expect(place(page)).to.equal('/onboarding/new');
  });

  it('follows a scan from its beginning to its end, and says aloud only where it begins and ends', async () => {
    const id = await tenant('Northwind');
    await seedJob(
      app,
      await tenant('Contoso'),
      over('failed', { error: 'No name server answered.', attempts: 3 }),
    );
    const page = await pageAs(joe);
    await row(page, 'Contoso').getByText('No name server answered.').waitFor();
    await row(page, 'Contoso').getByText('Attempt 3 of 3').waitFor();
    await page.evaluate(`(() => {
      window.said = [];
      for (const region of document.querySelectorAll('.jobs > [role=status]'))
        new MutationObserver(() => region.textContent && said.push(region.textContent))
          .observe(region, { childList: true, characterData: true, subtree: true });
    })()`);

    const job = await seedJob(app, id);
    await row(page, 'Northwind').getByText('Waiting', { exact: true }).waitFor();
    await change(job, running(7));
    await row(page, 'Northwind').getByText('7 of 24 checks').waitFor();
    await row(page, 'Northwind').getByText('example.org: SPF').waitFor();
    expect(await row(page, 'Northwind').getByRole('progressbar').getAttribute('value')).to.equal('7');
    await change(job, running(8));
    await row(page, 'Northwind').getByText('8 of 24 checks').waitFor();
    await change(job, over('succeeded', { score: 82, grade: 'B' }));
    await row(page, 'Northwind').getByText('82').waitFor();
    expect(await page.evaluate('said')).to.deep.equal([
      'New scan of Northwind.',
      'The scan of Northwind has begun.',
      'The scan of Northwind is done.',
    ]);
    await row(page, 'Northwind').locator('.col-created').click();
    expect(place(page)).to.equal(`/tenants/${id}`);
  });

  it('moves nothing under the hands of somebody who is in the list', async () => {
    await seedJob(app, await tenant('Contoso'), over('cancelled'));
    const page = await pageAs(joe);
    await page.getByRole('button', { name: 'Try again: scan of Contoso' }).focus();
    await seedJob(app, await tenant('Northwind'));
    await page.getByRole('button', { name: 'Show 1 change' }).click();
    await row(page, 'Northwind').waitFor();
    expect(await page.getByRole('button', { name: 'Show 1 change' }).count()).to.equal(0);
  });

  it('cancels after one question, and tries again what did not come through', async () => {
    const job = await seedJob(app, await tenant('Northwind'));
    const page = await pageAs(joe);
    const cancel = page.getByRole('button', { name: 'Cancel the scan of Northwind' });
    await cancel.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Let it run' }).click();
    expect((await joe.get(`/api/jobs/${job}`)).body.state).to.equal('queued');
    await cancel.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel scan' }).click();
    await page.getByText('The scan of Northwind was cancelled.').first().waitFor();
    await row(page, 'Northwind').getByText('Cancelled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Try again: scan of Northwind' }).click();
    await page.getByText('Northwind is queued for another scan.').waitFor();
    await row(page, 'Tried again').getByText('Waiting', { exact: true }).waitFor();
    const [newest] = (await joe.get('/api/jobs?sort=["id","DESC"]')).body;
    expect(newest).to.include({ retry_of: job, requested_by_name: 'joe' });
  });

  it('narrows by state and tenant, in the address, and pages', async () => {
    const contoso = await tenant('Contoso');
    const northwind = await tenant('Northwind');
    for (let count = 0; count < 26; count += 1) await seedJob(app, contoso, over('succeeded', { score: 80 }));
    await seedJob(app, northwind, over('failed', { error: 'Nothing could be seen.' }));
    const page = await pageAs(joe);
    await page.getByText('1–25 of 27').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('26–27 of 27').waitFor();
    await page.getByLabel('State').selectOption('Failed');
    await page.getByText('1–1 of 1').waitFor();
    expect(place(page)).to.equal('/jobs?state=failed');
    await page.getByRole('searchbox').fill('contoso');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.goto(`${app.url}/jobs?q=contoso`);
    await page.getByText('1–25 of 26').waitFor();
  });

  it('says when the live line is broken, and catches up when it is back', async () => {
    const id = await tenant('Northwind');
    const job = await seedJob(app, id, running(3));
    const page = await browser.newPage();
    await enterAs(page, joe, app.url);
    let opened = 0;
    // It breaks after its first event, and cannot be opened again for a while.
    await page.route('**/api/jobs/stream*', (route) =>
      (opened += 1) > 1
        ? route.abort()
        : route.fulfill({
            contentType: 'text/event-stream',
            body: 'retry: 500\n\nevent: jobs\ndata: []\n\n',
          }),
    );
    await page.goto(`${app.url}/jobs`);
    await row(page, 'Northwind').getByText('3 of 24 checks').waitFor();
    await page.getByText('The live line is broken').waitFor();
    await change(job, over('succeeded', { score: 91, grade: 'A' }));
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.unroute('**/api/jobs/stream*');
    await row(page, 'Northwind').getByText('91').waitFor({ timeout: 40_000 });
    expect(await page.getByText('The live line is broken').count()).to.equal(0);
  });

  it('is accessible and fits, light and dark', async () => {
    await seedJob(app, await tenant('Blue Yonder Airlines of the Northern Hemisphere'), running(7));
    await seedJob(app, await tenant('Contoso'), over('failed', { error: 'No name server answered.' }));
    await seedJob(app, await tenant('Fabrikam'), over('succeeded', { score: 41, grade: 'E' }));
    for (const viewport of [DESKTOP, PHONE, { width: 320, height: 640 }]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await pageAs(joe, '/jobs', { viewport, colorScheme });
        await row(page, 'Fabrikam').waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page), `${viewport.width}`).to.equal(0);
      }
    }
  });
});
