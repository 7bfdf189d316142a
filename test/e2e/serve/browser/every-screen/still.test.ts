import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { TEST_TOKEN, type TestServer } from '../../../../support/server/start-test-server.js';

const EVENTS_A_SECOND = 50;
const SECONDS_A_SCREEN = 5;
/** What the field calls good is 0.1 over the whole life of a page. */
const MOST_SHIFT = 0.005;

/** Sums what moved without a person having done anything, with what it was. */
const OBSERVE = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      if (!hadRecentInput) globalThis.shifts.push([value, sources.map(({ node }) =>
        (node?.className || node?.parentElement?.className || node?.nodeName) ?? '')]);
  }).observe({ type: 'layout-shift' });`;

/** Stores events and deliveries of them, as many as one step of a second has; which step says \`step\`. */
const STORE = `
  with one as (select * from confiture.events order by id limit 1), stored as (
    insert into confiture.events select 'evt_zz' || lpad(($1::int * 100 + n)::text, 24, '0'), type, clock_timestamp(), run_id,
        migration, body, project, environment from one, generate_series(1, ${EVENTS_A_SECOND / 2}) n returning id)
  insert into confiture.deliveries (id, event_id, hook, endpoint, message, state, project, environment)
    select 'dlv' || substr(stored.id, 4) || '_1', stored.id, d.hook, d.endpoint, '{}', 'waiting', d.project, d.environment
    from stored, (select * from confiture.deliveries order by id limit 1) d`;

const LISTS = ['/events', '/deliveries', '/runs'];

/** The lists of a phone are those of a desktop; what stands above and beside them is not. */
it.each([
  [375, []],
  [1440, LISTS],
])('moves nothing that is read while fifty events a second come, at %d px', async (width, lists) => {
  const { url, database } = await openRefusedScene();
  const { page } = await openPage(await startBrowser(), width);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.locator('#content h1').waitFor();
  const [run] = await database.query<{ id: string }>('select id from confiture.runs');
  await database.query(
    `update confiture.runs set ended_at = null, outcome = null, heartbeat_at = now() + interval '1 hour'`,
  );
  let step = 0;
  for (const path of ['/', `/runs/${run?.id}`, ...lists]) {
    await page.goto(url + path);
    await page.locator('#content h1').waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await page.getByText('live', { exact: true }).waitFor();
    if (path === '/events') await page.locator('.list-link').first().hover();
    if (path.startsWith('/runs/')) await readEvents(page, width);
    if (path === '/deliveries') {
      await page.locator('.list-link').first().waitFor();
      await page.keyboard.press('j');
    }
    await page.evaluate(OBSERVE);
    step = await store(page, database, step);
    const shifts = await page.evaluate<[number, string[]][]>('globalThis.shifts');
    const sum = shifts.reduce((total, [value]) => total + value, 0);
    expect([path, sum > MOST_SHIFT ? shifts : []]).toEqual([path, []]);
  }
});

/** The pointer, or on a phone what is scrolled to, says that the events are read. */
async function readEvents(page: Page, width: number): Promise<void> {
  const event = page.locator('.run-event-type').first();
  if (width > 800) return event.hover();
  await page.evaluate('scrollTo(0, 150)');
  await expect.poll(() => page.evaluate<number>('scrollY'), { timeout: 30_000 }).toBeGreaterThan(0);
}

/** Half a second's events at a time, each when the page has drawn two frames after those before. */
async function store(page: Page, database: TestServer['database'], first: number): Promise<number> {
  const end = first + SECONDS_A_SCREEN * 2;
  for (let step = first; step < end; step += 1) {
    await database.query(STORE, [step]);
    await page.evaluate('new Promise((next) => setTimeout(next, 500))');
  }
  return end;
}
