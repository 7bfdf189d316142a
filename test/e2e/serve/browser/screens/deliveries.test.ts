import { expect, it } from 'vitest';
import { faultsButSignIn, heading, press, tabTo } from '../../../../support/browser/by-keyboard.js';
import { openDeliveryScene } from '../../../../support/browser/delivery-scene.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { TEST_TOKEN } from '../../../../support/server/start-test-server.js';

it.each([375, 1440])(
  'filters by a value, shares the filter, stops a retry of it, and sees another one through, at %d px',
  async (width) => {
    const { url, database, outbox, receiver, answerWith } = await openDeliveryScene({
      migrations: 4,
      endpoints: ['billing', 'chat'],
    });
    const browser = await startBrowser();
    const { page, faults, expectAccessible } = await openPage(browser, width);
    const rows = page.locator('.list-link');
    const states = () =>
      database.query(
        'select endpoint, state, count(*)::integer as count from confiture.deliveries group by 1, 2 order by 1, 2',
      );
    await page.goto(`${url}/deliveries#token=${TEST_TOKEN}`);
    await heading(page, 'Deliveries');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(8);
    await page
      .getByRole('button', { name: 'Retry what failed …', description: /off: filter by an endpoint/ })
      .waitFor();
    await page.getByText('8 deliveries failed; none waits.').waitFor();

    await press(page, 'j', 'Tab');
    await press(page, 'Enter');
    await page.waitForURL((at) => at.search === '?status=404');
    await rows.first().waitFor();
    await press(page, 'j', 'Tab', 'Tab', 'Enter');
    await page.waitForURL((at) => /^\?status=404&endpoint=(billing|chat)$/.test(at.search));
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(4);
    await page.getByText('4 deliveries fit this filter: 4 failed; none waits.').waitFor();
    const shared = page.url();
    const endpoint = new URL(shared).searchParams.get('endpoint');

    const other = await openPage(browser, width);
    await other.page.goto(shared);
    await other.page.getByLabel('Token').waitFor();
    await other.page.keyboard.type(TEST_TOKEN);
    await other.page.keyboard.press('Enter');
    await heading(other.page, 'Deliveries');
    await expect.poll(() => other.page.locator('.list-link').count(), { timeout: 30_000 }).toBe(4);
    expect(other.page.url()).toBe(shared);
    expect(await other.page.getByLabel('Answer').inputValue()).toBe('404');
    await other.page.context().close();

    answerWith(200);
    await press(page, 'R');
    await page.getByRole('form', { name: `Retry 4 deliveries to ${endpoint}` }).waitFor();
    await expectAccessible('the question before a bulk retry');
    await press(page, 'Enter');
    await page.getByText(/^0 of 4 deliveries put back, queued$/).waitFor();
    await expectAccessible('a bulk retry that goes on');
    await page.reload();
    await page.getByText(/^0 of 4 deliveries put back, queued$/).waitFor();
    await tabTo(page, 'Stop');
    await press(page, 'Enter');
    await page.getByText(/^0 of 4 deliveries put back, cancelled$/).waitFor();
    expect(
      await database.query('select changed, started_at, ended_at is null as open from confiture.jobs'),
    ).toEqual([{ changed: 0, started_at: null, open: false }]);
    await outbox.deliver();
    expect(await states()).toEqual([
      { endpoint: 'billing', state: 'failed', count: 4 },
      { endpoint: 'chat', state: 'failed', count: 4 },
    ]);
    expect(receiver.requests).toHaveLength(8);
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Close');
    await press(page, 'Enter');
    await page.waitForURL(shared);

    await press(page, 'R');
    await page.getByRole('form', { name: `Retry 4 deliveries to ${endpoint}` }).waitFor();
    await press(page, 'Enter');
    await page.getByText(/^0 of 4 deliveries put back, queued$/).waitFor();
    await outbox.deliver();
    await page.getByText(/^4 of 4 deliveries put back$/).waitFor();
    await page.getByText('Nothing fits this filter.').waitFor();
    expect(receiver.requests.slice(8).map(({ path }) => path)).toEqual(Array(4).fill(`/${endpoint}`));
    expect(await states()).toEqual(
      ['billing', 'chat'].map((name) => ({
        endpoint: name,
        state: name === endpoint ? 'delivered' : 'failed',
        count: 4,
      })),
    );
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);

it.each([375, 1440])(
  'shows the attempts of a delivery with request, response and reason, and retries it, at %d px',
  async (width) => {
    const { url, database, outbox, receiver, answerWith } = await openDeliveryScene({ migrations: 1 });
    answerWith(503, '{"error":"in maintenance","until":"noon"}', { 'retry-after': '30' });
    await database.query(
      "update confiture.deliveries set state = 'waiting', due_at = now(), settled_at = null",
    );
    await outbox.deliver();
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const [delivery] = await database.query<{ id: string }>('select id from confiture.deliveries');
    await page.goto(`${url}/deliveries/${delivery?.id}#token=${TEST_TOKEN}`);
    await heading(page, /^waiting 503 default$/);
    await page
      .getByText(
        /^The receiver answered 503 and asked for 30 s; the next attempt is in \d+ s\. The receiver failed/,
      )
      .waitFor();
    const attempts = page.getByRole('navigation', { name: 'Attempts' }).getByRole('button');
    expect(await attempts.allInnerTexts()).toEqual([
      expect.stringMatching(/^Attempt 2,\s*failed\s*503/),
      expect.stringMatching(/^Attempt 1,\s*failed\s*404/),
    ]);
    await page.locator('.timing').getByText('First byte', { exact: true }).waitFor();
    const response = page.getByRole('region', { name: 'Body of the response' });
    await response.getByText('"error": "in maintenance",\n  "until": "noon"').waitFor();
    await tabTo(page, 'As sent');
    await press(page, 'Enter');
    await response.getByText('{"error":"in maintenance","until":"noon"}').waitFor();
    await press(page, 'j');
    await response.getByText('no such hook').waitFor();
    await page.locator('.timing').getByText('Connect', { exact: true }).waitFor();
    await page.getByText(/^The receiver answered 404\. The receiver has nothing at this path/).waitFor();
    await press(page, 'k');
    await response.getByText('in maintenance').waitFor();
    await tabTo(page, 'Response');
    await press(page, 'ArrowRight');
    await page.getByText(/^POST http:\/\/127\.0\.0\.1:\d+\//).waitFor();
    const sent = receiver.requests[1];
    const shown = page.getByRole('tabpanel', { name: 'Request' });
    expect(await shown.locator('.headers').innerText()).toMatch(/webhook-signature\s+v1,[^\n]{1,20}…/i);
    await tabTo(page, 'As sent');
    await press(page, 'Enter');
    expect(await shown.locator('pre').textContent()).toBe(sent?.body.toString());
    await expectAccessible('the request of an attempt');
    await page.getByRole('button', { name: 'Copy as curl' }).focus();
    await press(page, 'Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const curl = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(curl).toMatch(/^curl -X POST 'http:\/\/127\.0\.0\.1:/);
    expect(curl).toContain(sent?.body.toString());
    expect(curl).not.toContain('whsec_');
    expect(curl).not.toContain(String(sent?.headers['webhook-signature']));

    answerWith(200);
    await press(page, 'r');
    await page.getByRole('form', { name: 'Retry this delivery to default' }).waitFor();
    await press(page, 'Enter');
    await page.getByRole('form').waitFor({ state: 'detached' });
    await outbox.deliver();
    await heading(page, /^delivered 200 default$/);
    await page.getByText('The receiver accepted it with 200.', { exact: false }).waitFor();
    expect(receiver.requests).toHaveLength(3);
    await page.getByRole('link', { name: 'Open endpoint' }).focus();
    await press(page, 'Enter');
    await heading(page, /^on default$/);
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
