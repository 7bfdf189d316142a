import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { HOSTILE, openHostileScene } from '../../../../support/browser/hostile-scene.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';

/** What the browser says of an answer that is no success, which a hostile filter or id gets. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d /;
/** Opens a box that asks, or another tab, and changes nothing. */
const OPENERS = '.screen-actions button[aria-disabled=false], .token button[aria-disabled=false], [role=tab]';

it.each([375, 1440])(
  'shows hostile text of every source as text on every screen, runs none of it, and keeps to %d px',
  async (width) => {
    const { url, token, lists, others } = await openHostileScene();
    const { page, faults, expectInWidth } = await openPage(await startBrowser(), width);
    await page.goto(`${url}/#token=${token}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const expectText = async (path: string) => {
      const screen = `${path.slice(0, 60)} at ${width} px`;
      await expectInWidth(screen);
      const made = await page.locator('main :is(img, script, iframe, [onload], [onerror])').count();
      const ran = faults.filter((fault) => !REFUSED.test(fault));
      // What ran would have set another one.
      const title = expect.stringMatching(/ · test_\w+ \(local\)$/);
      expect([screen, await page.title(), made, ran]).toEqual([screen, title, 0, []]);
    };
    const open = async (path: string) => {
      await page.goto(url + path);
      await page.locator('#content :is(h1, .notice, .empty)').first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await expectText(path);
    };
    for (const path of lists) {
      await open(path);
      expect([path, await page.locator('main').innerText()]).toEqual([
        path,
        expect.stringContaining('<img src=x onerror='),
      ]);
      await pressOpeners(page, () => expectText(path));
    }
    for (const path of others) {
      await open(path);
      await pressOpeners(page, () => expectText(path));
    }

    await open('/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('form', { name: 'New token' }).getByRole('textbox').first().fill(HOSTILE);
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('alert').waitFor();
    await expectText('the refusal of a token');
  },
);

/** Presses what only opens something, one after the other. */
async function pressOpeners(page: Page, check: () => Promise<void>): Promise<void> {
  const count = Math.min(await page.locator(OPENERS).count(), 6);
  for (let n = 0; n < count; n += 1) {
    const opener = page.locator(OPENERS).nth(n);
    if (/^(Copy|Refresh)/.test((await opener.innerText().catch(() => 'Copy')).trim())) continue;
    await opener.click();
    await check();
  }
}
