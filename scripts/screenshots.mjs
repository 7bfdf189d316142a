// `npm run screenshots`: pictures of every screen and state of the page, light and dark, on a desktop and on a phone,
// from the demo of `serve`, into screenshots/. They are there to be looked at, and stay out of git.
// `npm run screenshots -- endpoint audit` takes those of the states whose names begin so.
import { mkdirSync, rmSync } from 'node:fs';
import { shootQuestions } from './screenshots/questions.mjs';
import { SCREENS } from './screenshots/screens.mjs';
import { openPage, startBrowser } from './screenshots/start-browser.mjs';
import { startDemo } from './screenshots/start-demo.mjs';
import { shootAgedOut, shootEmpty, shootGone, shootLoading, shootLongNames } from './screenshots/states.mjs';
import { shotTaker, visit } from './screenshots/take-shots.mjs';

const FOLDER = 'screenshots';

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const shoot = shotTaker(FOLDER, process.argv.slice(2));
const demo = await startDemo();
const browser = await startBrowser();
try {
  const page = await signIn();
  await shootRunThatGoesOn(page);
  await shootScreens(page, '');
  await shootDetails(page);
  await shootQuestions(page, shoot, {
    delivery: await placeOf('deliveries', 'endpoint=billing'),
    run: await placeOfRun('failed'),
    approval: await placeOf('approvals', 'state=pending'),
    endpoint: await placeOfStored('partner-feed'),
  });
  await shootLongNames(page, shoot, {
    overview: '/',
    runs: '/runs',
    run: await placeOfRun('failed'),
    migrations: '/migrations',
    migration: '/migrations/mig_040',
    events: '/events',
    deliveries: '/deliveries',
    delivery: await placeOf('deliveries', 'endpoint=billing'),
    endpoints: '/endpoints',
  });
  await shootEmpty(page, shoot);
  await shootLoading(page, shoot, {
    overview: '/',
    runs: '/runs',
    run: await placeOfRun('failed'),
    delivery: await placeOf('deliveries', ''),
    endpoints: '/endpoints',
  });
  await shootAgedOut(page, shoot);
  await shootGone(page, shoot);
  await shootNotAllowed();
} finally {
  await browser.close();
  await demo.stop();
}

async function signIn() {
  const outside = await openPage(browser, { url: demo.url, token: null });
  await shoot(outside, 'sign-in');
  await outside.goto(`${demo.url}/#token=sk_live_unknown`);
  await outside.reload();
  await outside.getByText('not known any more').waitFor();
  await shoot(outside, 'sign-in-refused');
  await outside.context().close();
  return openPage(browser, demo);
}

async function shootRunThatGoesOn(page) {
  const { data } = await demo.until('/v1/runs?limit=1', ({ data: [run] }) => run?.migrations_done >= 3);
  const id = data[0].run_id;
  await visit(page, `/runs/${id}`);
  await page.getByText('042_').first().waitFor();
  await shoot(page, 'run-running');
  await visit(page, '/');
  await shoot(page, 'overview-running');
  await demo.until(`/v1/runs/${id}`, ({ blocked_by }) => blocked_by.length > 0);
  await visit(page, `/runs/${id}`);
  await page.getByText('042_').first().waitFor();
  await shoot(page, 'run-blocked');
  await demo.until(`/v1/runs/${id}`, ({ phase }) => phase === 'backfill');
  await visit(page, `/runs/${id}`);
  await shoot(page, 'run-backfill');
  await demo.ask(`/v1/runs/${id}/pause`, { reason: 'until the import is done' });
  await demo.until(`/v1/runs/${id}`, ({ state }) => state === 'paused');
  await visit(page, `/runs/${id}`);
  await shoot(page, 'run-paused');
  await demo.ask(`/v1/runs/${id}/resume`, { reason: 'the import is done' });
  await demo.until(`/v1/runs/${id}`, ({ state }) => state === 'failed');
}

async function shootScreens(page, suffix) {
  for (const { path, title } of SCREENS) {
    await visit(page, path);
    await shoot(page, `${title.toLowerCase()}${suffix}`);
  }
}

async function shootDetails(page) {
  const places = {
    'run-failed': await placeOfRun('failed'),
    'run-completed': await placeOfRun('completed'),
    'run-abandoned': await placeOfRun('abandoned'),
    'run-cancelled': await placeOfRun('cancelled'),
    'migration-pending': '/migrations/mig_043',
    'migration-failed': '/migrations/mig_040',
    'migration-applied': '/migrations/mig_025',
    'approval-pending': await placeOf('approvals', 'state=pending'),
    'approval-granted': await placeOf('approvals', 'state=granted'),
    'approval-denied': await placeOf('approvals', 'state=denied'),
    'approval-stale': await placeOf('approvals', 'state=stale'),
    event: await placeOf('events', 'type=migration.failed'),
    'delivery-delivered': await placeOf('deliveries', 'state=delivered'),
    'delivery-refused': await placeOf('deliveries', 'endpoint=slack'),
    'delivery-busy': await placeOf('deliveries', 'endpoint=billing'),
    'delivery-unreachable': await placeOf('deliveries', 'endpoint=warehouse'),
    'delivery-late': await placeOf('deliveries', 'endpoint=partner-feed'),
    'deliveries-failed': '/deliveries?state=failed',
    'endpoint-environment': '/endpoints/orders',
  };
  const { data: endpoints } = await demo.ask('/v1/webhooks');
  for (const { id, name } of endpoints) if (/^whk_/.test(id)) places[`endpoint-${name}`] = `/endpoints/${id}`;
  for (const [name, place] of Object.entries(places)) {
    await visit(page, place);
    await shoot(page, name);
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'keys');
}

/** Scopes that allow to read only, and such that do not even allow that. */
async function shootNotAllowed() {
  const { secret } = await demo.ask('/v1/tokens', { name: 'administrator', scopes: ['manage'] });
  const blind = await openPage(browser, { url: demo.url, token: secret });
  await blind.getByText('This token may not see the overview').waitFor();
  await shoot(blind, 'not-allowed-overview');
  await blind.context().close();
  const { secret: token } = await demo.ask('/v1/tokens', { name: 'onlooker', scopes: ['read'] });
  const page = await openPage(browser, { url: demo.url, token });
  const places = {
    tokens: '/tokens',
    run: await placeOfRun('failed'),
    delivery: await placeOf('deliveries', 'state=failed'),
    approval: await placeOf('approvals', 'state=pending'),
    endpoint: await placeOf('webhooks', ''),
    endpoints: '/endpoints',
  };
  for (const [name, place] of Object.entries(places)) {
    await visit(page, place);
    await shoot(page, `not-allowed-${name}`);
  }
}

async function placeOfRun(state) {
  const { data } = await demo.ask(`/v1/runs?state=${state}&limit=1`);
  return `/runs/${data[0].run_id}`;
}

async function placeOfStored(name) {
  const { data } = await demo.ask('/v1/webhooks');
  return `/endpoints/${data.find((endpoint) => endpoint.name === name).id}`;
}

async function placeOf(list, query) {
  const { data } = await demo.ask(`/v1/${list}?${query}`);
  return `/${list === 'webhooks' ? 'endpoints' : list}/${data[0].id}`;
}
