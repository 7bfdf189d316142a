import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faultsButSignIn, focused, heading, press } from '../../../support/browser/by-keyboard.js';
import { heard, noteAnnouncements, untold } from '../../../support/browser/heard.js';
import { openPage, startBrowser } from '../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../support/browser/refused-scene.js';
import { openRunScene } from '../../../support/browser/run-scene.js';
import { TEST_TOKEN } from '../../../support/server/start-test-server.js';

/** Names with roles of what a screen reader comes to. */
async function namesOn(page: Page): Promise<readonly string[]> {
  return (await heard(page)).map(({ role, name }) => `${role} ${name}`);
}

/** Fails where a person who hears the screen is not told what is on it. */
async function expectTold(page: Page, screen: string): Promise<void> {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  expect([screen, untold(await heard(page))]).toEqual([screen, []]);
}

it('is told to a person who hears it, from the token to every screen of the rail', async () => {
  const scene = await openRefusedScene({ approvals: [{ tiers: ['destructive'] }] });
  const { url, project, database } = scene;
  await project.migration('003_third', 'drop table second;');
  const up = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
    CONFITURE_DATABASE_URL: database.url,
  });
  expect(up.exitCode, up.stderr).toBe(9);
  const { page, faults } = await openPage(await startBrowser(), 1440);

  await page.goto(url);
  await page
    .getByRole('button', { name: 'Sign in', description: 'Sign in is off: paste a token first.' })
    .waitFor();
  expect(await namesOn(page)).toContain('textbox Token');
  await page.keyboard.type(TEST_TOKEN);
  await press(page, 'Enter');
  await heading(page, / is at 002\./);
  await page.getByText('live', { exact: true }).waitFor();
  await expectTold(page, 'the overview');
  for (const path of [
    'runs',
    'migrations',
    'approvals',
    'events',
    'deliveries',
    'endpoints',
    'audit',
    'tokens',
    'settings',
  ]) {
    await page.goto(`${url}/${path}`);
    await page.locator('#content h1').waitFor();
    await expectTold(page, path);
  }

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
