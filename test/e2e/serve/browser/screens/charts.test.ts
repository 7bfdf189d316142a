import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';
import { type StoredDelivery, storeDeliveries } from '../../../../support/server/store-deliveries.js';

const many = (count: number, delivery: StoredDelivery) => Array.from({ length: count }, () => delivery);
const STORED: readonly StoredDelivery[] = [
  ...many(30, { endpoint: 'audit', state: 'delivered', minutesAgo: 1_200, durations: [120] }),
  ...many(9, { endpoint: 'audit', state: 'delivered', minutesAgo: 600, durations: [80, 2_500] }),
  ...many(4, { endpoint: 'billing', state: 'failed', minutesAgo: 600, durations: [900] }),
  ...many(2, { endpoint: 'billing', state: 'waiting', minutesAgo: 200, durations: [30_000] }),
  ...many(12, { endpoint: 'billing', state: 'delivered', minutesAgo: 200, durations: [60] }),
];

const env = {
  CONFITURE_WEBHOOK_AUDIT_URL: 'http://127.0.0.1:9/audit',
  CONFITURE_WEBHOOK_BILLING_URL: 'http://127.0.0.1:9/billing',
  CONFITURE_WEBHOOK_QUIET_URL: 'http://127.0.0.1:9/quiet',
};

it('shows what became of deliveries in a day, by charts and the same as tables, on a phone and in the dark', async () => {
  const { url, database, api } = await startTestServer({ hasPage: true, env });
  const browser = await startBrowser();
  const light = await openPage(browser, 1440);
  const { page } = light;
  const outcomes = page.getByRole('table', { name: 'Deliveries by outcome, hour by hour' });
  const cells = (table: typeof outcomes) => table.getByRole('row').allInnerTexts();
  const asked: URL[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url())));
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await outcomes.waitFor({ state: 'attached' });
  const lists = new Set(asked.filter(({ pathname }) => /^\/v1\/(?!session)/.test(pathname)).map(String));
  expect([...lists].map((each) => new URL(each).pathname).toSorted()).toEqual([
    '/v1/approvals',
    '/v1/deliveries/statistics',
    '/v1/migrations',
    '/v1/runs',
    '/v1/runs/pause',
    '/v1/stream',
    '/v1/webhooks',
  ]);
  await light.expectAccessible('the overview without deliveries');

  await storeDeliveries(database.url, STORED);
  await page.reload();
  const bars = page.locator('.chart-drawing a');
  await bars.first().waitFor();
  expect(await bars.count()).toBe(5);
  const rows = (await cells(outcomes)).slice(1).map((row) => row.split('\t').slice(1).map(Number));
  const { buckets } = (
    await api.get<{
      buckets: readonly Record<'delivered' | 'discarded' | 'waiting' | 'failed', number>[];
    }>('/v1/deliveries/statistics')
  ).body;
  expect(rows).toEqual(buckets.map((of) => [of.delivered, of.discarded, of.waiting, of.failed]));
  expect(rows.filter((row) => row.some((count) => count > 0))).toEqual([
    [30, 0, 0, 0],
    [9, 0, 0, 4],
    [12, 0, 2, 0],
  ]);
  const durations = page.getByRole('table', { name: 'Time of an attempt, hour by hour' });
  expect(
    (await cells(durations)).map((row) => row.split('\t').slice(1)).filter(([p50]) => p50 !== '–'),
  ).toEqual([
    ['p50', 'p95'],
    ['120 ms', '120 ms'],
    ['900 ms', '2.5 s'],
    ['60 ms', '30 s'],
  ]);
  await expect
    .poll(() => page.locator('.rail-database').innerText(), { timeout: 30_000 })
    .toContain(database.name);
  for (const fact of ['Environment', 'Version', 'Pending', 'Last run', 'Waiting approvals', 'Drift'])
    await page.getByRole('term').filter({ hasText: fact }).waitFor();
  await light.expectAccessible('the overview');

  await page.locator('.chart-drawing a', { hasText: '4 failed' }).click();
  await page.waitForURL((at) => at.searchParams.get('state') === 'failed' && at.searchParams.has('since'));
  await expect.poll(() => page.locator('.list-link').count(), { timeout: 30_000 }).toBe(4);
  await page.keyboard.press('Escape');
  await page.goto(url);
  await page.getByRole('link', { name: '51 delivered' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((at) => at.searchParams.get('state') === 'delivered');

  await page.keyboard.press('g');
  await page.keyboard.press('w');
  const billing = page.getByRole('row').filter({ hasText: 'billing' });
  await billing.getByText('12 delivered, 4 failed in 24 h').waitFor({ state: 'attached' });
  expect(await billing.innerText()).toContain('75 %');
  await light.expectAccessible('the endpoints');
  expect(light.faults.filter((fault) => !/\b401\b.*\/v1\/session\)$/.test(fault))).toEqual([]);

  const dark = await openPage(browser, 375);
  await dark.page.emulateMedia({ colorScheme: 'dark' });
  await dark.page.goto(`${url}/#token=${TEST_TOKEN}`);
  await dark.page.locator('.chart-drawing a').first().waitFor();
  await dark.expectAccessible('the overview on a phone, in the dark');
  expect(dark.faults.filter((fault) => !/\b401\b.*\/v1\/session\)$/.test(fault))).toEqual([]);
});

