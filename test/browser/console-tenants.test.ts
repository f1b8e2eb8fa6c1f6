import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser.js';
import { createUser } from '../support/people.js';
import { seedTenant, type SeededTenant } from '../support/tenants.js';
import { ACME } from './console-findings.js';
import { expectFit, filterOf, focusedName, pressUntil, row, useConsole } from './console-page.js';

describe('browser: tenants in the console', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  const use = useConsole(browser);
  let acme: SeededTenant;

  beforeEach(async () => {
    acme = await seedTenant(use.app, { ...ACME, notes: 'The east team.' });
  });

  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();
  const show = (options = {}) => use.open(`/tenants/${acme.id}/show`, options);
  const tenant = async () => (await use.admin.get(`/api/tenants/${acme.id}`)).body as Record<string, unknown>;

  describe('list', () => {
    beforeEach(async () => {
      await seedTenant(use.app, { name: 'Beta', scans: [{ score: 95 }] });
      await seedTenant(use.app, { name: 'Gamma', state: 'paused' });
    });

    it('says who is looked after and how they stand, and is sorted', async () => {
      const page = await use.open('/tenants');
      await row(page, 'Acme').getByText('1 not proved').waitFor();
      await row(page, 'Beta').getByText('95').waitFor();
      await row(page, 'Gamma').getByText('No score yet').waitFor();
      await page.getByRole('columnheader', { name: 'Score' }).getByRole('button').click();
      await page.waitForURL(/sort=score/);
      await page.getByText('3 tenants').first().waitFor();
      await row(page, 'Beta').click();
      await page.getByRole('heading', { level: 1, name: 'Beta' }).waitFor();
    });

    it('is searched by name and domain, and filtered by state and grade', async () => {
      const page = await use.open('/tenants');
      await page.getByLabel('Search').fill('shop.ex');
      await row(page, 'Beta').waitFor({ state: 'detached' });
      await row(page, 'Acme').waitFor();
      await press(page, 'Clear filters');
      await page.getByRole('combobox', { name: /^Grade/ }).click();
      await page.getByRole('option', { name: 'Not graded' }).click();
      await row(page, 'Beta').waitFor({ state: 'detached' });
      await row(page, 'Gamma').waitFor();
      await page.getByRole('combobox', { name: /^State/ }).click();
      await page.getByRole('option', { name: 'Active' }).click();
      await page.getByText('Nothing matches these filters.').waitFor();
      expect(filterOf(page)).to.deep.equal({ grade: 'none', state: 'active' });
    });
  });

  describe('create', () => {
    it('keeps what was typed, and says what is wrong under its field', async () => {
      const page = await use.open('/tenants/create');
      await press(page, 'Take in a tenant');
      await page.getByText('Enter a name.').waitFor();
      await page.getByText('Enter one domain at least.').waitFor();
      expect(await focusedName(page)).to.include('Name');
      await page.getByLabel('Name').fill('ACME');
      await page.getByLabel('Domains').fill('new.example.org\nnot a domain\n');
      await press(page, 'Take in a tenant');
      await page.getByText(/^not a domain: /).waitFor();
      expect(await focusedName(page)).to.include('Domains');
      await page.getByLabel('Domains').fill('new.example.org, other.example.net');
      await press(page, 'Take in a tenant');
      await page.getByText('There is a tenant named Acme already.').waitFor();
      await page.getByLabel('Name').fill('New');
      await press(page, 'Take in a tenant');
      await page.getByText('New was taken in.').waitFor();
      await page.getByRole('heading', { level: 1, name: 'New' }).waitFor();
      await page.getByText('_clearview.other.example.net').waitFor();
      await page
        .getByRole('list', { name: 'Audit trail' })
        .getByText('root took in the tenant New')
        .waitFor();
    });
  });

  describe('page', () => {
    it('says what to mend first, what else is open, and its scans', async () => {
      const page = await show();
      const mends = page.getByRole('list', { name: 'What to mend first' });
      await mends.getByRole('listitem').nth(2).waitFor();
      expect(await mends.getByRole('listitem').count()).to.equal(3);
      await page.getByText('3 failed · 1 warning · 1 passed').waitFor();
      await page.getByRole('list', { name: 'Also open' }).getByRole('listitem').first().waitFor();
      await mends.getByText('There is no SPF record.').click();
      await mends.getByText('How to mend it').first().waitFor();
      await page.getByRole('link', { name: `All 5 findings of scan ${acme.jobs[1]}` }).click();
      await page.getByRole('heading', { level: 1, name: `Scan ${acme.jobs[1]} of Acme` }).waitFor();
    });

    it('pauses and resumes, and says why a paused one cannot be scanned', async () => {
      const page = await show();
      await press(page, 'Pause');
      await page.getByText('Acme is paused.').waitFor();
      const scan = page.getByRole('button', { name: 'Scan now' });
      await pressUntil(page, 'Tab', 'Scan now');
      await page.getByRole('tooltip').getByText('This tenant is paused.').waitFor();
      expect(await scan.getAttribute('aria-disabled')).to.equal('true');
      await press(page, 'Resume');
      await page.getByText('Acme is scanned again.').waitFor();
      expect((await tenant()).state).to.equal('active');
    });

    it('queues a scan, once', async () => {
      const page = await show();
      await press(page, 'Scan now');
      await page.getByText('A scan of Acme is queued.').waitFor();
      await page.getByRole('list', { name: 'Scans' }).getByText('On demand, by root').waitFor();
      expect(await page.getByRole('button', { name: 'Scan now' }).getAttribute('aria-disabled')).to.equal(
        'true',
      );
      await page
        .getByRole('list', { name: 'Audit trail' })
        .getByText(/root asked for scan/)
        .waitFor();
    });

    it('does without a proof, for a reason', async () => {
      const page = await show();
      await press(page, 'Waive the proof of shop.example.org');
      const dialog = page.getByRole('dialog', { name: 'Waive the proof of shop.example.org?' });
      await dialog.getByRole('button', { name: 'Waive the proof' }).click();
      await dialog.getByText('Give a reason of at least 5 characters.').waitFor();
      await dialog.getByLabel('Reason').fill('Contract 17 allows it.');
      await dialog.getByRole('button', { name: 'Waive the proof' }).click();
      await page.getByText('The proof of shop.example.org is waived.').waitFor();
      await page.getByText('Proof waived', { exact: true }).waitFor();
      const trail = page.getByRole('list', { name: 'Audit trail' });
      await trail.getByText('root waived the proof of shop.example.org for Acme').waitFor();
    });

    it('shows of the log what is the tenant’s, and no user’s of the same number', async () => {
      expect(acme.id).to.equal(1);
      await use.admin.patch(`/api/tenants/1`, { notes: 'Other.' });
      await createUser(use.admin, 'joe');
      const page = await show();
      const trail = page.getByRole('list', { name: 'Audit trail' });
      await trail.getByText('root changed the notes on Acme').waitFor();
      expect(await trail.getByRole('listitem').count()).to.equal(1);
      await page.getByRole('link', { name: 'All that was done to Acme' }).click();
      await page.locator('input[name=tenant_id][value=Acme]').waitFor();
      await row(page, 'root created joe').waitFor({ state: 'detached' });
      expect(await row(page, 'Acme').getByRole('link', { name: 'Acme' }).getAttribute('href')).to.equal(
        '/admin/tenants/1/show',
      );
      await page.goto(`${use.app.url}/admin/audit?filter={"target_id":1}`);
      await row(page, 'root set up Clearview').waitFor();
      expect(await row(page, 'Acme').count()).to.equal(0);
    });

    it('says that one is gone that was deleted', async () => {
      await use.admin.delete(`/api/tenants/${acme.id}`).send({ name: 'Acme' });
      const page = await show();
      await page.getByRole('heading', { level: 1, name: 'There is no such tenant' }).waitFor();
      await page.getByRole('link', { name: 'What was done to it' }).click();
      await row(page, 'root deleted the tenant Acme with its scans').waitFor();
    });
  });

  describe('delete', () => {
    it('wants its name typed, and takes no other', async () => {
      const page = await show();
      await press(page, 'Delete…');
      const dialog = page.getByRole('dialog', { name: 'Delete Acme?' });
      await dialog.getByText('Its domains, scans and findings go with it.').waitFor();
      await dialog.getByLabel('Type the name to delete it').fill('Acne');
      await dialog.getByRole('button', { name: 'Delete the tenant' }).click();
      await dialog.getByText('This is not its name. It is called Acme.').waitFor();
      expect(await focusedName(page)).to.include('Type the name');
      await expectFit(page, 'the question');
      await dialog.getByLabel('Type the name to delete it').fill('acme');
      await dialog.getByRole('button', { name: 'Delete the tenant' }).click();
      await page.getByText('Acme was deleted.').waitFor();
      await page.getByRole('heading', { level: 1, name: 'Tenants' }).waitFor();
      await page.getByText('There are no tenants yet.').waitFor();
    });

    it('is refused under the field when it was renamed meanwhile', async () => {
      const page = await show();
      await press(page, 'Delete…');
      await page.getByLabel('Type the name to delete it').fill('Acme');
      await use.admin.patch(`/api/tenants/${acme.id}`, { name: 'Apex' });
      await press(page, 'Delete the tenant');
      await page.getByText('Write the name of the tenant, Apex, to delete it.').waitFor();
      expect((await tenant()).name).to.equal('Apex');
    });
  });
});
