import { expect, it } from 'vitest';
import { pruneDeliveries } from '../../../../../src/outbox/log/prune.js';
import { SCREENS } from '../../../../../src/server/dashboard/frame/screens.js';
import { type OpenPage, openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import {
  startTestServer,
  TEST_TOKEN,
  type TestServer,
} from '../../../../support/server/start-test-server.js';

/** Screens that are one list. */
const LISTS = SCREENS.map(({ path }) => path.slice(1)).filter((path) => !['', 'settings'].includes(path));
const DAYS = 30;

/** Opens a page that is signed in, and checks each screen in both themes. */
async function openSignedIn(url: string, width: number, token = TEST_TOKEN) {
  const { page, expectAccessible } = await openPage(await startBrowser(), width);
  await page.goto(`${url}/#token=${token}`);
  await page.locator('#content').waitFor();
  const expectOpen = async (screen: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      await expectAccessible(`${screen}, ${colorScheme}, ${width} px`);
    }
  };
  const visit = async (path: string, says?: string | RegExp) => {
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    if (says !== undefined) await page.getByText(says).first().waitFor();
    await expectOpen(path);
  };
  return { page, visit, expectOpen };
}

it('is open to assistive technology, in both themes, where there is nothing yet', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { visit } = await openSignedIn(url, 1440);
  await visit('/', 'local has no migration yet.');
  for (const list of LISTS) await visit(`/${list}`);
  for (const list of LISTS.slice(0, 6)) await visit(`/${list}/none`, /^There is no such /);
  await visit('/nowhere', 'There is no such page.');
});

it.each([375, 1440])(
  'is open to assistive technology, in both themes, in what is loading, asks, or tells of one thing, at %d px',
  async (width) => {
    const scene = await openRefusedScene({ approvals: [{ tiers: ['destructive'] }] });
    const { url, database } = scene;
    await askForApproval(scene);
    const { page, visit, expectOpen } = await openSignedIn(url, width);
    for (const [screen, table] of [
      ['runs', 'runs'],
      ['approvals', 'approvals'],
      ['events', 'events'],
      ['deliveries', 'deliveries'],
    ]) {
      const [{ id } = { id: '' }] = await database.query<{ id: string }>(
        `select min(id) as id from confiture.${table}`,
      );
      await visit(`/${screen}/${id}`);
    }
    await visit('/migrations/mig_001', 'What its file does');
    await visit('/endpoints/default');

    await visit('/deliveries?status=404');
    await openAndCheck(page, /^Retry/, expectOpen);
    await visit('/tokens');
    await openAndCheck(page, 'New token', expectOpen);
    await visit('/endpoints');
    await openAndCheck(page, 'New endpoint', expectOpen);
    await page.reload();
    await page.locator('#content h1').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectOpen('the keys');
    await page.keyboard.press('Escape');
    if (width < 800) {
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('dialog', { name: 'Screens' }).waitFor();
      await expectOpen('the sheet of screens');
    }

    await page.route(/\/v1\/(deliveries|runs)/, () => {});
    await page.goto(`${url}/deliveries`);
    await page.getByRole('status', { name: 'Loading Deliveries' }).waitFor();
    await expectOpen('a list that is loading');
    await page.goto(`${url}/runs/one`);
    await page.getByRole('status', { name: 'Loading the run' }).waitFor();
    await expectOpen('a run that is loading');
  },
);

it('says which scope is missing, what retention has removed, and what to type for a run whose process is gone', async () => {
  const { url, api, database, server } = await openRefusedScene();
  const [{ id: delivery } = { id: '' }] = await database.query<{ id: string }>(
    `update confiture.deliveries set settled_at = now() - interval '31 days' returning id`,
  );
  await database.query(`update confiture.events set created_at = now() - interval '31 days'`);
  await server.context.withConnection((connection, scope) => pruneDeliveries(connection, null, scope, DAYS));
  await database.query(
    `insert into confiture.runs (id, project, environment, direction, started_at, heartbeat_at, actor, actor_source,
        host, process_id, version, migrations_total)
      select 'run_gone', project, environment, 'up', now() - interval '1 day', now() - interval '1 day', actor,
        actor_source, host, 1, version, 3 from confiture.runs limit 1`,
  );
  const tokenFor = async (scope: string) => {
    const made = await api.post<{ secret: string }>('/v1/tokens', { body: { name: scope, scopes: [scope] } });
    return made.body.secret;
  };

  const all = await openSignedIn(url, 1440);
  await all.visit(`/deliveries/${delivery}`, /more than 30 days ago is deleted/);
  await all.visit(`/events/${delivery.replace(/^dlv_(.*)_\d+$/, 'evt_$1')}`, /kept for 30 days/);
  await all.visit('/runs/run_gone', 'The process of the run is gone; it will not go on by itself.');
  await all.page.getByText(/^confiture /).waitFor();

  const reader = await openSignedIn(url, 1440, await tokenFor('read'));
  await reader.visit('/tokens', /lacks the scope manage/);
  await reader.visit('/endpoints');
  const why = 'New endpoint is off: a token with the scope manage is needed.';
  await reader.page.getByRole('button', { name: 'New endpoint', description: why }).waitFor();
  await reader.page.getByText(why).waitFor();
  const manager = await openSignedIn(url, 375, await tokenFor('manage'));
  await manager.visit('/', 'This token may not see the overview');
  await manager.visit('/runs', /lacks the scope read/);
});

async function askForApproval({ project, database }: TestServer): Promise<void> {
  await project.migration('003_third', 'drop table second;');
  const up = await project.run(['migrate', 'up', '--drain-timeout', '0'], {
    CONFITURE_DATABASE_URL: database.url,
  });
  expect(up.exitCode, up.stderr).toBe(9);
}

async function openAndCheck(
  page: OpenPage['page'],
  name: string | RegExp,
  expectOpen: (screen: string) => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('form').first().waitFor();
  await expectOpen(`the form of ${name}`);
}
