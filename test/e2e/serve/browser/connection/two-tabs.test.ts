import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const HOOK = { CONFITURE_WEBHOOK_BILLING_URL: 'http://127.0.0.1:9/' };

it('does what its question says, though another tab has done it meanwhile', async () => {
  const { url, api } = await startTestServer({ hasPage: true, env: HOOK });
  const { page } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/endpoints/billing#token=${TEST_TOKEN}`);
  await page.getByRole('button', { name: /^Switch off/ }).click();
  const question = page.getByRole('form');
  await question.getByLabel('Reason').fill('moves to another host');
  await api.post('/v1/webhooks/billing/disable', { body: { reason: 'by another' } });
  await page.getByRole('button', { name: /^Switch on/ }).waitFor();
  await question.getByRole('button', { name: 'Switch off' }).click();
  await question.waitFor({ state: 'detached' });
  expect((await api.get('/v1/webhooks/billing')).body).toMatchObject({ state: 'disabled' });
});
