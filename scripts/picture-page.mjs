// `npm run picture:page`: takes the pictures of the page that the README shows, light and dark, from the demo of `serve`,
// into docs/images/.
import { statSync } from 'node:fs';
import { openPage, startBrowser } from './screenshots/start-browser.mjs';
import { startDemo } from './screenshots/start-demo.mjs';
import { visit } from './screenshots/take-shots.mjs';

const SIZE = { width: 1080, height: 620 };
const MOST_BYTES = 150_000;

const demo = await startDemo();
const browser = await startBrowser();
try {
  const page = await openPage(browser, demo);
  await page.setViewportSize(SIZE);
  const { data } = await demo.until('/v1/runs?limit=1', ({ data: [run] }) => run?.phase === 'backfill');
  await take(page, `/runs/${data[0].run_id}`, 'page-run');
  await take(page, '/', 'page-overview');
} finally {
  await browser.close();
  await demo.stop();
}

async function take(page, place, name) {
  await visit(page, place);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const file = `docs/images/${name}-${colorScheme}.png`;
    await page.screenshot({ path: file, animations: 'disabled' });
    const { size } = statSync(file);
    if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  }
}
