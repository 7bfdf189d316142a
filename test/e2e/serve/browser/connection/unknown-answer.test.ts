import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

it('says in the place of a screen that an answer cannot be shown, and shows the others', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { page, expectAccessible } = await openPage(await startBrowser(), 1440);
  await page.route('**/v1/settings', (route) => route.fulfill({ json: { options: 'of another version' } }));
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.locator('#content h1').waitFor();
  const open = async (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
  await open('Settings');
  const said = page.getByRole('alert').filter({ hasText: 'This screen cannot be shown.' });
  await said.waitFor();
  await expectAccessible('a screen that cannot be shown');
  await open('Deliveries');
  await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
  expect(await said.count()).toBe(0);
});
