import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { PHONE, useBrowser } from '../support/browser.js';
import { seedTenant, type SeededTenant } from '../support/tenants.js';
import { ACME } from './console-findings.js';
import { expectFit, focusedName, pressUntil, useConsole } from './console-page.js';

describe('browser: tenants in the console, edited and looked at', function () {
  this.timeout(90_000);
  const browser = useBrowser();
  const use = useConsole(browser);
  let acme: SeededTenant;

  beforeEach(async () => {
    acme = await seedTenant(use.app, ACME);
  });

  const save = (page: Page, name = 'Save changes') => page.getByRole('button', { name }).click();

  it('changes name, domains and notes, and says so', async () => {
    const page = await use.open(`/tenants/${acme.id}`);
    await page.getByLabel('Name').fill('Apex');
    await page.getByLabel('Domains').fill('acme.example.org\nbücher.example.org\n');
    await page.getByLabel('Notes').fill('First line\nSecond line');
    await save(page);
    await page.getByText('Apex was changed.').waitFor();
    await page.getByText('xn--bcher-kva.example.org', { exact: true }).waitFor();
    await page.getByText('First line').waitFor();
    const trail = page.getByRole('list', { name: 'Audit trail' });
    await trail.getByText('root renamed the tenant Acme to Apex').waitFor();
  });

  it('overwrites nobody who was faster: it shows both, and asks', async () => {
    const page = await use.open(`/tenants/${acme.id}`);
    await page.getByLabel('Notes').fill('Mine');
    await use.admin.patch(`/api/tenants/${acme.id}`, { name: 'Apex', notes: 'Theirs' });
    await save(page);
    const notice = page.getByRole('alert').filter({ hasText: 'Somebody changed this tenant meanwhile.' });
    await notice.getByText('root renamed the tenant Acme to Apex').waitFor();
    await notice.getByRole('row', { name: 'Notes Theirs Mine' }).waitFor();
    await notice.getByRole('row', { name: 'Name Apex stays as it is now' }).waitFor();
    await expectFit(page, 'the notice');
    await save(page, 'Save mine anyway');
    await page.getByText('Apex was changed.').waitFor();
    const { body } = await use.admin.get(`/api/tenants/${acme.id}`);
    expect(body).to.include({ name: 'Apex', notes: 'Mine' });
  });

  it('takes theirs when asked to, and goes on from there', async () => {
    const page = await use.open(`/tenants/${acme.id}`);
    await page.getByLabel('Name').fill('Mine');
    await use.admin.patch(`/api/tenants/${acme.id}`, { name: 'Apex' });
    await save(page);
    await page.getByRole('button', { name: 'Take theirs' }).click();
    expect(await page.getByLabel('Name').inputValue()).to.equal('Apex');
    expect(await focusedName(page)).to.include('Name');
  });

  it('is pressed through by keyboard alone', async () => {
    const page = await use.open('/tenants');
    await page.keyboard.press('/');
    expect(await focusedName(page)).to.equal('Search');
    await pressUntil(page, 'Tab', 'Acme');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Acme' }).waitFor();
    await pressUntil(page, 'Tab', /There is no SPF record/);
    await page.keyboard.press('Enter');
    await page.getByText('How to mend it').first().waitFor();
  });

  it('speaks French throughout', async () => {
    const page = await use.open('/', { locale: 'fr-FR' });
    for (const [path, words] of [
      ['/', 'Note moyenne'],
      ['/tenants', '1 non prouvé'],
      [`/tenants/${acme.id}/show`, 'À corriger d’abord'],
      [`/tenants/${acme.id}`, 'Analyser chaque nuit'],
      ['/tenants/create', 'Un par ligne'],
    ] as const) {
      await page.goto(`${use.app.url}/admin${path}`);
      await page.getByText(words).first().waitFor();
      const all = await page.locator('body').innerText();
      expect(
        all.match(/.*((?<!_)clearview\.[a-z]|resources\.|smart_count|%\{|\b[Tt]enants?\b|Scan \d).*/)?.[0],
      ).to.equal(undefined);
    }
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      it(`is accessible and fits, ${colorScheme}, on a ${viewport ? 'phone' : 'desktop'}`, async () => {
        const page = await use.open('/tenants', { colorScheme, ...(viewport && { viewport }) });
        await page.getByRole('link', { name: 'Acme' }).waitFor();
        await expectFit(page, 'list');
        await page.getByRole('link', { name: 'Acme' }).click();
        await page.getByRole('list', { name: 'What to mend first' }).waitFor();
        await page.getByText('_clearview.shop.example.org').waitFor();
        await page.locator('summary').first().click();
        await expectFit(page, 'tenant');
        await page.getByRole('button', { name: /^Waive the proof/ }).click();
        await page.getByRole('dialog').waitFor();
        await expectFit(page, 'waiver');
        for (const path of [`/tenants/${acme.id}`, '/tenants/create']) {
          await page.goto(`${use.app.url}/admin${path}`);
          await page.getByLabel('Name').waitFor();
          await expectFit(page, path);
        }
      });
    }
  }
});
