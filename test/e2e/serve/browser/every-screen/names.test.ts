import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SCREENS } from '../../../../../src/server/dashboard/frame/screens.js';
import { faultsButSignIn, focused, heading, press } from '../../../../support/browser/by-keyboard.js';
import { heard, noteAnnouncements, untold } from '../../../../support/browser/heard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { openRunScene } from '../../../../support/browser/run-scene.js';
import { TEST_TOKEN } from '../../../../support/server/start-test-server.js';

/** Names with roles of what a screen reader comes to. */
async function namesOn(page: Page): Promise<readonly string[]> {
  return (await heard(page)).map(({ role, name }) => `${role} ${name}`);
}

/** Fails where a person who hears the screen is not told what is on it. */
async function expectTold(page: Page, screen: string): Promise<void> {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  expect([screen, untold(await heard(page))]).toEqual([screen, []]);
}

const PATHS = SCREENS.map(({ path }) => path.slice(1)).filter((path) => path !== '');

it('is told to a person who hears it, from the token to a delivery that is sent again', async () => {
  const scene = await openRefusedScene({ approvals: [{ tiers: ['destructive'] }] });
  const { url, project, database, outbox, accept } = scene;
  await project.migration('003_third', 'drop table second;');
  const up = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
    CONFITURE_DATABASE_URL: database.url,
  });
  expect(up.exitCode, up.stderr).toBe(9);
  const { page, faults } = await openPage(await startBrowser(), 1440);
  const form = page.getByRole('form');
  const idOf = async (from: string) =>
    (await database.query<{ id: string }>(`select max(id) as id from confiture.${from}`))[0]?.id ?? '';

  await page.goto(url);
  await page.getByRole('button', { name: 'Sign in', description: 'Paste a token first.' }).waitFor();
  expect(await namesOn(page)).toContain('textbox Token');
  await page.keyboard.type(TEST_TOKEN);
  await press(page, 'Enter');
  await heading(page, / is at 002\./);
  await page.getByText('live', { exact: true }).waitFor();
  await expectTold(page, 'the overview');
  const titles: string[] = [];
  for (const path of PATHS) {
    await page.goto(`${url}/${path}`);
    await page.locator('#content h1').waitFor();
    await expectTold(page, path);
    titles.push(await page.title());
  }
  expect(titles.map((title) => title.split(' · ')[0]?.toLowerCase())).toEqual(PATHS);

  await page.goto(`${url}/deliveries?status=404`);
  await page.locator('.list-link').nth(1).waitFor();
  const names = await namesOn(page);
  expect(names).toEqual(
    expect.arrayContaining([
      'table Deliveries',
      'columnheader State',
      'search Filter',
      'combobox State',
      'link failed, delivery of migration.completed, 001_first, to default',
      'link failed, delivery of migration.completed, 002_second, to default',
    ]),
  );
  const table = page.getByRole('table', { name: 'Deliveries' });
  expect([await table.getAttribute('aria-rowcount'), await table.getAttribute('aria-colcount')]).toEqual([
    '3',
    '8',
  ]);
  await press(page, 'R');
  await page.getByRole('form', { name: 'Retry 2 deliveries to default' }).waitFor();
  expect(await focused(page)).toBe('Retry 2');
  await expectTold(page, 'the question before a bulk retry');
  await press(page, 'Escape');

  await press(page, 'j', 'Enter');
  await heading(page, /^failed 404 default$/);
  await expectTold(page, 'a delivery');
  expect(await namesOn(page)).toEqual(
    expect.arrayContaining([
      'button Retry the delivery to default',
      'navigation Attempts',
      expect.stringMatching(/^button Attempt 1, failed ?404 /),
      'tab Response',
      'tab Request',
      'term First byte',
    ]),
  );
  const announced = await noteAnnouncements(page);
  await page.getByRole('button', { name: 'Retry the delivery' }).focus();
  await press(page, 'Enter');
  await page.getByRole('form', { name: 'Retry this delivery to default' }).waitFor();
  expect(await focused(page)).toBe('Retry');
  accept();
  await press(page, 'Enter');
  await heading(page, /^waiting /);
  await outbox.deliver();
  await heading(page, /^delivered /);
  await expect.poll(() => focused(page), { timeout: 30_000 }).toBe('Retry');
  const told = (await announced()).filter((text) => text.startsWith('The delivery'));
  expect([told[0], told.at(-1)]).toEqual([
    'The delivery to default is waiting.',
    'The delivery to default is delivered.',
  ]);
  expect(new Set(told).size).toBe(told.length);

  await page.goto(`${url}/approvals/${await idOf('approvals')}`);
  await heading(page, /^pending /);
  await expectTold(page, 'an approval');
  const decided = await noteAnnouncements(page);
  await press(page, 'y');
  await page.getByRole('form', { name: /^Grant: the run may do \d+ statements? of \w+$/ }).waitFor();
  expect(await focused(page)).toBe('Comment, if you like');
  await press(page, 'Enter');
  await heading(page, /^granted /);
  expect(await decided()).toEqual(['The approval is granted.']);

  await page.goto(`${url}/tokens`);
  await page.getByRole('button', { name: 'New token' }).click();
  expect(await focused(page)).toBe('Name of the program or person');
  await expectTold(page, 'the form of a token');
  for (const name of ['first', 'second']) {
    if ((await form.count()) === 0) await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Name of the program or person').fill(name);
    await press(page, 'Enter');
    await page
      .getByRole('alert')
      .getByRole('button', { name: `Copy the token “${name}”` })
      .waitFor();
    await page.getByRole('button', { name: 'I have it' }).click();
  }
  await page.getByRole('button', { name: 'Revoke the token second' }).waitFor();
  await expectTold(page, 'the tokens');
  await page.goto(`${url}/endpoints`);
  await page.getByRole('button', { name: 'New endpoint' }).click();
  await page.getByRole('form', { name: 'New endpoint' }).waitFor();
  expect(await focused(page)).toBe('URL');
  await expectTold(page, 'the form of an endpoint');
  await page.goto(`${url}/endpoints/default`);
  await heading(page, /default$/);
  await expectTold(page, 'an endpoint');
  expect(faultsButSignIn(faults)).toEqual([]);
});

