import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { accessibilityProblems, overflow, PHONE } from '../support/browser.js';
import { ADMIN, createUser } from '../support/people.js';
import { filterOf, row, useConsole } from './console-page.js';
import { fillSignIn, pressSignIn } from './visitor.js';

/** Presses what exports, and reads what the browser saved. */
async function exported(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  const download = await saved;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

describe('browser: the audit log, taken along', () => {
  const use = useConsole();

  beforeEach(async () => {
    await createUser(use.admin, 'joe');
  });

  const open = (path = '/audit', options = {}): Promise<Page> => use.open(path, options);

  const failAs = (username: string) =>
    use.admin.post('/api/auth/login', { username, password: 'wrong password 1' });

  /** Rows as another version, or a database taken over, may have left them. */
  const write = (...rows: object[]): Promise<unknown> => use.app.db('auth_audit').insert(rows);

  describe('is exported', () => {
    beforeEach(async () => {
      for (const name of ['ann', 'ben', 'cyd']) await failAs(name);
      await write({ event: 'login_fail', ip: '127.0.0.1', detail: { username: '=HYPERLINK("evil")' } });
    });

    it('as CSV, as filtered, with what a spreadsheet would run made harmless', async () => {
      const page = await open('/audit?filter={"event":"login_fail"}');
      await row(page, 'A sign-in as ann failed').waitFor();
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByText('All 4 matching rows').waitFor();
      await page.keyboard.press('Escape');
      const { name, text } = await exported(page, 'CSV');
      expect(name).to.match(/^clearview-audit-\d{4}-\d\d-\d\d\.csv$/);
      const [head, first, ...others] = text.trimEnd().split(/\r?\n/);
      expect(head).to.equal('id,ts,event,user_id,username,ip,target,target_username,detail');
      expect(first).to.include(`"'=HYPERLINK(""evil"")"`);
      expect(others.map((line) => /ann|ben|cyd/.exec(line)?.[0])).to.deep.equal(['cyd', 'ben', 'ann']);
      await page.getByText('The export has begun.').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await row(page, 'root exported a part of the audit log as CSV').waitFor();
    });

    it('as JSON Lines, every row as the API shows it, not only this page', async () => {
      await use.app.db.raw(
        `insert into auth_audit (event, detail) select 'logout', '{}' from generate_series(1, 1200)`,
      );
      const page = await open();
      await page.getByText(/^1–25 of/).waitFor();
      const { name, text } = await exported(page, 'JSON Lines');
      expect(name).to.match(/\.jsonl$/);
      const ids = text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: number }).id);
      const all = await use.app
        .db('auth_audit')
        .whereNot({ event: 'data_export' })
        .orderBy('id', 'desc')
        .pluck('id');
      expect(ids.filter((id) => all.includes(id))).to.deep.equal(all);
    });

    it('or says why not', async () => {
      const page = await open();
      await row(page, 'root created joe').waitFor();
      await page.route('**/api/auth/me', (route) =>
        route.fulfill({ status: 503, json: { detail: 'Away.', code: 'database_unavailable' } }),
      );
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
      await page.getByText('Clearview is busy or its database is out of reach.').waitFor();
    });
  });

  describe('keeps filters under a name', () => {
    const opener = (page: Page): Locator => page.getByRole('button', { name: 'Saved filters' });

    async function save(page: Page, name: string): Promise<void> {
      await opener(page).click();
      await page.getByLabel('Save these filters as').fill(name);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
    }

    it('with sorting and page size, over a sign-out', async () => {
      await failAs('joe');
      const page = await open('/audit?filter={"event":"login_fail"}&sort=id&order=ASC&perPage=50&page=1');
      await row(page, 'A sign-in as joe failed').waitFor();
      await save(page, 'Failures');
      await page.getByText('“Failures” is saved.').waitFor();
      await page.getByRole('button', { name: /^Account/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await fillSignIn(page, ADMIN.username, ADMIN.password);
      await pressSignIn(page);
      await page.getByRole('link', { name: 'Audit log' }).click();
      await row(page, 'root created joe').waitFor();
      await opener(page).click();
      await page.getByRole('button', { name: 'Failures', exact: true }).click();
      await row(page, 'root created joe').waitFor({ state: 'detached' });
      await row(page, 'A sign-in as joe failed').waitFor();
      const { searchParams } = new URL(page.url());
      expect(filterOf(page)).to.deep.equal({ event: 'login_fail' });
      expect([
        searchParams.get('sort'),
        searchParams.get('order'),
        searchParams.get('perPage'),
      ]).to.deep.equal(['id', 'ASC', '50']);
    });

    it('not without a name, not twice under one, and gives a deleted one back', async () => {
      const page = await open('/audit?filter={"q":"joe"}');
      await row(page, 'root created joe').waitFor();
      await save(page, '  ');
      await page.getByText('Enter a name.').waitFor();
      await page.getByLabel('Save these filters as').fill('About joe');
      await page.keyboard.press('Enter');
      await page.getByText('“About joe” is saved.').waitFor();
      await save(page, 'about JOE');
      await page.getByText('There is one of this name already.').waitFor();
      const one = page.getByRole('button', { name: 'About joe', exact: true });
      await page.getByRole('button', { name: 'Delete “About joe”' }).click();
      await one.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo: keep “About joe”' }).click();
      await one.waitFor();
      await page.reload();
      await opener(page).click();
      await one.waitFor();
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [undefined, PHONE]) {
      it(`is accessible and fits, ${colorScheme}, ${viewport ? 'on a phone' : 'on a desktop'}`, async () => {
        await failAs('joe');
        // Half faded in, words have half their contrast.
        const looks = { colorScheme, reducedMotion: 'reduce', ...(viewport && { viewport }) };
        const page = await open('/audit?filter={"q":"joe"}', looks);
        await page.getByText('A sign-in as joe failed').waitFor();
        const check = async (what: string) => {
          expect(await accessibilityProblems(page), what).to.deep.equal([]);
          expect(await overflow(page), what).to.be.at.most(0);
        };
        await page.getByText('Live', { exact: true }).waitFor();
        await check('list');
        await page
          .getByRole('button', { name: /^Show record/ })
          .or(page.getByRole('button', { name: 'Show the record' }))
          .first()
          .click();
        await page.getByText('"event"').waitFor();
        await check('record');
        await page.getByRole('button', { name: 'Saved filters' }).click();
        await page.getByLabel('Save these filters as').fill('About joe');
        await check('saved filters');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Export' }).click();
        await page.getByText('All 2 matching rows').waitFor();
        await check('export');
        await page.keyboard.press('Escape');
        if (viewport) await page.getByRole('button', { name: 'More filters' }).click();
        await page.getByRole('combobox', { name: 'Actor' }).fill('roo');
        await page.getByRole('option', { name: 'root' }).waitFor();
        await check('actor');
      });
    }
  }
});
