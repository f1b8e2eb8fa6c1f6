import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, DESKTOP, overflow, PHONE, useBrowser } from '../support/browser.js';
import { startInternet, type Internet } from '../support/internet/index.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { seedJob, seedTenant } from '../support/tenants.js';
import { databaseAway, openAs, place } from './visitor.js';

describe('browser: onboarding', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let internet: Internet;
  let app: TestApp;
  let admin: Person;
  let joe: Person;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });

  after(async () => {
    await app?.stop();
    await internet?.stop();
  });

  const pageAs = (person: Person, path: string, options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const takeIn = async (name: string, ...domains: string[]): Promise<number> =>
    (await joe.post('/api/tenants', { name, domains })).body.id as number;
  const domain = (page: Page) => page.getByRole('textbox', { name: 'Domain' });
  const submit = (page: Page) => page.getByRole('button', { name: 'Take in tenant' }).click();
  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const proof = (page: Page, name: string) => page.getByRole('region', { name });

  describe('the form', () => {
    it('says under each field what is wrong, and begins with the first', async () => {
      const page = await pageAs(joe, '/onboarding/new');
      await submit(page);
      await page.getByText('Enter the name of the organisation.').waitFor();
      await page.getByText('Enter a domain.').waitFor();
      expect(await page.evaluate('document.activeElement.id')).to.equal('name');
      await page.getByLabel('Name of the organisation').fill('Fabrikam');
      await domain(page).fill('fabrikam');
      await submit(page);
      await page.getByText('“fabrikam” is not a domain. Write it like example.org.').waitFor();
      expect(await page.getByText('Enter the name of the organisation.').isVisible()).to.equal(false);
      expect(await accessibilityProblems(page)).to.deep.equal([]);
      await domain(page).fill('co.uk');
      await submit(page);
      await page.locator('#domain-1[aria-invalid]').waitFor();
      expect(await page.getByLabel('Name of the organisation').inputValue()).to.equal('Fabrikam');
    });

    it('turns a pasted address into its domain before it is sent, and says so', async () => {
      const page = await pageAs(joe, '/onboarding/new');
      await page.getByLabel('Name of the organisation').fill('Example');
      await domain(page).fill('https://Example.test/path?query');
      await page.getByText('Only the domain is needed: example.test').waitFor();
      await page.keyboard.press('Tab');
      expect(await domain(page).inputValue()).to.equal('example.test');
      await page.keyboard.press('Enter');
      await page.getByLabel('Notes').fill('Ask for Ada.');
      await submit(page);
      await page.getByRole('heading', { name: 'Example', level: 1 }).waitFor();
      const [tenant] = (await joe.get('/api/tenants?filter={"q":"Example"}')).body;
      expect(tenant).to.include({ notes: 'Ask for Ada.', created_by_name: 'joe' });
      expect(place(page)).to.equal(`/onboarding/${tenant.id}`);
    });

    it('takes several domains, also pasted at once, and shows whose is which', async () => {
      await takeIn('First come', 'taken.test');
      const page = await pageAs(joe, '/onboarding/new');
      await page.getByLabel('Name of the organisation').fill('Several');
      await domain(page).focus();
      await page.evaluate(`(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', 'one.test\\nhttps://taken.test/, three.test');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
      })()`);
      const rows = await domain(page).all();
      const values = await Promise.all(rows.map((input) => input.inputValue()));
      expect(values).to.deep.equal(['one.test', 'taken.test', 'three.test']);
      await submit(page);
      const wrong = page.locator('[aria-invalid=true]');
      await wrong.waitFor();
      expect(await wrong.inputValue()).to.equal('taken.test');
      expect(await page.locator('.field-error:visible').innerText()).to.include('First come');
      await page.getByRole('button', { name: 'Remove domain 2' }).click();
      expect(await page.evaluate('document.activeElement.value')).to.equal('three.test');
      await submit(page);
      await page.getByText('0 of 2 domains proved').waitFor();
    });

    it('names the pasted domains that are too many, and in the list the first of many', async () => {
      const page = await pageAs(joe, '/onboarding/new');
      await page.getByLabel('Name of the organisation').fill('Twenty');
      await domain(page).focus();
      await page.evaluate(`(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', Array.from({ length: 21 }, (_, n) => 'd' + n + '.twenty.test').join(' '));
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
      })()`);
      await page.getByText('A tenant has at most 20 domains. Left out: d20.twenty.test').waitFor();
      await submit(page);
      await page.getByText('20 domains · taken in').waitFor();
      await page.goto(`${app.url}/onboarding?q=Twenty`);
      const row = page.getByRole('row', { name: /Twenty/ });
      await row.getByText('+19').waitFor();
      expect(await row.innerText()).not.to.include('d1.twenty.test');
    });

    it('loses nothing that was typed while Clearview is away', async () => {
      const page = await pageAs(joe, '/onboarding/new');
      await page.getByLabel('Name of the organisation').fill('Patient');
      await domain(page).fill('patient.test');
      await page.route('**/api/tenants', databaseAway);
      await submit(page);
      await page.getByText('What you typed is still here.').waitFor();
      expect(await domain(page).inputValue()).to.equal('patient.test');
      await page.unroute('**/api/tenants');
      await submit(page);
      await page.getByRole('heading', { name: 'Patient', level: 1 }).waitFor();
    });
  });

  describe('the flow', () => {
    it('gives the record to copy, looks when asked, and says what was seen', async () => {
      const id = await takeIn('Copy', 'copy.test');
      const page = await pageAs(joe, `/onboarding/${id}`, {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      await page.getByText('Nobody has looked yet.').waitFor();
      await page.getByText(/^We go on looking by ourselves until \w{3},? \d/).waitFor();
      const [shown] = (await joe.get(`/api/onboarding?filter={"id":${id}}`)).body;
      await page.getByRole('button', { name: 'Copy value' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(shown.domains[0].record.value);
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText(/^Last look/).waitFor();
      const [looked] = (await joe.get(`/api/onboarding?filter={"id":${id}}`)).body;
      expect(await page.locator('.proof-seen').innerText()).to.include(looked.domains[0].check_detail);
      expect(await page.getByRole('button', { name: 'Waive' }).count()).to.equal(0);
      await page.getByLabel('File on the website').check();
      expect(await page.getByRole('link', { name: /^Download/ }).getAttribute('download')).to.equal(
        'clearview-verification.txt',
      );
    });

    it('shows by itself what the worker finds, and keeps the choice that was made', async () => {
      const id = await takeIn('Two', 'one-of-two.test', 'two-of-two.test');
      const page = await pageAs(joe, `/onboarding/${id}`);
      const second = proof(page, 'two-of-two.test');
      await second.getByLabel('File on the website').check();
      await app
        .db('tenant_domains')
        .where({ domain: 'one-of-two.test' })
        .update({ proof: 'dns', proved_at: new Date() });
      await proof(page, 'one-of-two.test').getByText('Proved by DNS record').waitFor();
      await page.getByText('1 of 2 domains proved').waitFor();
      expect(await second.getByLabel('File on the website').isChecked()).to.equal(true);
      await page.getByRole('button', { name: 'Scan what is proved' }).click();
      await page.getByRole('progressbar').waitFor();
      expect((await joe.get(`/api/onboarding/${id}`)).body.job.state).to.equal('queued');
    });

    it('says when the line is lost, and goes on when it is back', async () => {
      const id = await takeIn('Lost', 'lost.test');
      const page = await pageAs(joe, `/onboarding/${id}`);
      await page.getByText('Nobody has looked yet.').waitFor();
      await page.route('**/api/onboarding?*', (route) => route.abort());
      await page.getByText('No connection to Clearview. Trying again…').waitFor();
      await page.unroute('**/api/onboarding?*');
      await page.getByText('No connection to Clearview.').waitFor({ state: 'detached' });
    });

    it('tells why a first scan did not come through, and starts it again', async () => {
      const { id } = await seedTenant(app, { name: 'Unlucky', state: 'onboarding' });
      const failed = {
        state: 'failed' as const,
        error: 'Nothing of it could be seen.',
        finished_at: new Date(),
      };
      await seedJob(app, id, failed);
      const page = await pageAs(joe, `/onboarding/${id}`);
      await page.getByText('The first scan failed. Nothing of it could be seen.').waitFor();
      await page.getByRole('button', { name: 'Scan again' }).click();
      await page.getByRole('progressbar').waitFor();
      await page.getByText('Waiting to begin').waitFor();
    });

    it('says so for a tenant that is not there', async () => {
      const page = await pageAs(joe, '/onboarding/4711');
      await page.getByRole('heading', { name: 'There is no such tenant' }).waitFor();
      await page.getByRole('link', { name: 'Go to onboarding' }).click();
      await page.getByRole('heading', { name: 'Onboarding', level: 1 }).waitFor();
    });
  });

  it('lists the unfinished with the next step of each, and leads to it', async () => {
    const id = await takeIn('Listed', 'listed.test');
    const { id: running } = await seedTenant(app, { name: 'Running', state: 'onboarding' });
    await seedJob(app, running);
    const page = await pageAs(joe, '/onboarding');
    await row(page, 'Listed').getByText('Prove control of listed.test').waitFor();
    await row(page, 'Running').getByRole('progressbar').waitFor();
    await page.getByRole('searchbox').fill('listed');
    await page.getByText('1–1 of 1').waitFor();
    await row(page, 'Listed').locator('.col-created').click();
    await page.getByRole('heading', { name: 'Listed', level: 1 }).waitFor();
    expect(place(page)).to.equal(`/onboarding/${id}`);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible and fits (${colorScheme})`, async () => {
      const id = await takeIn(
        `Fits ${colorScheme}`,
        `fits-${colorScheme}.test`,
        `${'long-'.repeat(8)}${colorScheme}.test`,
      );
      for (const viewport of [DESKTOP, PHONE, { width: 320, height: 640 }]) {
        const page = await pageAs(admin, `/onboarding/${id}`, { viewport, colorScheme });
        await page.getByRole('button', { name: 'Check all now' }).waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page), `flow, ${viewport.width}`).to.equal(0);
        await page.goto(`${app.url}/onboarding`);
        await row(page, 'Listed').waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page), `list, ${viewport.width}`).to.equal(0);
      }
    });
  }
});
