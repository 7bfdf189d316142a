import { visit } from './take-shots.mjs';

const PHONE = { width: 375, height: 812 };

/** What asks before it acts, and the forms. Nothing is sent but a new token, whose secret is shown once. */
export async function shootQuestions(page, shoot, { delivery, run, approval, endpoint }) {
  const asked = [
    ['asks-retry-many', '/deliveries?endpoint=slack&state=failed', /^Retry/],
    ['asks-retry', delivery, /^Retry/],
    ['asks-replay-many', '/events?type=migration.failed', /^Replay/],
    ['asks-grant', approval, /^Grant/],
    ['asks-deny', approval, /^Deny/],
    ['asks-pause-all', '/', /^Pause all/],
    ['asks-new-endpoint', '/endpoints', /^New endpoint/],
    ['asks-test', endpoint, /^Test/],
    ['asks-probe', endpoint, /^Probe and recover/],
    ['asks-edit-endpoint', endpoint, /^Edit/],
    ['asks-rotate', endpoint, /^Rotate the secret/],
    ['asks-switch', endpoint, /^Switch/],
    ['asks-remove', endpoint, /^Remove/],
    ['asks-revoke-token', '/tokens', /^Revoke/],
    ['asks-new-token', '/tokens', /^New token/],
  ];
  for (const [name, place, button] of asked) {
    await visit(page, place);
    await page.getByRole('button', { name: button, disabled: false }).first().click();
    await page.getByRole('form').first().waitFor();
    await shoot(page, name);
  }
  await page.getByLabel('Name').fill('screenshots');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await page.getByText('sk_live_').first().waitFor();
  await page.locator('.token-name').getByText('screenshots').waitFor();
  await shoot(page, 'token-made');
  await visit(page, delivery);
  await page.getByRole('tab', { name: 'Request' }).click();
  await shoot(page, 'delivery-request');
  await visit(page, '/audit');
  await page.locator('.list-link').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shoot(page, 'audit-entry');
  await shootMenu(page, shoot, run);
}

/** On a phone the rail is a sheet, and the filters are behind a button. */
async function shootMenu(page, shoot, place) {
  await visit(page, '/deliveries');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'More filters' }).click();
  await shoot(page, 'filters', ['phone']);
  await visit(page, place);
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog', { name: 'Screens' }).waitFor();
  await shoot(page, 'menu', ['phone']);
}
