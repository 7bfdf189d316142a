import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

it('signs out in every tab, and not where the server did not end the session', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { page } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.getByText('live', { exact: true }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${url}/deliveries`);
  await other.getByText('live', { exact: true }).waitFor();
  const signOut = page.getByRole('button', { name: 'Sign out' });
  const still = page.getByRole('alert').filter({ hasText: 'You are still signed in.' });
  const refuse = { status: 503, json: { detail: 'nothing listens at 127.0.0.1:9' } };
  await page.route('**/v1/session', (route) => route.fulfill(refuse));
  await signOut.click();
  await still.waitFor();
  await page.unroute('**/v1/session');
  await signOut.click();
  await page.getByLabel('Token').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await other.getByText('it was signed out elsewhere').waitFor({ timeout: 60_000 });
  expect(await other.getByRole('navigation').count()).toBe(0);
  await page.getByLabel('Token').fill(TEST_TOKEN);
  await page.keyboard.press('Enter');
  await page.getByText('live', { exact: true }).waitFor();
});

it('says that what is shown is from before where the server answers without its database', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { page, expectAccessible } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.getByText('live', { exact: true }).waitFor();
  await page.getByRole('heading', { level: 1, name: /Nothing is pending/ }).waitFor();
  const said = page.getByRole('alert').filter({ hasText: 'What is shown is from before: Nothing listens' });
  const isAsked = (at: URL) => at.pathname.startsWith('/v1/') && at.pathname !== '/v1/stream';
  await page.route(isAsked, (route) =>
    route.fulfill({ status: 503, json: { detail: 'nothing listens at 127.0.0.1:9', hint: 'Check it.' } }),
  );
  await said.waitFor();
  await page.getByText('not live', { exact: true }).waitFor();
  await expectAccessible('the overview of a server without its database');
  await page.unroute(isAsked);
  await said.waitFor({ state: 'detached' });
  await page.getByText('live', { exact: true }).waitFor();
});
