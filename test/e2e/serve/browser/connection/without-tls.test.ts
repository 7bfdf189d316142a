import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const HOOK = { CONFITURE_WEBHOOK_BILLING_URL: 'http://127.0.0.1:9/' };

it('changes things, and says that it cannot copy, with what a browser leaves a page that came without TLS', async () => {
  const { url, api } = await startTestServer({ hasPage: true, env: HOOK });
  const { page } = await openPage(await startBrowser(), 1440);
  await page.addInitScript(`
    Object.defineProperty(Crypto.prototype, 'randomUUID', { value: undefined });
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });`);
  await page.goto(`${url}/endpoints/billing#token=${TEST_TOKEN}`);
  await page.getByRole('button', { name: /^Switch off/ }).click();
  const question = page.getByRole('form');
  await question.getByLabel('Reason').fill('moves to another host');
  await question.getByRole('button', { name: 'Switch off' }).click();
  await question.waitFor({ state: 'detached' });
  expect((await api.get('/v1/webhooks/billing')).body).toMatchObject({ state: 'disabled' });
  await page.goto(`${url}/tokens`);
  await page.getByRole('button', { name: /^New token/ }).click();
  await page.getByLabel('Name').fill('deploys');
  await page.getByRole('button', { name: /^Make/ }).click();
  await page.getByRole('button', { name: /^Copy/ }).click();
  await page.getByRole('button', { name: 'The browser refused' }).waitFor();
});
