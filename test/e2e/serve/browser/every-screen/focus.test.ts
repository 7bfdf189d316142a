import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SCREENS } from '../../../../../src/server/dashboard/frame/screens.js';
import { activate, focused, heading, press } from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

/** More than any screen of the scene has. */
const MOST_STOPS = 120;

/**
 * The fault in how the element with the focus is shown: it has no ring, something cuts the ring off, or
 * something lies over it. Null where nothing is, `end` where the focus has left the document.
 */
const FAULT_OF_FOCUS = `(() => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return 'end';
  const name = focused.tagName + ' ' + (focused.getAttribute('aria-label') ?? focused.innerText ?? '').slice(0, 40);
  const style = getComputedStyle(focused);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no ring: ' + name;
  const reach = Math.max(0, parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth));
  const box = focused.getBoundingClientRect();
  for (let around = focused.parentElement; around !== null; around = around.parentElement) {
    if (around === document.body || getComputedStyle(around).overflowX === 'visible') continue;
    const limit = around.getBoundingClientRect();
    const isCut = box.left - reach < limit.left - 1 || box.right + reach > limit.right + 1
      || box.top - reach < limit.top - 1 || box.bottom + reach > limit.bottom + 1;
    if (isCut) return 'cut off by ' + around.className + ': ' + name;
  }
  if (box.top < 0 || box.bottom > innerHeight + 1) return box.height > innerHeight ? null : 'out of sight: ' + name;
  const over = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
  const isCovered = over !== null && !focused.contains(over) && !over.contains(focused);
  return isCovered ? 'covered by ' + over.className + ': ' + name : null;
})()`;

it.each([375, 1440])(
  'shows where the focus is, whole and in sight, at each stop of each screen, forth and back, at %d px',
  async (width) => {
    const { url, database } = await openRefusedScene();
    const { page } = await openPage(await startBrowser(), width);
    await page.setViewportSize({ width, height: 480 });
    await page.goto(`${url}/#token=${TEST_TOKEN}`);
    await page.locator('#content h1').waitFor();
    const ofOne = await database.query<{ path: string }>(
      `select '/runs/' || id as path from confiture.runs union select '/deliveries/' || max(id) from confiture.deliveries
        union select '/events/' || max(id) from confiture.events`,
    );
    const paths = [
      ...SCREENS.map(({ path }) => path),
      ...ofOne.map(({ path }) => path),
      '/endpoints/default',
    ];
    const faults: string[] = [];
    for (const path of paths) {
      await page.goto(url + path);
      await page.locator('#content h1').waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      const stops = await walk(page, 'Tab', path, faults);
      expect([path, stops > 3 && stops < MOST_STOPS]).toEqual([path, true]);
      await walk(page, 'Shift+Tab', path, faults);
    }
    expect(faults).toEqual([]);
  },
);

it('goes from the sheet of screens on to the title of the screen that was chosen, and else back to the button', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { page } = await openPage(await startBrowser(), 375);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.locator('#content h1').waitFor();
  const openSheet = async () => {
    await activate(page, 'Menu');
    await page.getByRole('dialog', { name: 'Screens' }).waitFor();
  };
  const hasFocus = (name: string) => expect.poll(() => focused(page), { timeout: 30_000 }).toBe(name);
  await openSheet();
  await press(page, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hasFocus('Menu');
  for (const screen of ['Tokens', 'Settings', 'Settings']) {
    await openSheet();
    await activate(page, screen);
    await heading(page, screen);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus(screen);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  }
});

/** True where the focus is at the stop that a walk began with. */
const IS_AT_FIRST = 'document.activeElement === (globalThis.firstStop ??= document.activeElement)';

/**
 * Goes from stop to stop until the focus leaves the document, and returns how many there are. A browser without a window
 * may begin again at the first stop before one can see that the focus had left.
 */
async function walk(page: Page, key: string, path: string, faults: string[]): Promise<number> {
  await page.evaluate('globalThis.firstStop = null');
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press(key);
    const fault = await page.evaluate<string | null>(FAULT_OF_FOCUS);
    if (fault === 'end' || ((await page.evaluate<boolean>(IS_AT_FIRST)) && stops > 0)) return stops;
    if (fault !== null) faults.push(`${path}, ${key}: ${fault}`);
  }
  return MOST_STOPS;
}