it('shows the same of one endpoint on its own screen, also where it has none', async () => {
  const { url, database, api } = await startTestServer({ hasPage: true, env });
  await api.get('/v1/runs');
  await storeDeliveries(database.url, STORED);
  const browser = await startBrowser();
  const wide = await openPage(browser, 1440);
  const { page } = wide;
  const open = async ({ page: at }: typeof wide, name: string) => {
    await at.goto(`${url}/endpoints#token=${TEST_TOKEN}`);
    await at.getByRole('link', { name, exact: true }).focus();
    await at.keyboard.press('Enter');
    await at
      .getByRole('table', { name: 'Deliveries by outcome, hour by hour' })
      .waitFor({ state: 'attached' });
  };
  await open(wide, 'billing');
  const rows = (name: string) => page.getByRole('table', { name }).getByRole('row').allInnerTexts();
  const counts = (await rows('Deliveries by outcome, hour by hour'))
    .slice(1)
    .map((row) => row.split('\t').slice(1));
  expect(counts.filter((row) => row.some((count) => count !== '0'))).toEqual([
    ['0', '0', '0', '4'],
    ['12', '0', '2', '0'],
  ]);
  const times = (await rows('Time of an attempt, hour by hour')).map((row) => row.split('\t').slice(1));
  expect(times.filter(([p50]) => p50 !== '–')).toEqual([
    ['p50', 'p95'],
    ['900 ms', '900 ms'],
    ['60 ms', '30 s'],
  ]);
  await wide.expectAccessible('an endpoint with charts');
  await page.getByRole('link', { name: '4 failed' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(
    (at) => at.searchParams.get('endpoint') === 'billing' && at.searchParams.has('since'),
  );
  await expect.poll(() => page.locator('.list-link').count(), { timeout: 30_000 }).toBe(4);

  const phone = await openPage(browser, 375);
  await phone.page.emulateMedia({ colorScheme: 'dark' });
  await open(phone, 'quiet');
  await phone.page.getByText('none was made').waitFor();
  expect(await phone.page.locator('.chart-drawing a').count()).toBe(0);
  await phone.expectAccessible('an endpoint without deliveries, on a phone and in the dark');
});

it('pauses all runs of the database, and lets them go on, with a reason', async () => {
  const { url, api } = await startTestServer({ hasPage: true });
  const { page, expectAccessible } = await openPage(await startBrowser(), 375);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.getByRole('button', { name: 'Pause all runs' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: /^Pause all runs of this database/ }).waitFor();
  await expectAccessible('the question before a pause of all runs');
  await page.keyboard.type('an invented incident');
  await page.keyboard.press('Enter');
  await page.getByRole('form').waitFor({ state: 'detached' });
  const { data } = (await api.get<{ data: readonly object[] }>('/v1/audit')).body;
  expect(JSON.stringify(data)).toContain('an invented incident');
  await page.getByText('All runs are held by test: an invented incident').waitFor();
  await expectAccessible('the overview while all runs are held');
  await page.reload();
  await page.getByRole('button', { name: 'Resume all runs' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: /^Let all runs go on/ }).waitFor();
  await page.keyboard.type('the incident is over');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pause all runs' }).waitFor();
  expect((await api.get('/v1/runs/pause')).body).toEqual({ pause: null });
});
