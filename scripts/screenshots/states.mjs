import { SCREENS } from './screens.mjs';
import { visit } from './take-shots.mjs';

const NOTHING = JSON.stringify({ data: [], next_cursor: null, prev_cursor: null });
const NONE = JSON.stringify({ count: 0, capped: false });
/** Screens that are one list, by their words in the URL. */
const LISTS = SCREENS.map(({ path }) => path.slice(1)).filter((word) => !['', 'settings'].includes(word));
const UNKNOWN = {
  run: '/runs/run_00000000000000000000000000',
  migration: '/migrations/mig_999',
  approval: '/approvals/apr_00000000000000000000000000',
  event: '/events/evt_00000000000000000000000000',
  delivery: '/deliveries/dlv_00000000000000000000000000',
  endpoint: '/endpoints/whk_unknown',
};
const NOWHERE = '/nowhere';
const API = /\/v1\/(?!session)/;

/** Lists without a row. */
export async function shootEmpty(page, shoot) {
  await page.route(API, async (route) => {
    const url = route.request().url();
    if (route.request().method() !== 'GET' || /\/v1\/(stream|plan|runs\/pause)/.test(url))
      return route.fallback();
    if (!url.includes('/statistics')) {
      const body = /\/count(\?|$)/.test(url) ? NONE : NOTHING;
      return route.fulfill({ contentType: 'application/json', body });
    }
    const response = await route.fetch();
    return route.fulfill({ response, body: withZeros(await response.text()) });
  });
  for (const list of LISTS) {
    await visit(page, `/${list}`);
    await shoot(page, `empty-${list}`);
  }
  await visit(page, '/');
  await shoot(page, 'empty-overview');
  await page.unroute(API);
  await visit(page, '/deliveries?endpoint=nowhere');
  await page.getByText('Nothing fits this filter.').waitFor();
  await shoot(page, 'empty-filtered');
}

/** Names of two hundred characters, and such that are read from right to left, wherever the API gives one. */
export async function shootLongNames(page, shoot, places) {
  await page.route(API, async (route) => {
    if (/\/v1\/stream/.test(route.request().url())) return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, body: withLongNames(await response.text()) });
  });
  for (const [name, place] of Object.entries(places)) {
    await visit(page, place);
    await shoot(page, `long-names-${name}`);
  }
  await page.unroute(API);
}

function withZeros(text) {
  const times = ['p50_ms', 'p95_ms'];
  return JSON.stringify(
    JSON.parse(text, (key, value) => (typeof value !== 'number' ? value : times.includes(key) ? null : 0)),
  );
}

function withLongNames(text) {
  return text
    .replaceAll('shipment_weight', `shipment_${'weight_'.repeat(26)}`)
    .replaceAll('"billing"', `"${'billing-of-the-northern-branch-'.repeat(7)}"`)
    .replaceAll('"slack"', '"\u05d4\u05d5\u05d3\u05e2\u05d5\u05ea \u05dc\u05e6\u05d5\u05d5\u05ea (slack)"')
    .replaceAll('"actor":"ann"', `"actor":"${'ann of the night shift '.repeat(9)}"`);
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
    await page.locator('.rail-database .shape-off').waitFor({ state: 'detached' });
    await shoot(page, `aged-out-${name}`);
  }
  await visit(page, NOWHERE);
  await shoot(page, 'no-such-page');
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
