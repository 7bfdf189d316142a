import { expect, it } from 'vitest';
import { logRowsSql } from '../../../../faults/support/log-rows.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const ROWS = 5_000;
/** As many as a screen shows, with those that are ready at both of its ends. */
const MOST_IN_DOCUMENT = 80;

const SHOWN_IDS = `[...document.querySelectorAll('.list-link')].map((link) => link.dataset.row)`;
/** The rows shown with the place of the first, taken at once, and again until two frames in a row show the same. */
const STANDING_ROWS = `new Promise((resolve) => {
  const rowsNow = () => [${SHOWN_IDS}, document.querySelector('.list-link')?.getBoundingClientRect().toJSON()];
  const stand = (before) => requestAnimationFrame(() => requestAnimationFrame(() =>
    JSON.stringify(rowsNow()) === JSON.stringify(before) ? resolve(before) : stand(rowsNow())));
  stand(rowsNow());
})`;

it('scrolls through thousands of rows with few in the document, and has no hole where new ones come meanwhile', async () => {
  const { url, api, database } = await startTestServer({ hasPage: true });
  await api.get('/v1/tokens');
  expect((await api.post('/v1/tokens', { body: { name: 'first', scopes: ['read'] } })).status).toBe(201);
  await database.query(logRowsSql(ROWS));
  const { page } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.locator('#content h1').waitFor();
  await page.goto(`${url}/deliveries`);
  const rows = page.locator('.list-link');
  await rows.first().waitFor();
  const seen = new Set<string>();
  const holds = (condition: string) =>
    expect.poll(() => page.evaluate<boolean>(condition), { timeout: 30_000 }).toBe(true);
  const noteRows = async () => {
    const [ids] = await page.evaluate<[string[], object]>(STANDING_ROWS);
    expect(ids.length).toBeLessThan(MOST_IN_DOCUMENT);
    for (const id of ids) seen.add(id);
  };
  const known = () =>
    page.evaluate<number>(`Number(document.querySelector('table.list').getAttribute('aria-rowcount'))`);
  const scrollTo = async (count: number) => {
    for (let step = 0; step < 200 && seen.size < count; step += 1) {
      await noteRows();
      await page.evaluate('scrollBy(0, 400)');
      await holds('scrollY + innerHeight < document.documentElement.scrollHeight');
    }
    expect(seen.size).toBeGreaterThanOrEqual(count);
  };
  const newestFirst = async () =>
    (
      await database.query<{ id: string }>(
        'select id from confiture.deliveries order by event_id desc, id desc',
      )
    ).map(({ id }) => id);
  await page.mouse.move(700, 500);
  const before = await newestFirst();
  await scrollTo(150);
  const held = await page.evaluate<[string[], object]>(STANDING_ROWS);
  expect(held[0].length).toBeGreaterThan(10);

  await database.query(`
    insert into confiture.events select 'evt_zz' || lpad(n::text, 24, '0'), type, now(), run_id, migration, body, project,
        environment from (select * from confiture.events limit 1) one, generate_series(1, 20) n`);
  await database.query(`
    insert into confiture.deliveries (id, event_id, hook, endpoint, message, state, project, environment)
      select 'dlv_zz' || lpad(n::text, 24, '0') || '_1', 'evt_zz' || lpad(n::text, 24, '0'), hook, endpoint, '{}', 'waiting',
        project, environment from (select * from confiture.deliveries limit 1) one, generate_series(1, 20) n`);
  await page.getByRole('button', { name: '20 new' }).waitFor();
  expect(await page.evaluate(STANDING_ROWS)).toEqual(held);
  await scrollTo(400);
  expect([...seen]).toEqual(before.slice(0, seen.size));

  await page.getByRole('button', { name: '20 new' }).click();
  await holds('scrollY === 0');
  await expect
    .poll(() => page.evaluate<string>(`${SHOWN_IDS}[0]`), { timeout: 30_000 })
    .toBe((await newestFirst())[0]);
  seen.clear();
  await scrollTo(300);
  expect([...seen]).toEqual((await newestFirst()).slice(0, seen.size));
  expect(await known()).toBeGreaterThan(300);
});

it('gives its rows another height where the window turns narrow, and wide again', async () => {
  const { url, api } = await startTestServer({ hasPage: true });
  for (const name of ['first', 'second', 'third'])
    expect((await api.post('/v1/tokens', { body: { name, scopes: ['read'] } })).status).toBe(201);
  const { page } = await openPage(await startBrowser(), 1440);
  await page.goto(`${url}/audit#token=${TEST_TOKEN}`);
  await page.locator('.list-link').nth(2).waitFor();
  const overlaps = () =>
    page.evaluate<number>(`[...document.querySelectorAll('.list-row')].filter((row, at, rows) =>
      row.scrollHeight > row.clientHeight
      || (rows[at + 1]?.getBoundingClientRect().top ?? Infinity) < row.getBoundingClientRect().bottom).length`);
  const height = async () => (await page.locator('.list-row').first().boundingBox())?.height;
  const wide = await height();
  for (const [width, rowHeight] of [
    [375, 72],
    [1440, wide],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(height, { timeout: 30_000 }).toBe(rowHeight);
    expect(await overlaps()).toBe(0);
  }
});
