import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const HOOK = { CONFITURE_WEBHOOK_BILLING_URL: 'http://127.0.0.1:9/' };

it('closes a question by Escape from anywhere on its screen, and leaves a secret by no key', async () => {
  const { url } = await startTestServer({ hasPage: true, env: HOOK });
  const { page } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/endpoints#token=${TEST_TOKEN}`);
  await page.getByRole('link', { name: /billing/ }).click();
  await page.getByRole('button', { name: /^Switch off/ }).click();
  await page.keyboard.type('a reason');
  await page
    .locator('.facts')
    .first()
    .click({ position: { x: 1, y: 1 } });
  await page.keyboard.press('Escape');
  await page.getByRole('form').waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/endpoints/billing');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.keyboard.type('deploy');
  await page.keyboard.press('Enter');
  const secret = page.getByRole('alert').filter({ hasText: 'is shown this once' });
  await secret.waitFor();
  for (const key of ['Escape', 'g', 'd']) await page.keyboard.press(key);
  await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor();
  await secret.waitFor();
});
