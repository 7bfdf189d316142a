import { expect, it } from 'vitest';
import {
  activate,
  faultsButSignIn,
  focused,
  heading,
  press,
} from '../../../../support/browser/by-keyboard.js';
import { openDeliveryScene } from '../../../../support/browser/delivery-scene.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const LOOPBACK = { webhooks: { allowedNetworks: ['127.0.0.0/8'] } };

it.each([375, 1440])(
  'replays the events of a filter, and then one event, to an endpoint that was made later, at %d px',
  async (width) => {
    const scene = await openDeliveryScene({ migrations: 3, config: LOOPBACK });
    const { url, api, database, outbox, receiver, answerWith } = scene;
    answerWith(200);
    const late = { name: 'late', url: `${receiver.url}late`, events: ['migration.*'] };
    expect((await api.post('/v1/webhooks', { body: late })).status).toBe(201);
    const sent = () =>
      receiver.requests
        .filter(({ path }) => path === '/late')
        .map(({ body }) => JSON.parse(body.toString()) as { id: string; type: string });
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    const rows = page.locator('.list-link');

    await page.goto(`${url}/events#token=${TEST_TOKEN}`);
    await heading(page, 'Events');
    await page
      .getByRole('button', { name: 'Replay these …', description: /off: filter by a type/ })
      .waitFor();
    await page.goto(`${url}/events?type=migration.completed`);
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(3);
    await activate(page, 'Replay these …');
    await page.getByRole('form', { name: 'Replay to which endpoint?' }).waitFor();
    await page.getByRole('option', { name: 'late' }).waitFor({ state: 'attached' });
    expect(await focused(page)).toBe('Endpoint');
    await press(page, 'l');
    await activate(page, 'Count them');
    await page.getByRole('form', { name: 'Replay 3 events to late' }).waitFor();
    await expectAccessible('the question before a replay');
    await press(page, 'Enter');
    await page.getByText('0 of 3 deliveries made, queued').waitFor();
    expect(sent()).toEqual([]);
    await outbox.deliver();
    await page.getByText('3 of 3 deliveries made', { exact: true }).waitFor();
    expect(sent().map(({ type }) => type)).toEqual(Array(3).fill('migration.completed'));
    await activate(page, 'Close');

    await page.goto(`${url}/events?type=migration.started`);
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(3);
    await press(page, 'j', 'j', 'Enter');
    await heading(page, 'migration.started');
    await page.getByText('No endpoint subscribes to it.').waitFor();
    await press(page, 'r');
    await page.getByRole('option', { name: 'late' }).waitFor({ state: 'attached' });
    await press(page, 'l');
    await activate(page, 'Count them');
    await page.getByRole('form', { name: 'Replay 1 event to late' }).waitFor();
    await press(page, 'Enter');
    await page.getByText('0 of 1 deliveries made, queued').waitFor();
    await outbox.deliver();
    await page.getByText('1 of 1 deliveries made', { exact: true }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    expect(sent().slice(3)).toMatchObject([{ id, type: 'migration.started' }]);
    await page.getByRole('region', { name: 'Deliveries' }).getByRole('link', { name: 'late' }).waitFor();
    await expectAccessible('an event that was replayed');
    expect(
      await database.query(
        "select count(*)::integer as count from confiture.deliveries where endpoint = 'late' and state = 'delivered'",
      ),
    ).toEqual([{ count: 4 }]);
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
