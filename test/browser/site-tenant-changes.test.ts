import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { useBrowser } from '../support/browser.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { seedTenant } from '../support/tenants.js';
import { openAs, place } from './visitor.js';

describe('browser: changing a tenant', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;
  let joe: Person;
  let number = 0;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });

  after(async () => {
    await app?.stop();
  });

  /** A tenant of its own for each test. */
  async function make(): Promise<{ id: number; name: string }> {
    const name = `Company ${(number += 1)}`;
    return { id: (await seedTenant(app, { name, scans: [{ score: 70 }] })).id, name };
  }

  async function open(id: number, person = admin): Promise<Page> {
    const page = await openAs(browser, person, `${app.url}/tenants/${id}`);
    await page.getByRole('button', { name: 'More actions' }).waitFor();
    return page;
  }

  async function choose(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click();

  it('edits name, domains and notes; a new domain has to be proved', async () => {
    const { id } = await make();
    const page = await open(id, joe);
    await choose(page, 'Edit');
    await page.getByLabel('Name').fill('Renamed');
    await page.getByRole('textbox', { name: 'Domains' }).press('Control+End');
    await page.keyboard.type('\nmünchen.example.org');
    await page.getByLabel('Notes').fill('First line\nSecond line');
    await save(page);
    await heading(page, 'Renamed');
    await page.getByText('Renamed was changed.').waitFor();
    await page.getByText('Proof of control is still missing for münchen.example.org.').waitFor();
    await page.getByText('xn--mnchen-3ya.example.org').waitFor();
    await page.getByText('Second line').waitFor();
    expect(await page.getByRole('dialog').count()).to.equal(0);
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Renamed');
  });

  it('names what is wrong under its field, and keeps what was typed', async () => {
    const { id, name } = await make();
    const other = await make();
    const page = await open(id);
    await choose(page, 'Edit');
    await page.getByLabel('Name').fill('');
    await save(page);
    await page.getByText('Enter a name.').waitFor();
    expect(await page.evaluate('document.activeElement.name')).to.equal('name');
    await page.getByLabel('Name').fill(other.name.toUpperCase());
    await save(page);
    await page.locator('#tenant-name[aria-invalid=true]').waitFor();
    expect(await page.getByLabel('Name').inputValue()).to.equal(other.name.toUpperCase());
    await page.getByLabel('Name').fill(name);
    await page.getByRole('textbox', { name: 'Domains' }).fill('not a domain!');
    await save(page);
    await page.locator('#tenant-domains[aria-invalid=true]').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).to.equal('More actions');
  });

  it('says who changed it meanwhile, and overwrites only when asked to', async () => {
    const { id } = await make();
    const page = await open(id);
    await choose(page, 'Edit');
    await joe.patch(`/api/tenants/${id}`, { notes: 'From Joe' }).expect(200);
    await page.getByLabel('Notes').fill('From me');
    await save(page);
    await page.getByText('joe changed this tenant meanwhile: notes.').waitFor();
    await page.getByText('From Joe').waitFor();
    expect(await page.getByLabel('Notes').inputValue()).to.equal('From me');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await admin.get(`/api/tenants/${id}`)).body.notes).to.equal('From me');
  });

  it('overwrites only what was typed, not what else was changed meanwhile', async () => {
    const { id } = await make();
    const page = await open(id);
    await choose(page, 'Edit');
    await joe.patch(`/api/tenants/${id}`, { notes: 'From Joe' }).expect(200);
    await page.getByRole('textbox', { name: 'Domains' }).fill('other.example.org');
    await save(page);
    await page.getByText('joe changed this tenant meanwhile: notes.').waitFor();
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const tenant = (await admin.get(`/api/tenants/${id}`)).body;
    expect(tenant.notes).to.equal('From Joe');
    expect(tenant.domains[0].domain).to.equal('other.example.org');
  });

  it('takes what is there now instead', async () => {
    const { id } = await make();
    const page = await open(id);
    await choose(page, 'Edit');
    await joe.patch(`/api/tenants/${id}`, { notes: 'From Joe' }).expect(200);
    await page.getByLabel('Notes').fill('From me');
    await save(page);
    await page.getByRole('button', { name: 'Take what is there now' }).click();
    expect(await page.getByLabel('Notes').inputValue()).to.equal('From Joe');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await admin.get(`/api/tenants/${id}`)).body.notes).to.equal('From Joe');
  });

  it('keeps what was typed while Clearview is away', async () => {
    const { id } = await make();
    const page = await open(id);
    await choose(page, 'Edit');
    await page.getByLabel('Notes').fill('Not lost');
    await page.route('**/api/tenants/*', (route) => route.abort());
    await save(page);
    await page.getByText('No connection to Clearview. What you typed is still here.').waitFor();
    await page.unroute('**/api/tenants/*');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Not lost').waitFor();
  });

  it('pauses and resumes', async () => {
    const { id, name } = await make();
    const page = await open(id, joe);
    await choose(page, 'Pause');
    await page.getByText('This tenant is paused').waitFor();
    await page.getByText(`${name} is paused.`).waitFor();
    expect(await page.getByRole('button', { name: 'Scan now' }).count()).to.equal(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Scan now' }).waitFor();
    expect((await admin.get(`/api/tenants/${id}`)).body.state).to.equal('active');
  });

  it('lets a user not delete', async () => {
    const { id } = await make();
    const page = await open(id, joe);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Delete' }).count()).to.equal(0);
  });

  it('deletes only what was named', async () => {
    const { id, name } = await make();
    const page = await open(id);
    await choose(page, 'Delete');
    const button = page.getByRole('button', { name: 'Delete tenant' });
    await button.click();
    await page.getByText(`Type “${name}”.`).waitFor();
    await page.getByLabel('Type the tenant’s name to confirm').fill('Something else');
    await button.click();
    await page.getByText(`Type “${name}”.`).waitFor();
    expect((await admin.get(`/api/tenants/${id}`)).status).to.equal(200);
    await page.getByLabel('Type the tenant’s name to confirm').fill(name.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByText(`${name} was deleted.`).waitFor();
    expect(place(page)).to.equal('/tenants');
    expect((await admin.get(`/api/tenants/${id}`)).status).to.equal(404);
  });

  it('says so when somebody else deletes it', async () => {
    const { id, name } = await make();
    const page = await open(id, joe);
    // Its jobs go with it, and that is told.
    await admin.delete(`/api/tenants/${id}`).send({ name }).expect(200);
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page
      .getByText('There is no such tenant.')
      .or(page.getByText('was deleted by somebody else'))
      .waitFor();
  });
});
