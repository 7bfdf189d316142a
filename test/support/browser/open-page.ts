import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Each wait of a page ends here; an element that is not there by then is missing. */
const MOST_WAIT_MS = 30_000;

/** What an element of a page has that may not be so. */
interface AxeFault {
  readonly id: string;
  readonly impact: string;
  readonly targets: readonly string[];
}

export interface OpenPage {
  readonly page: Page;
  /** What went wrong so far: errors of the console and of scripts, and what the policy of the document stopped. */
  readonly faults: string[];
  /** Fails where something of the screen is closed to assistive technology, or wider than the window. */
  expectAccessible(screen: string): Promise<void>;
  /** Fails where the document is wider than the window. */
  expectInWidth(screen: string): Promise<void>;
}

/** Starts Chromium, which the machine has to have. It is stopped when the test has ended. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(
      'This test needs Chromium, which is not installed. Get it with: apt-get install chromium',
    );
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  onTestFinished(() => browser.close());
  return browser;
}

/** A page with a window of its own; `byFinger` has it touched in place of a pointer. */
export async function openPage(
  browser: Browser,
  width: number,
  { byFinger = false }: { readonly byFinger?: boolean } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    hasTouch: byFinger,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(MOST_WAIT_MS);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.exposeFunction('noteStopped', (what: string) => void faults.push(`stopped: ${what}`));
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => noteStopped(e.violatedDirective + ' ' + e.blockedURI))",
  );
  return {
    page,
    faults,
    expectAccessible: (screen) => expectAccessible(page, screen),
    expectInWidth: (screen) => expectInWidth(page, screen),
  };
}

async function expectAccessible(page: Page, screen: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeFault[]>(`
    axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({ id, impact, targets: nodes.map(({ target }) => target.join(' ')) })))
  `);
  const grave = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect([screen, grave]).toEqual([screen, []]);
  await expectInWidth(page, screen);
}

async function expectInWidth(page: Page, screen: string): Promise<void> {
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([screen, Math.max(overflow, 0)]).toEqual([screen, 0]);
}
