import path from 'node:path';

const SIZES = {
  wide: { width: 1440, height: 900, byFinger: false },
  phone: { width: 375, height: 812, byFinger: true },
};
const COLOURS = ['light', 'dark'];
const TALLEST = 2600;
/** What stands on a screen while something is on its way. */
const NOT_YET = [
  '.skeleton',
  '.rail-database .shape-off',
  '.live-mark:text-is("connecting")',
  '.skeleton-figure',
];

/**
 * Gives a function that takes the pictures of what `page` shows: light and dark, on a desktop and on a phone. A phone
 * is used with fingers. A picture has the height of its screen, so that nothing below the first screenful stays unseen.
 * Where `wanted` holds names of states, or their beginnings, the others are left out.
 */
export function shotTaker(folder, wanted) {
  return async (page, name, sizes = Object.keys(SIZES)) => {
    if (wanted.length > 0 && !wanted.some((begin) => name.startsWith(begin))) return;
    const pointer = await page.context().newCDPSession(page);
    for (const size of sizes) {
      const { byFinger, ...viewport } = SIZES[size];
      await pointer.send('Emulation.setTouchEmulationEnabled', { enabled: byFinger });
      await page.setViewportSize(viewport);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ ...viewport, height: Math.min(height, TALLEST) });
      for (const colorScheme of COLOURS) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({
          path: path.join(folder, `${name}-${size}-${colorScheme}.png`),
          animations: 'disabled',
        });
      }
    }
    await pointer.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await pointer.detach();
    await page.setViewportSize(SIZES.wide);
  };
}

/** Opens a place of the page and waits for what it shows, and for the stream. */
export async function visit(page, place) {
  await page.goto(new URL(place, page.url()).href);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (const notYet of NOT_YET) await page.locator(notYet).first().waitFor({ state: 'detached' });
}