it('tells once that a run is blocked, pauses and goes on, to a person who hears it', async () => {
  const { url, up, hold } = await openRunScene();
  const rows = await hold('select from items where id = 1001 for update');
  const { page } = await openPage(await startBrowser(), 375);
  const run = up();
  await page.goto(`${url}/runs#token=${TEST_TOKEN}`);
  await page.locator('.list-link').first().waitFor();
  await press(page, 'j', 'Enter');
  await heading(page, /^running Run run_/);
  await page.getByRole('note').filter({ hasText: 'night-watch' }).waitFor();
  await page.getByText(/^1,000 of about 2,000 rows/).waitFor();
  await expectTold(page, 'a run that is blocked');
  expect(await namesOn(page)).toEqual(
    expect.arrayContaining([
      'list Migrations',
      'list Sessions that block the run',
      'progressbar Rows of phase copy',
      expect.stringMatching(/^link Delivery of migration.phase.started, 010, copy to default: /),
      'button Pause the run',
      'button Copy the statement that ends it',
    ]),
  );
  const announced = await noteAnnouncements(page);
  await press(page, 'p');
  expect(await focused(page)).toBe('Reason, for the record');
  await page.keyboard.type('the shop is busy');
  await press(page, 'Enter');
  await heading(page, /^paus(ing|ed) Run run_/);
  await rows.query('rollback');
  await heading(page, /^paused Run run_/);
  await press(page, 'u');
  await page.keyboard.type('the night has come');
  await press(page, 'Enter');
  await heading(page, /^failed Run run_/);
  await run.ended;
  const told = await announced();
  expect(told).toEqual(expect.arrayContaining(['The run is paused.', 'The run is failed.']));
  expect(told.filter((text) => text === 'The run is paused.')).toHaveLength(1);
  await expectTold(page, 'a run that has failed');
});
