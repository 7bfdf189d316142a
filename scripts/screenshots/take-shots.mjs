import path from 'node:path';

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 375, height: 812 } };
const COLOURS = ['light', 'dark'];

/** Gives a function that takes the pictures of what `page` shows: light and dark, on a desktop and on a phone. */
export function shotTaker(folder) {
  return async (page, name) => {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of COLOURS) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({
          path: path.join(folder, `${name}-${size}-${colorScheme}.png`),
          animations: 'disabled',
        });
      }
    }
    await page.setViewportSize(SIZES.wide);
  };
}

/** Opens a place of the page and waits for what it shows. */
export async function visit(page, place) {
  await page.goto(new URL(place, page.url()).href);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}
