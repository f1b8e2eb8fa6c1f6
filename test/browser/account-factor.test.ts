import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, useBrowser } from '../support/browser.js';
import { createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { growStale } from '../support/second-factor.js';
import { addAuthenticator, enterAs, openAs } from './visitor.js';

interface Factor {
  totp: { since: string } | null;
  recovery_codes_left: number;
  passkeys: { id: number; name: string }[];
}

describe('browser: one’s own second factor', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });

  after(async () => {
    await app?.stop();
  });

  /** Passkeys need a name for a host, so the pages are opened at one. */
  const home = (): string => app.url.replace('127.0.0.1', 'localhost');

  async function openSecurity(username: string): Promise<{ page: Page; person: Person }> {
    await createUser(admin, username);
    const person = await signIn(app, username);
    const page = await openAs(browser, person, `${home()}/account/security`);
    return { page, person };
  }

  const factorOf = async (person: Person): Promise<Factor> =>
    (await person.get('/api/auth/second-factor').expect(200)).body as Factor;

  const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });
  const button = (place: Page | Locator, name: string): Locator =>
    place.getByRole('button', { name, exact: true });

  /** The code that an app would show for the key on the page. */
  async function codeOf(page: Page): Promise<string> {
    const key = (await page.locator('.secret-key').innerText()).replace(/\s/g, '');
    return new TOTP({ secret: Secret.fromBase32(key) }).generate();
  }

  async function saveCodes(task: Locator): Promise<string[]> {
    const items = task.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await items.first().waitFor();
    const codes = await items.allInnerTexts();
    await task.getByLabel('I have saved these codes').check();
    await button(task, 'Done').click();
    await task.waitFor({ state: 'detached' });
    return codes;
  }

  it('sets up an authenticator app by the key that it shows, and shows recovery codes once', async () => {
    const { page, person } = await openSecurity('totp');
    await button(page, 'Set up').click();
    const task = dialog(page, 'Set up an authenticator app');
    await task.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    const link = await task.getByRole('link', { name: 'Open it in an app' }).getAttribute('href');
    expect(link).to.match(/^otpauth:\/\/totp\//);
    expect(await accessibilityProblems(page)).to.deep.equal([]);

    const code = task.getByLabel('Code from the app');
    await code.fill('12 34');
    await button(task, 'Turn on').click();
    await task.getByText('Type the six digits').waitFor();
    const right = await codeOf(page);
    await code.fill(right === '000000' ? '111111' : '000000');
    await button(task, 'Turn on').click();
    await task.getByText('This is not the code of this moment.').waitFor();
    expect((await factorOf(person)).totp).to.equal(null);

    await code.fill(await codeOf(page));
    await page.keyboard.press('Enter');
    await task.getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
    // Not lost by the way.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await button(task, 'Done').click();
    await task.getByText('Save the codes first').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    const file = page.waitForEvent('download');
    await button(task, 'Download').click();
    expect((await file).suggestedFilename()).to.equal('clearview-recovery-codes.txt');
    const codes = await saveCodes(task);
    expect(codes).to.have.length(10);

    await page.getByText('10 codes left').waitFor();
    expect((await factorOf(person)).totp).not.to.equal(null);
    await page.reload();
    await page.getByText('10 codes left').waitFor();
    expect(await page.content()).not.to.include(codes[0]);
  });

  it('makes new recovery codes in the place of the old ones, and removes the app after a question', async () => {
    const { page, person } = await openSecurity('codes');
    await button(page, 'Set up').click();
    const task = dialog(page, 'Set up an authenticator app');
    await task.getByLabel('Code from the app').fill(await codeOf(page));
    await button(task, 'Turn on').click();
    const old = await saveCodes(task);

    await button(page, 'New codes').click();
    await button(dialog(page, 'Make new recovery codes?'), 'Make new codes').click();
    const fresh = await saveCodes(dialog(page, 'New recovery codes'));
    await page.waitForFunction(`document.activeElement.textContent === 'New codes'`);
    expect(fresh).to.have.length(10);
    expect(fresh).not.to.include(old[0]);

    await button(page, 'Remove').click();
    const question = dialog(page, 'Remove the authenticator app?');
    await question.getByText('It is your last second factor').waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Remove');
    await button(page, 'Remove').click();
    await button(question, 'Remove').click();
    await page.getByText('The authenticator app was removed.').waitFor();
    await button(page, 'Set up').waitFor();
    expect(await factorOf(person)).to.deep.include({ totp: null, recovery_codes_left: 0 });
  });

  it('prints the codes alone, black on white, and leaves nothing of them behind', async () => {
    await createUser(admin, 'paper');
    const person = await signIn(app, 'paper');
    const page = await browser.newPage({ colorScheme: 'dark' });
    // The paper's dialog would wait for somebody.
    await page.addInitScript(`window.print = () => document.body.setAttribute('data-printed', '')`);
    await enterAs(page, person, home());
    await page.goto(`${home()}/account/security`);
    await button(page, 'Set up').click();
    const task = dialog(page, 'Set up an authenticator app');
    await task.getByLabel('Code from the app').fill(await codeOf(page));
    await button(task, 'Turn on').click();
    const items = task.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await items.first().waitFor();
    const codes = await items.allInnerTexts();

    await button(task, 'Print').click();
    await page.locator('body[data-printed]').waitFor();
    // Read and seen on paper only.
    const sheet = page.locator('.print-sheet');
    expect(await sheet.isVisible()).to.equal(false);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('body > *').and(page.locator(':visible')).count()).to.equal(1);
    const lines = (await sheet.innerText()).split('\n').filter((text) => text !== '');
    expect(lines[0]).to.equal(`Clearview recovery codes for ${new URL(home()).host}`);
    expect(lines[1]).to.match(/^Made on .*\d{4}\. Each works once/);
    expect(lines.slice(2)).to.deep.equal(codes);
    const ink = `[getComputedStyle(document.querySelector('.print-sheet')).color, getComputedStyle(document.body).backgroundColor]`;
    const [text = '', ground = ''] = await page.evaluate<string[]>(ink);
    const brightness = (colour: string) => Math.max(...(colour.match(/\d+/g) ?? []).map(Number));
    expect([brightness(text) < 60, brightness(ground) > 240], `${text} on ${ground}`).to.deep.equal([
      true,
      true,
    ]);

    await page.emulateMedia({ media: 'screen' });
    // A second print before the browser says that the first is over: still one sheet.
    await button(task, 'Print').click();
    expect(await sheet.count()).to.equal(1);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await sheet.count()).to.equal(0);
    await saveCodes(task);
  });

  it('does not take away the last factor that the role needs, and says what to do', async () => {
    const { page, person } = await openSecurity('needed');
    await button(page, 'Set up').click();
    const task = dialog(page, 'Set up an authenticator app');
    await task.getByLabel('Code from the app').fill(await codeOf(page));
    await button(task, 'Turn on').click();
    await saveCodes(task);
    await admin.patch('/api/settings', { require_second_factor_user: true }).expect(200);
    await page.reload();
    await button(page, 'Remove').click();
    const news = dialog(page, 'This is your last second factor');
    await news.getByText('Add another one first').waitFor();
    expect(await news.getByRole('button').allInnerTexts()).to.deep.equal(['Close']);
    await button(news, 'Close').click();
    await news.waitFor({ state: 'detached' });
    expect((await factorOf(person)).totp).not.to.equal(null);
    await admin.patch('/api/settings', { require_second_factor_user: false }).expect(200);
  });

  it('adds, renames and removes a passkey', async () => {
    const { page, person } = await openSecurity('passkey');
    await addAuthenticator(page);
    await button(page, 'Add passkey').click();
    const task = dialog(page, 'Add a passkey');
    await task.getByLabel('Name').fill('');
    await button(task, 'Add passkey').click();
    await task.getByText('Give the passkey a name.').waitFor();
    await task.getByLabel('Name').fill('Work laptop');
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await button(task, 'Add passkey').click();
    expect(await saveCodes(task)).to.have.length(10);
    await page.getByText('Work laptop').waitFor();
    expect((await factorOf(person)).passkeys.map(({ name }) => name)).to.deep.equal(['Work laptop']);

    await page.getByRole('button', { name: 'Actions for Work laptop' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Old laptop');
    await page.keyboard.press('Enter');
    await page.getByText('The passkey has its new name.').waitFor();
    await page.getByRole('button', { name: 'Actions for Old laptop' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await button(dialog(page, 'Remove “Old laptop”?'), 'Remove').click();
    await page.getByText('The passkey was removed.').waitFor();
    expect((await factorOf(person)).passkeys).to.deep.equal([]);
  });

  it('says that a device with a passkey has one already, and keeps what was typed', async () => {
    const { page } = await openSecurity('twice');
    await addAuthenticator(page);
    await button(page, 'Add passkey').click();
    const task = dialog(page, 'Add a passkey');
    await button(task, 'Add passkey').click();
    await saveCodes(task);
    await button(page, 'Add passkey').click();
    await task.getByLabel('Name').fill('Second');
    await button(task, 'Add passkey').click();
    await task.getByText('This device has a passkey for your account already.').waitFor();
    expect(await task.getByLabel('Name').inputValue()).to.equal('Second');
  });

  it('asks once more who sits there when the sign-in is a while ago', async () => {
    const { page, person } = await openSecurity('stale');
    await growStale(app);
    await button(page, 'Set up').click();
    const task = dialog(page, 'Set up an authenticator app');
    // Who does not want to show it is back where they were.
    await page.getByLabel('Your password').waitFor();
    await page.keyboard.press('Escape');
    await task.waitFor({ state: 'detached' });
    await button(page, 'Set up').click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await task.getByLabel('Code from the app').fill(await codeOf(page));
    await button(task, 'Turn on').click();
    await saveCodes(task);
    expect((await factorOf(person)).totp).not.to.equal(null);
  });

  it('says why there are no passkeys at a bare address', async () => {
    await createUser(admin, 'bare');
    const page = await openAs(browser, await signIn(app, 'bare'), `${app.url}/account/security`);
    await page.getByText('Passkeys belong to a name').waitFor();
    expect(await button(page, 'Add passkey').count()).to.equal(0);
  });
});
