import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const HOOK = { CONFITURE_WEBHOOK_BILLING_URL: 'http://127.0.0.1:9/' };

it('tells no state of what was removed while its screen was open', async () => {
  const { url, api } = await startTestServer({ hasPage: true, env: HOOK });
  const { page, expectAccessible } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/endpoints/billing#token=${TEST_TOKEN}`);
  await page.getByRole('heading', { level: 1, name: /billing/ }).waitFor();
  await page.getByText('live', { exact: true }).waitFor();
  await page.route('**/v1/webhooks/billing', (route) =>
    route.fulfill({ status: 404, json: { detail: 'there is no endpoint billing' } }),
  );
  // What happens anywhere is a reason to look again.
  await api.post('/v1/webhooks/billing/disable', { body: { reason: 'it is removed' } });
  await page.getByRole('heading', { level: 1, name: 'There is no such endpoint' }).waitFor();
  expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
  await expectAccessible('an endpoint that was removed meanwhile');
});
