/** What a visitor does in these tests, and what they see. */
import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import type { BrowserUse } from '../support/browser.js';
import type { Person } from '../support/people.js';

/** The path of the page with its query, such as `/login.html?reason=expired`. */
export function place(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

/** Gives the page the session of somebody who signed in elsewhere. */
export async function enterAs(page: Page, person: Person, url: string): Promise<void> {
  const [name = '', value = ''] = person.cookie.split('=');
  await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
}

/** Opens a page in a browser of its own, signed in as somebody. */
export async function openAs(
  browser: BrowserUse,
  person: Person,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  await enterAs(page, person, new URL(address).origin);
  await page.goto(address);
  return page;
}

export async function fillSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

export async function pressSignIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Answers a request as the server does while its database is away. */
export async function databaseAway(route: Route): Promise<void> {
  await route.fulfill({
    status: 503,
    headers: { 'Retry-After': '1' },
    json: { detail: 'The database is out of reach.', code: 'database_unavailable' },
  });
}

/** Answers as the server does, but as a browser sees it that refuses the cookie. */
export async function withoutCookie(route: Route, page: Page): Promise<void> {
  const response = await route.fetch();
  const headers = Object.fromEntries(
    Object.entries(response.headers()).filter(([name]) => name.toLowerCase() !== 'set-cookie'),
  );
  await page.context().clearCookies();
  await route.fulfill({ response, headers });
}

/**
 * Has a proof of control looked for until it is found: a domain that was looked at a moment ago, by the worker
 * perhaps, is not looked at again at once.
 */
export async function checkUntil(page: Page, proved: string): Promise<void> {
  const found = page.getByText(proved).first();
  const check = page.getByRole('button', { name: 'Check now' });
  while (!(await found.isVisible())) {
    // The button goes when the proof is there.
    await Promise.race([found.waitFor(), check.click()]);
    await page.waitForTimeout(250);
  }
}

/** Gives the page's browser a device that makes and shows passkeys, and asks nobody. */
export async function addAuthenticator(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
