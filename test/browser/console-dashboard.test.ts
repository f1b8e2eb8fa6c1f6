import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, PHONE, useBrowser } from '../support/browser.js';
import { createUser, setUp, type Person } from '../support/people.js';
import { databaseAway, enterAs } from './visitor.js';

/** What the address of a list says. */
interface Filter {
  event?: string;
  q?: string;
  ts_gte?: string;
  ts_lte?: string;
  dormant_since?: string;
}

const HOUR = 3_600_000;

/** The plot looks at the pointer once a frame. */
const CURSOR_SOON = `new Promise((resolve) => {
  const look = () => resolve(document.querySelector('canvas').style.cursor);
  requestAnimationFrame(() => requestAnimationFrame(look));
})`;

describe('browser: the console’s dashboard', function () {
  this.timeout(40_000);
  const browser = useBrowser();
  let app: TestApp;
  let admin: Person;
  let joe: number;

  /** Puts sign-ins into the log, at a time that SQL understands. */
  async function addSignIns(event: string, count: number, at: string, name = 'joe'): Promise<void> {
    await app.db.raw(
      `insert into auth_audit (ts, event, username, ip, detail)
       select ${at}, ?, ?, '192.0.2.' || n % 3, jsonb_build_object('username', ?::text)
         from generate_series(1, ?::int) n`,
      [event, event === 'login_ok' ? name : null, name, count],
    );
  }

  beforeEach(async () => {
    app = await startTestApp();
    admin = await setUp(app);
    joe = await createUser(admin, 'joe');
  });

  afterEach(async () => {
    await app.stop();
  });

  async function open(options = {}): Promise<Page> {
    const page = await browser.newPage(options);
    await enterAs(page, admin, app.url);
    await page.goto(`${app.url}/admin/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  const panel = (page: Page, name: string): Locator => page.getByRole('region', { name });
  const figure = (page: Page, name: string): Locator =>
    panel(page, 'Accounts').getByRole('link').filter({ hasText: name });
  const at = (page: Page): URL => new URL(page.url());
  const filterOf = (page: Page): Filter => JSON.parse(at(page).searchParams.get('filter') ?? '{}') as Filter;

  /** Three hours ago: 7 got in, 4 failed, 2 were blocked. */
  async function addPast(): Promise<void> {
    const past = `date_trunc('hour', now()) - interval '3 hours' + interval '10 minutes'`;
    await addSignIns('login_ok', 7, past);
    await addSignIns('login_fail', 4, past);
    await addSignIns('login_throttled', 2, past);
  }

  /** Moves the pointer to the leftmost column of the plot that has something to click. */
  async function hoverFirstColumn(page: Page): Promise<void> {
    const canvas = page.locator('canvas');
    await canvas.waitFor();
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    // The axis with its words is some 60 px high; just above it the lowest bar begins.
    for (let x = box.x + 60; x < box.x + box.width; x += 16) {
      await page.mouse.move(x, box.y + box.height - 64);
      if ((await page.evaluate(CURSOR_SOON)) === 'pointer') return;
    }
    throw new Error('Nothing in the plot can be clicked.');
  }

  /** The pointer of the page is over a bar by then. */
  async function click(page: Page): Promise<void> {
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  }

  it('is the first page, and says how many accounts there are of each kind', async () => {
    await createUser(admin, 'eve', 'admin');
    const max = await createUser(admin, 'max');
    await admin.patch(`/api/users/${max}`, { is_active: false });
    await app
      .db('users')
      .where({ id: joe })
      .update({ created_at: new Date(Date.now() - 91 * 24 * HOUR) });
    const page = await open();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    for (const text of [
      'Live sessions 1 of 1 user',
      'Active 3',
      'Deactivated 1',
      'Administrators 2',
      'Never signed in 3',
      'Dormant 1',
    ]) {
      await panel(page, 'Accounts').getByRole('link', { name: text }).waitFor();
    }
    await page.getByRole('link', { name: 'All users: 4' }).waitFor();
  });

  it('leads from a figure to the list of what was counted', async () => {
    const page = await open();
    await figure(page, 'Administrators').click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    expect(filterOf(page)).to.deep.equal({ role: 'admin', is_active: true });
    await page.getByRole('row').filter({ hasText: 'joe' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await figure(page, 'Never signed in').click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    expect(filterOf(page)).to.deep.equal({ never_signed_in: true });
    await page.getByRole('row').filter({ hasText: 'joe' }).waitFor();
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await figure(page, 'Dormant').click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    const since = Date.parse(filterOf(page).dormant_since ?? '');
    expect(since).to.be.closeTo(Date.now() - 90 * 24 * HOUR, HOUR);
  });

  it('leads from a bar of the plot to the log of that hour and that event', async () => {
    await addPast();
    const page = await open();
    await hoverFirstColumn(page);
    await click(page);
    const { event, ts_gte, ts_lte } = filterOf(page);
    expect(event).to.equal('login_ok');
    const from = Date.parse(ts_gte ?? '');
    expect(Date.parse(ts_lte ?? '') - from).to.equal(HOUR);
    expect(from % HOUR).to.equal(0);
    expect(from).to.be.within(Date.now() - 5 * HOUR, Date.now() - 3 * HOUR);
    await page.getByRole('row').filter({ hasText: 'joe signed in' }).nth(6).waitFor();
    expect(await page.getByRole('row').count()).to.equal(8);
  });

  it('shows of the plot what one wants to see', async () => {
    await addPast();
    const page = await open();
    const legend = page.getByRole('button', { name: 'Signed in 7' });
    await legend.click();
    await legend.and(page.locator('[aria-pressed=false]')).waitFor();
    await hoverFirstColumn(page);
    await click(page);
    expect(filterOf(page).event).to.equal('login_fail');
    await page.getByRole('row').filter({ hasText: 'A sign-in as joe failed' }).nth(3).waitFor();
    expect(await page.getByRole('row').count()).to.equal(5);
  });

  it('shows the same as a table, by keyboard too, and remembers that', async () => {
    await addPast();
    const page = await open();
    await page.getByRole('button', { name: 'Show as table' }).focus();
    await page.keyboard.press('Enter');
    const table = page.getByRole('table', { name: 'Sign-ins per hour' });
    await table.waitFor();
    expect(await table.getByRole('row').count()).to.equal(26);
    expect(await table.getByRole('row').last().innerText()).to.match(/Sum\s+7\s+4\s+2/);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.reload();
    await table.getByRole('link', { name: /Failed: 4$/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    expect(filterOf(page).event).to.equal('login_fail');
    await page.getByRole('row').filter({ hasText: 'A sign-in as joe failed' }).nth(3).waitFor();
  });

  it('counts days on demand', async () => {
    await addSignIns('login_ok', 3, `now() - interval '10 days'`);
    await addSignIns('login_ok', 5, `now() - interval '40 days'`);
    const page = await open();
    await page.getByRole('button', { name: 'Last 24 hours' }).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).to.equal('solid');
    await page.getByText('Nobody has signed in within the last 24 hours').waitFor();
    await page.getByRole('button', { name: 'Last 30 days' }).click();
    await page.getByRole('button', { name: 'Signed in 3' }).waitFor();
    await hoverFirstColumn(page);
    await click(page);
    const { ts_gte, ts_lte } = filterOf(page);
    expect(Date.parse(ts_lte ?? '') - Date.parse(ts_gte ?? '')).to.be.within(23 * HOUR, 25 * HOUR);
    await page.getByRole('row').filter({ hasText: 'joe signed in' }).nth(2).waitFor();
  });

  it('names who is under attack, and leads to the tries', async () => {
    await addSignIns('login_fail', 6, `now() - interval '2 minutes'`);
    await addSignIns('login_throttled', 3, `now() - interval '1 minute'`);
    await addSignIns('login_fail', 5, `now() - interval '5 minutes'`, 'ghost');
    const page = await open();
    const attacks = panel(page, 'Accounts under attack');
    await attacks.getByText('2 accounts are under attack').waitFor();
    const [first, second] = await attacks.getByRole('listitem').allInnerTexts();
    expect(first).to.include('joe').and.to.include('6 failed sign-ins from 3 addresses, 3 blocked');
    expect(second).to.include('ghost (no such user)').and.to.include('first 5 minutes ago');
    expect(await attacks.getByRole('link', { name: 'joe', exact: true }).getAttribute('href')).to.match(
      new RegExp(`/admin/users/${joe}`),
    );
    await attacks.getByRole('link', { name: 'Show the tries as ghost' }).click();
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    expect(filterOf(page)).to.deep.equal({ event: 'login_fail', q: 'ghost' });
    await page.getByRole('row').filter({ hasText: 'A sign-in as ghost failed' }).nth(4).waitFor();
    expect(await page.getByRole('row').count()).to.equal(6);
  });

  it('is calm where nothing has happened yet', async () => {
    const page = await open();
    await page.getByText('No account is under attack').waitFor();
    await page.getByText('Nobody has signed in within the last 24 hours, and nobody has tried.').waitFor();
    expect(await page.locator('canvas').count()).to.equal(0);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });

  it('loses one panel at most when something fails, and gets it back', async () => {
    const page = await browser.newPage();
    await enterAs(page, admin, app.url);
    await page.route('**/api/stats/accounts', databaseAway);
    await page.goto(`${app.url}/admin/`);
    await page.getByText('No account is under attack').waitFor();
    const alert = panel(page, 'Accounts').getByRole('alert');
    await alert.getByText('Clearview is busy or its database is out of reach.').waitFor();
    await page.unroute('**/api/stats/accounts');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await figure(page, 'Administrators').waitFor();
    expect(await alert.count()).to.equal(0);
  });

  it('renews its figures every minute', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    await enterAs(page, admin, app.url);
    await page.goto(`${app.url}/admin/`);
    await figure(page, 'Active').filter({ hasText: '2' }).waitFor();
    await createUser(admin, 'vera');
    await page.clock.runFor(61_000);
    await figure(page, 'Active').filter({ hasText: '3' }).waitFor();
  });

  for (const [device, viewport] of [['desktop', undefined] as const, ['phone', PHONE] as const]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is accessible and fits (${device}, ${colorScheme})`, async () => {
        await addPast();
        await addSignIns('login_fail', 6, `now() - interval '2 minutes'`, 'a'.repeat(128));
        const page = await open({ colorScheme, ...(viewport && { viewport }) });
        await page.getByText('1 account is under attack').waitFor();
        await figure(page, 'Dormant').waitFor();
        await page.locator('canvas').waitFor();
        expect(await accessibilityProblems(page)).to.deep.equal([]);
        expect(await overflow(page)).to.be.at.most(0);
        expect(await page.getByRole('heading', { level: 1 }).count()).to.equal(1);
        await page.getByRole('button', { name: 'Show as table' }).click();
        await page.getByRole('table').waitFor();
        expect(await overflow(page)).to.be.at.most(0);
      });
    }
  }

  it('speaks French throughout', async () => {
    await addPast();
    await addSignIns('login_fail', 6, `now() - interval '2 minutes'`, 'ghost');
    const page = await open({ locale: 'fr-FR' });
    await page.getByRole('heading', { name: 'Tableau de bord' }).waitFor();
    await page.getByText('1 compte est attaqué').waitFor();
    await page.locator('canvas').waitFor();
    await page.getByRole('link', { name: 'Dormants' }).waitFor();
    expect(await page.locator('main').innerText()).not.to.match(/clearview\.|resources\.|smart_count|%\{/);
  });

  it('is a first load of less than 400 kB, with the charts', async () => {
    await addPast();
    const page = await open();
    await page.locator('canvas').waitFor();
    const sizes = await page.evaluate<number[]>(
      `performance.getEntriesByType('resource').map((entry) => entry.encodedBodySize)`,
    );
    expect(sizes.length).to.be.greaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.within(100_000, 400_000);
  });
});
