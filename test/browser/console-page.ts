/** How an administrator goes about in the console, for tests of its pages. */
import { expect } from 'chai';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, overflow, useBrowser, type BrowserUse } from '../support/browser.js';
import { setUp, type Person } from '../support/people.js';
import { enterAs } from './visitor.js';

export interface ConsoleUse {
  app: TestApp;
  /** ADMIN, signed in. */
  admin: Person;
  /** Opens a page of the console in a browser of its own, as ADMIN or as somebody else. */
  open(path: string, options?: BrowserContextOptions, who?: Person): Promise<Page>;
}

/**
 * Call it in a `describe`: an application of its own for each test, set up, and a browser.
 * @param env variables of the application, asked for before each test
 */
export function useConsole(
  browser: BrowserUse = useBrowser(),
  env: () => Record<string, string> = () => ({}),
): ConsoleUse {
  const use: ConsoleUse = {
    app: undefined as unknown as TestApp,
    admin: undefined as unknown as Person,
    async open(path, options = {}, who = use.admin) {
      const page = await browser.newPage(options);
      await enterAs(page, who, use.app.url);
      await page.goto(`${use.app.url}/admin${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  };
  beforeEach(async () => {
    use.app = await startTestApp(env());
    use.admin = await setUp(use.app);
  });
  afterEach(async () => {
    await use.app.stop();
  });
  return use;
}

export const row = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('row').filter({ hasText: text });

export const filterOf = (page: Page): unknown =>
  JSON.parse(new URL(page.url()).searchParams.get('filter') ?? '{}');

/** The name of what has the focus, as a screen reader says it; '' for nothing in particular. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `(() => { const it = document.activeElement;
       return it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText ?? ''; })()`,
  );

/** Presses a key until what is wanted has the focus, as somebody without a mouse does. */
export async function pressUntil(page: Page, key: string, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    const now = (await focusedName(page)).trim();
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    seen.push(now.slice(0, 30));
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${String(name)}, but past ${seen.join(' | ')}`);
}

/** Axe finds nothing, and nothing has to be scrolled sideways. */
export async function expectFit(page: Page, what: string): Promise<void> {
  expect(await accessibilityProblems(page), what).to.deep.equal([]);
  expect(await overflow(page), what).to.be.at.most(0);
}

/** Signs out by the menu, and in again with a name and a password. */
export async function signOutAndIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
