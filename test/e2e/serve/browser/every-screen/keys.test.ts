import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faultsButSignIn, focused, heading, press } from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { TEST_TOKEN, type TestServer } from '../../../../support/server/start-test-server.js';

/** The letter after `g`, the title of the screen, and what its filter begins with. */
const LISTS = [
  ['r', 'Runs', 'select'],
  ['m', 'Migrations', null],
  ['a', 'Approvals', 'select'],
  ['e', 'Events', 'field'],
  ['d', 'Deliveries', 'select'],
  ['w', 'Endpoints', null],
  ['l', 'Audit', 'field'],
] as const;
const EVERY_KEY = ['j', 'k', 'o', 'r', 'R', 'p', 'u', 'x', 'y', 'n', 'g', 'd', '/'];

/** The row that has the focus, by its id. */
const FOCUSED_ROW = 'document.activeElement.dataset?.row ?? null';

/** A run behind it, an approval that waits, an entry of the audit log, and two deliveries that failed. */
async function openScene() {
  const scene = await openRefusedScene({ approvals: [{ tiers: ['destructive'] }] });
  const { project, database, url, api } = scene;
  await project.migration('003_third', 'drop table second;');
  const up = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
    CONFITURE_DATABASE_URL: database.url,
  });
  expect(up.exitCode, up.stderr).toBe(9);
  expect((await api.post('/v1/tokens', { body: { name: 'one', scopes: ['read'] } })).status).toBe(201);
  const opened = await openPage(await startBrowser(), 1440);
  const { page } = opened;
  const changes: string[] = [];
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await heading(page, / is at 002\./);
  page.on('request', (request) => {
    if (request.method() !== 'GET') changes.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return { ...scene, ...opened, changes };
}

/** Chooses the first row of a list, which has the focus then. */
async function chooseFirst(page: Page): Promise<string> {
  await page.locator('.list-link').first().waitFor();
  await press(page, 'j');
  const focusedRow = () => page.evaluate<string | null>(FOCUSED_ROW);
  await expect.poll(focusedRow, { timeout: 30_000 }).not.toBeNull();
  return (await focusedRow()) ?? '';
}

const hasFocus = (page: Page, row: string) =>
  expect.poll(() => page.evaluate<string | null>(FOCUSED_ROW), { timeout: 30_000 }).toBe(row);

it('moves, opens and comes back by its keys in every list, with the focus where it was', async () => {
  const { page, faults, changes } = await openScene();
  for (const [letter, title, begin] of LISTS) {
    await press(page, 'g', letter);
    await heading(page, title);
    await expect.poll(() => focused(page), { timeout: 30_000 }).toBe(title);
    const row = await chooseFirst(page);
    await press(page, 'j', 'k', 'k', 'k');
    await hasFocus(page, row);
    for (const key of ['Enter', 'o']) {
      await press(page, key);
      await page.waitForURL((at) => at.pathname.split('/').length > 2);
      await page.locator('#content h1').waitFor();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      await press(page, 'Escape');
      await heading(page, title);
      await hasFocus(page, row);
    }
    if (begin !== null) await typeInFilter(page, begin);
    await hasFocus(page, row);
    await press(page, '?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press(page, ...EVERY_KEY);
    await press(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await heading(page, title);
    await hasFocus(page, row);
  }
  expect(changes).toEqual([]);
  expect(faultsButSignIn(faults)).toEqual([]);
});

/** Leads to the filter, types every key there, and leaves it. */
async function typeInFilter(page: Page, begin: 'select' | 'field'): Promise<void> {
  await press(page, '/');
  expect(await page.evaluate('document.activeElement.closest("search") !== null')).toBe(true);
  if (begin === 'field') {
    const path = new URL(page.url()).pathname;
    await press(page, ...EVERY_KEY, '?');
    expect(await page.evaluate('document.activeElement.value')).toBe([...EVERY_KEY, '?'].join(''));
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.evaluate('document.activeElement.value = ""');
  }
  await press(page, 'Escape');
}

it('does nothing to the chosen row by the second of two letters, and to what lies beneath a question', async () => {
  const { page, url, faults, changes, database } = await openScene();
  const form = page.getByRole('form');
  await press(page, 'g', 'd');
  await heading(page, 'Deliveries');
  await chooseFirst(page);
  await press(page, 'g', 'r');
  await heading(page, 'Runs');
  await chooseFirst(page);
  await press(page, 'g', 'o');
  await heading(page, / is at 002\./);
  expect(changes).toEqual([]);

  await page.goto(`${url}/deliveries?status=404`);
  const row = await chooseFirst(page);
  await press(page, 'R');
  await form.waitFor();
  await press(page, 'Tab', 'j', 'r', 'o', 'g', 'm');
  await expect.poll(() => changes, { timeout: 30_000 }).toEqual(['POST /v1/deliveries/retry']);
  expect(await form.count()).toBe(1);
  await press(page, 'Escape');
  await form.waitFor({ state: 'detached' });
  await hasFocus(page, row);
  changes.splice(0);

  await press(page, 'Enter');
  await heading(page, /^failed 404 default$/);
  await press(page, 'r');
  await form.waitFor();
  await press(page, 'g', 'r');
  expect(await form.count()).toBe(1);
  await press(page, 'Escape');
  await form.waitFor({ state: 'detached' });
  await heading(page, /^failed 404 default$/);

  const idOf = async (from: string) =>
    (await database.query<{ id: string }>(`select max(id) as id from confiture.${from}`))[0]?.id;
  await page.goto(`${url}/events/${await idOf("events where type = 'migration.completed'")}`);
  await heading(page, 'migration.completed');
  await press(page, 'r');
  await page.getByRole('form', { name: 'Replay to which endpoint?' }).waitFor();
  await press(page, 'Escape');
  await form.waitFor({ state: 'detached' });
  await page.goto(`${url}/approvals/${await idOf('approvals')}`);
  await heading(page, /^pending /);
  for (const [key, name] of [
    ['y', /^Grant: the run may do 1 statement of \w+$/],
    ['n', /^Deny: the run may not do 1 statement of \w+$/],
  ] as const) {
    await press(page, key);
    await page.getByRole('form', { name }).waitFor();
    await press(page, 'Escape');
    await form.waitFor({ state: 'detached' });
  }
  await page.goto(`${url}/runs/${await idOf('runs')}`);
  await heading(page, /^cancelled|^failed|^completed|^waiting/);
  await press(page, 'p', 'u', 'x');
  expect([await form.count(), changes]).toEqual([0, []]);
  await press(page, 'Escape');
  await heading(page, 'Runs');
  expect(new URL(page.url()).pathname).toBe('/runs');
  expect(faultsButSignIn(faults)).toEqual([]);
});

it('keeps the rows where they are while one of them has the focus, and shows what is new when it is asked for', async () => {
  const { page, database, url } = await openScene();
  await page.goto(`${url}/events`);
  const rows = page.locator('.list-link');
  const row = await chooseFirst(page);
  const place = await rows.first().boundingBox();
  const count = await rows.count();
  await oneMoreEvent({ database });
  const waiting = page.getByRole('button', { name: '1 new' });
  await waiting.waitFor();
  expect([await rows.first().boundingBox(), await rows.count()]).toEqual([place, count]);
  await hasFocus(page, row);
  await press(page, 'Shift+Tab');
  expect(await focused(page)).toBe('1 new');
  await press(page, 'Enter');
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(count + 1);
  const [newest] = await database.query<{ id: string }>('select max(id) as id from confiture.events');
  await hasFocus(page, newest?.id ?? '');
});

async function oneMoreEvent({ database }: Pick<TestServer, 'database'>): Promise<void> {
  await database.query(`
    insert into confiture.events select 'evt_zz' || right(id, 24), type, now(), run_id, migration, body, project, environment
      from confiture.events limit 1`);
}
