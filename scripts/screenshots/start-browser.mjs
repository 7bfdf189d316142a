import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const LONGEST_WAIT_MS = 30_000;

/** Chromium, which the machine has to have on its PATH. */
export async function startBrowser() {
  const executablePath = NAMES.flatMap((name) =>
    (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
  ).find(isProgram);
  if (executablePath === undefined)
    throw new Error('Chromium is not installed. Get it with: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page of its own, signed in with `token`; null leaves it at the way in. */
export async function openPage(browser, { url, token, scale = 1 }) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_WAIT_MS);
  await page.goto(token === null ? url : `${url}/#token=${token}`);
  await page.locator(token === null ? 'form' : '.shell').waitFor();
  return page;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
