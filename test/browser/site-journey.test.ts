/** From nothing to a first result, and on to a better one: the real application, a real worker, a net to scan. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Worker } from '../../server/worker/worker.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { startInternet, type Internet } from '../support/internet/index.js';
import { createUser, setUp, signIn, type Person } from '../support/people.js';
import { startTestWorker } from '../support/worker.js';
import { checkUntil, openAs } from './visitor.js';

/** A scan on a busy machine. */
const SCAN = { timeout: 90_000 };

describe('browser: the way to a first result', function () {
  this.timeout(240_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let internet: Internet;
  let app: TestApp;
  let worker: Worker;
  let admin: Person;
  let joe: Person;

  before(async () => {
    internet = await startInternet();
    app = await startTestApp(internet.env);
    worker = startTestWorker(app);
    admin = await setUp(app);
    await createUser(admin, 'joe');
    joe = await signIn(app, 'joe');
  });

  after(async () => {
    await worker?.stop();
    await app?.stop();
    await internet?.stop();
  });

  const pageAs = (person: Person, path: string, options = {}): Promise<Page> =>
    openAs(browser, person, app.url + path, options);

  const step = (page: Page, name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, level: 2 }) });
  const current = (page: Page) => page.locator('[aria-current=step] h2');
  const code = (page: Page, at: number) => page.locator('.record code:visible').nth(at).textContent();

  /** Fills the form and arrives at the flow. */
  async function takeIn(page: Page, name: string, domain: string): Promise<void> {
    await page.getByLabel('Name of the organisation').fill(name);
    await page.getByLabel('Domain', { exact: true }).fill(domain);
    await page.getByRole('button', { name: 'Take in tenant' }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** Reads the record from the page and sets it in the zone, as somebody does at their provider. */
  async function setRecord(page: Page): Promise<void> {
    const [name, value] = [(await code(page, 1)) ?? '', (await code(page, 2)) ?? ''];
    internet.zone.set(name, 'TXT', [value]);
  }

  const scoreOf = async (page: Page): Promise<number> =>
    Number(/^\d+/.exec((await page.locator('.outcome-figure').textContent()) ?? '')?.[0] ?? NaN);

  it('leads from an empty Clearview to a score, and from the mends to a better one', async () => {
    internet.badSite('northwind.test');
    const page = await pageAs(joe, '/');
    await page.getByRole('link', { name: 'Take in a tenant' }).click();
    await takeIn(page, 'Northwind Traders', 'https://Northwind.test/contact');
    expect(await current(page).innerText()).to.match(/^Prove control/);
    expect(await code(page, 0)).to.equal('TXT');
    expect(await code(page, 1)).to.equal('_clearview.northwind.test');

    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/^Last look/).waitFor();
    await setRecord(page);
    await checkUntil(page, 'northwind.test: Proved by DNS record');

    await page.getByText('Mend these first').waitFor(SCAN);
    expect(await page.locator('.mend').count()).to.equal(3);
    const before = await scoreOf(page);
    expect(before).to.be.within(0, 60);

    internet.goodSite('northwind.test');
    await page.getByRole('link', { name: 'See all findings' }).click();
    await page.getByRole('heading', { name: 'Northwind Traders', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByText(/^The scan is done: score/).waitFor(SCAN);
    const tenant = (await joe.get('/api/tenants')).body[0];
    expect(tenant.trend[0]).to.equal(before);
    expect(tenant.score).to.be.greaterThan(before + 20);
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await page.locator('.posture-figure', { hasText: String(tenant.score) }).waitFor();
  });

  it('goes on by itself when the worker finds the proof, after a reload and before somebody else’s eyes', async () => {
    internet.goodSite('contoso.test');
    const page = await pageAs(joe, '/onboarding/new', { viewport: PHONE });
    await takeIn(page, 'Contoso', 'contoso.test');
    const address = page.url();
    expect(await overflow(page)).to.equal(0);
    await page.reload();
    await page.getByRole('button', { name: 'Check now' }).waitFor();
    const other = await pageAs(admin, new URL(address).pathname, { colorScheme: 'dark' });
    await other.getByRole('button', { name: 'Check now' }).waitFor();
    await setRecord(page);
    await checkUntil(other, 'contoso.test: Proved by DNS record');
    for (const eyes of [page, other]) {
      await eyes.getByText('contoso.test: Proved by DNS record').waitFor({ timeout: 30_000 });
      await eyes.getByText('Mend these first').waitFor(SCAN);
      expect(await accessibilityProblems(eyes)).to.deep.equal([]);
    }
    expect(await overflow(page)).to.equal(0);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflow(page)).to.equal(0);
    await page.reload();
    await page.getByText('Mend these first').waitFor();
  });

  it('takes a file on the website for a proof', async () => {
    internet.goodSite('library.test');
    const page = await pageAs(joe, '/onboarding/new');
    await takeIn(page, 'City Library', 'library.test');
    await page.getByLabel('File on the website').check();
    const [url, content] = [(await code(page, 0)) ?? '', (await code(page, 1)) ?? ''];
    expect(url).to.equal('https://library.test/.well-known/clearview-verification.txt');
    internet.site('library.test', { files: { '/.well-known/clearview-verification.txt': content } });
    await checkUntil(page, 'library.test: Proved by file');
    await page.getByText('Mend these first').waitFor(SCAN);
  });

  it('lets an administrator waive the proof with a reason', async () => {
    internet.badSite('clinic.test');
    const page = await pageAs(admin, '/onboarding/new');
    await takeIn(page, 'Harbour Clinic', 'clinic.test');
    await page.getByRole('button', { name: 'Waive…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Waive proof' }).click();
    await dialog.getByText('Give a reason of at least 5 characters.').waitFor();
    await dialog.getByLabel('Reason').fill('Ordered by their board, 3 November.');
    await dialog.getByRole('button', { name: 'Waive proof' }).click();
    await page.getByText('clinic.test: Waived by an administrator').waitFor();
    await page.getByText('Mend these first').waitFor(SCAN);
    expect(await step(page, 'Result').locator('h2').innerText()).to.match(/^Result/);
    const [entry] = (await admin.get('/api/audit?filter={"event":"domain_waived"}')).body;
    expect(entry.detail).to.include({ domain: 'clinic.test', reason: 'Ordered by their board, 3 November.' });
  });
});
