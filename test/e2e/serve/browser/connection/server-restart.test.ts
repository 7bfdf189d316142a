import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

/** What the browser says of a request that nothing answered, or that was made before anybody had signed in. */
const EXPECTED = /net::ERR_|status of 401/;

it('says that the server is gone, keeps what it shows, and goes on without a reload when it is back', async () => {
  const { url, server, database, project } = await openRefusedScene();
  const { page, faults, expectAccessible } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.getByText('live', { exact: true }).waitFor();
  await page.evaluate('globalThis.wasReloaded = false');
  const go = async (letter: string) => {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
  };
  const rows = page.locator('.list-link');
  const make = page.getByRole('button', { name: /^New endpoint/ });
  const gone = page.getByRole('alert').filter({ hasText: 'The server does not answer.' });
  await go('w');
  await rows.first().waitFor();
  expect(await make.getAttribute('aria-disabled')).toBe('false');
  await go('d');
  await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
  await rows.first().waitFor();
  const before = await rows.count();
  const placeOfRow = () => rows.first().boundingBox();
  const place = await placeOfRow();

  await server.stop();
  await gone.waitFor();
  expect([await rows.count(), await placeOfRow()]).toEqual([before, place]);
  await expectAccessible('a list while the server is gone');
  await go('a');
  await page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor();
  await go('w');
  await rows.first().waitFor();
  await page
    .getByRole('button', { name: 'New endpoint', description: /off: the server does not answer/ })
    .waitFor();
  await go('d');
  await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
  expect(await rows.count()).toBe(before);

  await project.migration('003_third', 'create table third (id integer);');
  const up = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
    CONFITURE_DATABASE_URL: database.url,
    CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/',
    CONFITURE_WEBHOOK_EVENTS: 'migration.completed',
  });
  expect(up.exitCode, up.stderr).toBe(0);
  await startTestServer({ hasPage: true, database, port: Number(new URL(url).port) });
  await gone.waitFor({ state: 'detached' });
  await page.getByText('live', { exact: true }).waitFor();
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBeGreaterThan(before);
  await go('w');
  await expect.poll(() => make.getAttribute('aria-disabled'), { timeout: 30_000 }).toBe('false');
  expect(await page.evaluate('globalThis.wasReloaded')).toBe(false);
  expect(faults.filter((fault) => !EXPECTED.test(fault))).toEqual([]);
});
