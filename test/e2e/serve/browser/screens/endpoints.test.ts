import { expect, it } from 'vitest';
import { verifyRequest } from '../../../../../src/events/signature/verify.js';
import {
  activate,
  faultsButSignIn,
  fill,
  focused,
  heading,
  press,
  tabTo,
} from '../../../../support/browser/by-keyboard.js';
import { openDeliveryScene } from '../../../../support/browser/delivery-scene.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import type { RecordedRequest } from '../../../../support/receiver.js';
import { TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const LOOPBACK = { webhooks: { allowedNetworks: ['127.0.0.0/8'] } };

/** Whether a request is signed by a secret. */
function isSignedBy(secret: string, { headers, body }: RecordedRequest): boolean {
  return verifyRequest({ headers, body, secrets: [secret], nowSeconds: Date.now() / 1000 }).verified;
}

it.each([375, 1440])(
  'makes, tests, edits, rotates, switches, probes and removes an endpoint by keyboard, at %d px',
  async (width) => {
    const scene = await openDeliveryScene({ migrations: 1, config: LOOPBACK });
    const { url, api, database, outbox, receiver, answerWith, migrate } = scene;
    answerWith(200);
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    const ofBilling = () => receiver.requests.filter(({ path }) => path === '/billing');
    const stateOf = () =>
      database.query(
        "select state, last_result from confiture.deliveries where endpoint = 'billing' order by event_id",
      );

    await page.goto(`${url}/endpoints#token=${TEST_TOKEN}`);
    await heading(page, 'Endpoints');
    await activate(page, 'New endpoint');
    await page.getByRole('form', { name: 'New endpoint' }).waitFor();
    expect(await focused(page)).toBe('URL');
    await expectAccessible('the form of a new endpoint');
    await page.keyboard.type(`${receiver.url}billing`);
    await fill(page, 'Name', 'billing');
    await fill(page, 'Events', 'migration.completed');
    await fill(page, 'Headers', 'X-Team: payments');
    await activate(page, 'Store the endpoint');
    await page.getByText('The signing secret is shown this once. Keep it now.').waitFor();
    expect(await focused(page)).toBe('Copy');
    const first = await page.getByRole('alert').locator('.mono').innerText();
    expect(first).toMatch(/^whsec_/);
    await expectAccessible('a secret that is shown once');
    await activate(page, 'I have it');
    await page.getByText('The signing secret').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(first);
    expect(await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])')).not.toContain(
      first,
    );
    expect(await database.query('select name, events, format from confiture.webhooks')).toEqual([
      { name: 'billing', events: ['migration.completed'], format: 'envelope' },
    ]);

    await page.locator('.list-link', { hasText: 'billing' }).waitFor();
    await tabTo(page, 'billing');
    await press(page, 'Enter');
    await heading(page, 'on billing');
    await activate(page, 'Test');
    await page.getByRole('form', { name: 'Send a test event to billing' }).waitFor();
    await press(page, 'Enter');
    await page.getByText(/^webhook\.test: /).waitFor();
    expect(ofBilling()).toHaveLength(1);
    expect(isSignedBy(first, ofBilling()[0] as RecordedRequest)).toBe(true);
    expect(ofBilling()[0]?.headers['x-team']).toBe('payments');
    await activate(page, 'Close');

    await activate(page, 'Edit');
    await page.getByRole('form', { name: 'Change billing' }).waitFor();
    await fill(page, 'Events', 'migration.*');
    const other = await api.patch('/v1/webhooks/billing', { body: { format: 'flat', timeout_ms: 5000 } });
    expect(other.status).toBe(200);
    await activate(page, 'Store the change');
    await page
      .getByText('Another changed it meanwhile. Nothing was stored; what you typed is kept.')
      .waitFor();
    const said = page.getByRole('alert').getByRole('listitem');
    expect(await said.allInnerTexts()).toEqual(['Format is now flat', 'Time-out is now 5000 ms']);
    expect(await page.getByLabel('Events').inputValue()).toBe('migration.*');
    expect(await page.getByLabel('Format').inputValue()).toBe('flat');
    await expectAccessible('a change that another came before');
    await activate(page, 'Store it all the same');
    await page.getByRole('form', { name: 'Change billing' }).waitFor({ state: 'detached' });
    expect(await database.query('select events, format, timeout_ms from confiture.webhooks')).toEqual([
      { events: ['migration.*'], format: 'flat', timeout_ms: 5000 },
    ]);
    await api.patch('/v1/webhooks/billing', {
      body: { events: ['migration.completed'], format: 'envelope' },
    });

    await activate(page, 'Rotate the secret');
    await page.getByRole('form', { name: 'Give billing a new secret' }).waitFor();
    expect(await focused(page)).toBe('The old and the new one both sign');
    await activate(page, 'Rotate');
    await page.getByText('The new secret is shown this once. Keep it now.').waitFor();
    const second = await page.getByRole('alert').locator('.mono').innerText();
    await activate(page, 'I have it');
    await page.getByText('Two secrets sign.').waitFor();
    await activate(page, 'Test');
    await press(page, 'Enter');
    await page.getByText(/^webhook\.test: /).waitFor();
    const [, both] = ofBilling();
    expect([first, second].map((secret) => isSignedBy(secret, both as RecordedRequest))).toEqual([
      true,
      true,
    ]);
    await activate(page, 'Close');

    await activate(page, 'Switch off');
    await page.getByRole('form', { name: /^Switch billing off/ }).waitFor();
    expect(await focused(page)).toBe('Reason, for the audit log');
    await page.keyboard.type('the host moves');
    await press(page, 'Enter');
    await page.getByText('Switched off by test: the host moves.').waitFor();
    expect(
      await database.query("select reason from confiture.audit where action = 'webhook.disabled'"),
    ).toEqual([{ reason: 'the host moves' }]);
    await migrate('002_second');
    await outbox.deliver();
    expect(await stateOf()).toMatchObject([{ state: 'waiting' }]);
    expect(ofBilling()).toHaveLength(2);

    await activate(page, 'Remove');
    await page
      .getByRole('form', { name: 'Remove billing and discard the delivery that waits for it' })
      .waitFor();
    await expectAccessible('a removal that would discard');
    await press(page, 'Escape');
    expect(await database.query('select name from confiture.webhooks')).toHaveLength(1);

    await activate(page, 'Switch on');
    await page.getByRole('form', { name: /^Switch billing on/ }).waitFor();
    await press(page, 'Enter');
    await heading(page, 'on billing');
    expect(await stateOf()).toMatchObject([{ state: 'failed' }]);
    answerWith(500);
    await activate(page, 'Probe and recover');
    await page
      .getByRole('form', {
        name: 'Test billing; if it answers, send again the delivery that failed or waits',
      })
      .waitFor();
    await activate(page, 'Probe and recover');
    await page.getByText(/^Endpoint billing did not accept the test event/).waitFor();
    answerWith(200);
    expect(await focused(page)).toBe('Probe and recover');
    await press(page, 'Enter');
    await page.getByText('0 of 1 deliveries put back, queued').waitFor();
    await outbox.deliver();
    await page.getByText('1 of 1 deliveries put back', { exact: true }).waitFor();
    await expect.poll(() => stateOf(), { timeout: 30_000 }).toMatchObject([{ state: 'delivered' }]);
    const last = ofBilling().at(-1) as RecordedRequest;
    expect(JSON.parse(last.body.toString())).toMatchObject({ type: 'migration.completed' });
    expect(isSignedBy(second, last)).toBe(true);

    await api.post('/v1/webhooks/billing/disable');
    await migrate('003_third');
    await page.reload();
    await heading(page, 'switched off billing');
    await activate(page, 'Remove');
    await page.getByRole('form', { name: /^Remove billing and discard/ }).waitFor();
    await press(page, 'Enter');
    await heading(page, 'Endpoints');
    expect(await database.query('select name from confiture.webhooks')).toEqual([]);
    expect(await stateOf()).toMatchObject([{ state: 'delivered' }, { state: 'discarded' }]);

    await page.locator('.list-link', { hasText: 'default' }).waitFor();
    await press(page, 'j', 'Enter');
    await heading(page, /default$/);
    await page.getByText(/it is set by variables of the environment, and changed there\.$/).waitFor();
    for (const name of ['Edit', 'Rotate the secret', 'Remove'])
      await page
        .getByRole('button', {
          name,
          description: /off: it is set by variables of the environment, and changed there\.$/,
        })
        .waitFor();
    await expectAccessible('an endpoint of the environment');
    expect(faultsButSignIn(faults).filter((fault) => !/\b(409|412)\b/.test(fault))).toEqual([]);
  },
);
