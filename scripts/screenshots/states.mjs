import { visit } from './take-shots.mjs';

const NOTHING = JSON.stringify({ data: [], next_cursor: null, prev_cursor: null });
const LISTS = ['runs', 'migrations', 'approvals', 'events', 'deliveries', 'endpoints', 'audit', 'tokens'];
const UNKNOWN = {
  run: '/runs/run_00000000000000000000000000',
  migration: '/migrations/mig_999',
  approval: '/approvals/apr_00000000000000000000000000',
  event: '/events/evt_00000000000000000000000000',
  delivery: '/deliveries/dlv_00000000000000000000000000',
  endpoint: '/endpoints/whk_unknown',
};
const API = /\/v1\/(?!session)/;

/** Lists without a row. */
export async function shootEmpty(page, shoot) {
  await page.route(API, (route) =>
    route.request().method() === 'GET' && !/\/v1\/(stream|plan)/.test(route.request().url())
      ? route.fulfill({ contentType: 'application/json', body: NOTHING })
      : route.fallback(),
  );
  for (const list of LISTS) {
    await visit(page, `/${list}`);
    await shoot(page, `empty-${list}`);
  }
  await page.unroute(API);
}

/** Screens whose answers have not come yet. */
export async function shootLoading(page, shoot, places) {
  await page.route(API, () => {});
  for (const [name, place] of Object.entries(places)) {
    await page.goto(new URL(place, page.url()).href);
    await page.locator('.shell').waitFor();
    await shoot(page, `loading-${name}`);
  }
  await page.unroute(API);
}

/** What was there once, or never was. */
export async function shootAgedOut(page, shoot) {
  for (const [name, place] of Object.entries(UNKNOWN)) {
    await page.goto(new URL(place, page.url()).href);
    await page.locator('.notice, .empty').first().waitFor();
    await shoot(page, `aged-out-${name}`);
  }
}

/** A server that has gone while the page is open, and one that was never there. */
export async function shootGone(page, shoot) {
  await page.route('**/v1/stream*', (route) => route.abort());
  await visit(page, '/deliveries');
  await page.route(API, (route) => route.abort());
  await shoot(page, 'gone-kept');
  await page.goto(new URL('/runs', page.url()).href);
  await page.getByText('The server cannot be reached.').first().waitFor();
  await shoot(page, 'gone-first-look');
  await page.unrouteAll();
}
