import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { seedJob, seedTenant } from '../support/tenants.js';
import { openAs, place } from './visitor.js';

describe('browser: overview', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;
  let northwind: number;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
  });

  after(async () => {
    await app?.stop();
  });

  const pageAs = (person: Person, options = {}): Promise<Page> =>
    openAs(browser, person, `${app.url}/`, options);

  const panel = (page: Page, name: string) => page.getByRole('region', { name });

  it('welcomes to an empty Clearview, and leads to the one thing to do', async () => {
    const page = await pageAs(await signIn(app, 'joe'));
    await page.getByRole('heading', { name: 'Welcome to Clearview' }).waitFor();
    expect(await page.locator('.button-main').allInnerTexts()).to.deep.equal(['Take in a tenant']);
    await page.getByRole('link', { name: 'Take in a tenant' }).click();
    await page.getByLabel('Name of the organisation').waitFor();
    expect(place(page)).to.equal('/onboarding/new');
  });

  it('says that all is well while nobody has less than an A', async () => {
    const { id } = await seedTenant(app, { name: 'Faultless', scans: [{ score: 100 }] });
    const page = await pageAs(admin);
    const lowest = panel(page, 'Lowest');
    await lowest.getByText('All is well').waitFor();
    expect(await lowest.getByRole('link').count()).to.equal(0);
    await admin.delete(`/api/tenants/${id}`).send({ name: 'Faultless' }).expect(200);
  });

  describe('with tenants', () => {
    before(async () => {
      const past = (...scores: number[]) =>
        scores.map((score, index) => ({ score, daysAgo: (scores.length - 1 - index) * 2 }));
      northwind = (await seedTenant(app, { name: 'Northwind', scans: past(91, 74) })).id;
      await seedTenant(app, { name: 'Contoso', scans: past(40, 41) });
      await seedTenant(app, { name: 'Library', scans: past(95) });
      await seedTenant(app, {
        name: 'Harbour Clinic',
        state: 'onboarding',
        unproved: ['clinic.example.org'],
      });
      await seedTenant(app, { name: 'Fabrikam', state: 'paused', scans: past(22) });
    });

    it('shows how all of them stand: grades, states, the average', async () => {
      const page = await pageAs(admin);
      const posture = panel(page, 'How they stand');
      await posture.waitFor();
      const grades = await posture.locator('.share-item').allInnerTexts();
      const counts = grades.map((text) => /\d+$/.exec(text)?.[0]);
      expect(grades[0]).to.include('Excellent');
      expect(counts).to.deep.equal(['1', '0', '1', '0', '1', '1', '1']);
      const average = (await admin.get('/api/overview')).body.average as number;
      expect(await posture.locator('.posture-figure').innerText()).to.include(String(average));
      expect((await posture.locator('.posture-states li').allInnerTexts()).join(', ')).to.equal(
        '5 tenants, 3 active, 1 onboarding, 1 paused',
      );
      await posture.getByRole('link', { name: /Grade F/ }).click();
      await page.getByRole('link', { name: 'Fabrikam' }).waitFor();
      expect(await page.locator('tbody tr').count()).to.equal(1);
    });

    it('tells what got worse, what is lowest and what waits, each with its way on', async () => {
      const page = await pageAs(admin);
      const worse = panel(page, 'What got worse since yesterday');
      await worse.waitFor();
      expect(await worse.getByRole('listitem').count()).to.equal(1);
      expect(await worse.getByRole('listitem').textContent()).to.include('from 91 to 74');
      const lowest = await panel(page, 'Lowest').getByRole('link').allInnerTexts();
      // Library has an A.
      expect(lowest).to.deep.equal(['Fabrikam', 'Contoso', 'Northwind']);
      await page.getByRole('heading', { name: '1 tenant waits for its next step' }).waitFor();
      expect(await page.getByRole('link', { name: 'Go on with onboarding' }).getAttribute('href')).to.equal(
        '/onboarding',
      );
      await page.getByRole('link', { name: 'Open the console' }).waitFor();
      await worse.getByRole('link', { name: 'Northwind' }).click();
      expect(place(page)).to.equal(`/tenants/${northwind}`);
    });

    it('shows scans as they run, and the figures anew when one has ended', async () => {
      const page = await pageAs(admin);
      const running = panel(page, 'Running now');
      await running.getByText('No scan is running or waiting.').waitFor();
      const job = await seedJob(app, northwind);
      await running.getByRole('link', { name: 'Northwind' }).waitFor();
      await app
        .db('jobs')
        .where({ id: job })
        .update({
          ...{
            state: 'running',
            lease: '7d444840-9dc0-11d1-b245-5ffdce74fad2',
            lease_until: new Date(Date.now() + 60_000),
          },
          ...{ checks_done: 7, checks_total: 24, current: 'northwind.example.org: SPF' },
        });
      await running.getByText('7 of 24 checks').waitFor();
      await running.getByText('northwind.example.org: SPF').waitFor();
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await app.db('tenants').where({ id: northwind }).update({ score: 99, grade: 'A' });
      await app
        .db('jobs')
        .where({ id: job })
        .update({
          ...{ state: 'succeeded', lease: null, lease_until: null, finished_at: new Date(), score: 99 },
        });
      await running.getByText('No scan is running or waiting.').waitFor();
      await page.locator('.share-item', { hasText: 'Excellent' }).filter({ hasText: '2' }).waitFor();
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible and fits (${colorScheme})`, async () => {
        for (const viewport of [DESKTOP, PHONE, { width: 320, height: 640 }]) {
          const page = await pageAs(admin, { viewport, colorScheme });
          await panel(page, 'Running now').waitFor();
          expect(await accessibilityProblems(page)).to.deep.equal([]);
          expect(await overflow(page)).to.equal(0);
        }
      });
    }
  });
});
