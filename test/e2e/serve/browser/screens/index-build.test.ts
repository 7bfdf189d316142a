import { expect, it } from 'vitest';
import { faultsButSignIn, heading, press } from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startCli } from '../../../../support/cli.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';
import { openSession } from '../../../sessions.js';

const NAME = '001_index';

it.each([375, 1440])(
  'tells how far the server is with an index that is built, and whom that waits for, at %d px',
  async (width) => {
    const { url, api, database, project } = await startTestServer({
      hasPage: true,
      files: { [`db/migrations/${NAME}.up.sql`]: 'create index concurrently items_total on items (total);' },
      config: { migration: { statementLockTimeoutMs: 0 } },
    });
    await database.query(
      'create table items (id integer, total integer); insert into items select n, n from generate_series(1, 1000) n',
    );
    expect((await api.get('/v1/runs')).status).toBe(200);
    // The build begins behind who writes, and is done when who has an older snapshot is gone.
    const [writer, reader] = [await openSession(database), await openSession(database)];
    await writer.query('begin; lock table items in row exclusive mode');
    await reader.query('begin isolation level repeatable read; select count(*) from items');
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    const run = startCli(['migrate', 'up'], {
      cwd: project.dir,
      env: { CONFITURE_DATABASE_URL: database.url },
    });
    await page.goto(`${url}/runs#token=${TEST_TOKEN}`);
    await page.locator('.list-link').waitFor();
    await press(page, 'j', 'Enter');
    await heading(page, /^running Run run_/);
    const activity = page.locator('.activity');
    const blocker = page.getByRole('note').filter({ hasText: 'night-watch' });
    await activity
      .getByText('CREATE INDEX CONCURRENTLY: waiting for writers before build, 0 %', { exact: true })
      .waitFor();
    await page.getByRole('progressbar', { name: 'CREATE INDEX CONCURRENTLY' }).waitFor();
    await blocker.getByText(/idle in transaction for /).waitFor();
    await expectAccessible('an index that is built');

    await writer.query('rollback');
    await activity.getByText(/^CREATE INDEX CONCURRENTLY: waiting for old snapshots, \d+ %$/).waitFor();
    await blocker.getByText(/idle in transaction for /).waitFor();
    await reader.query('rollback');
    await heading(page, /^completed Run run_/);
    await activity.waitFor({ state: 'detached' });
    await blocker.waitFor({ state: 'detached' });
    expect((await run.ended).exitCode).toBe(0);
    expect(
      await database.query(
        "select indisvalid as is_valid from pg_index where indexrelid = 'items_total'::regclass",
      ),
    ).toEqual([{ is_valid: true }]);
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
