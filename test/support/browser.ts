/** A real browser for tests. Without one they are pending, unless REQUIRE_BROWSER=1 makes that a failure. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { expect } from 'chai';
import { after, afterEach, before } from 'mocha';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APP = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const ABSENT = 'no Chromium. Install: apt-get install -y chromium, or set CHROME_PATH';

/** Offline and without what a browser does on its own; no sandbox, as containers run tests as root. */
const SWITCHES =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const chosen = process.env.CHROME_PATH;
  return (chosen === undefined ? [...onPath, MAC_APP] : [chosen]).find(isExecutable);
}

let launched: Promise<Browser> | undefined;
let isAbsenceTold = false;

// At the top of the run, so that one browser serves all files.
after('the browser closes', async () => {
  await (await launched)?.close();
});

/** Launches the one browser of the run; undefined when there is none. */
async function browser(): Promise<Browser | undefined> {
  const executablePath = findChromium();
  if (executablePath !== undefined) {
    return (launched ??= chromium.launch({ executablePath, args: SWITCHES.split(' ') }));
  }
  if (process.env.REQUIRE_BROWSER === '1') throw new Error(`REQUIRE_BROWSER=1, but there is ${ABSENT}.`);
  if (!isAbsenceTold) process.stderr.write(`browser tests skipped: ${ABSENT}\n`);
  isAbsenceTold = true;
  return undefined;
}

/** Collects what must not happen on any page, whatever the test is about. */
async function watch(context: BrowserContext, problems: string[]): Promise<void> {
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', (event) =>
       console.error('policy violated: ' + event.effectiveDirective + ' ' + event.blockedURI));`,
  );
  context.on('console', (message) => {
    // The browser's own note on every answer of 400 and more, also the expected ones.
    if (message.text().startsWith('Failed to load resource:')) return;
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  let origin: string | undefined;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:') return;
    origin ??= url.origin;
    if (url.origin !== origin) problems.push(`request to a foreign address: ${url.href}`);
  });
}

export interface BrowserUse {
  /** A page in a context of its own: no cookies, no storage. It is closed after the test. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

/** Call it in a `describe`. After each test no page may have broken the policy, thrown, or called abroad. */
export function useBrowser(): BrowserUse {
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  before('a browser', async function () {
    this.timeout(30_000);
    if ((await browser()) === undefined) this.skip();
  });
  afterEach('no page had a problem', async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(problems.splice(0)).to.deep.equal([]);
  });
  return {
    async newPage(options = {}) {
      const context = await (await browser())!.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options });
      contexts.push(context);
      await watch(context, problems);
      context.setDefaultTimeout(10_000);
      return context.newPage();
    },
  };
}

/** Two frames for what is just beginning, then the end of every movement that has one. */
const STILL = `(async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const moving = document.getAnimations().filter((one) => isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.all(moving.map((one) => one.finished.catch(() => undefined)));
})()`;

/** What axe finds wrong with the page as it stands, in short; a dialog that is still fading in is waited for. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(STILL);
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>('axe.run()');
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(', ')}`,
  );
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}
