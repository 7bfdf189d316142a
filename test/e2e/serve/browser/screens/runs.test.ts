import { expect, it } from 'vitest';
import { faultsButSignIn, heading, press, tabTo } from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRunScene } from '../../../../support/browser/run-scene.js';
import { TEST_TOKEN } from '../../../../support/server/start-test-server.js';
import { holdLock } from '../../../sessions.js';

it.each([375, 1440])(
  'shows a run of thirty migrations move, lets it be paused and go on, and says why it fails, at %d px',
  async (width) => {
    const { url, api, database, up, hold } = await openRunScene();
    const rows = await hold('select from items where id = 1001 for update');
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const row = (version: string) => page.locator('.timeline-row', { hasText: `${version}_step_${version}` });
    const note = (text: string | RegExp) => page.getByRole('note').filter({ hasText: text });

    await page.goto(`${url}/runs#token=${TEST_TOKEN}`);
    await page.getByText('No run has been seen yet.').waitFor();
    await page.evaluate('window.isSamePage = true');
    const run = up();
    await page.locator('.list-link').waitFor();
    await press(page, 'j', 'Enter');
    await heading(page, /^running Run run_/);
    await row('010').getByText('1,000 of about 2,000 rows').waitFor();
    await note('night-watch')
      .getByText(/^Process \d+, night-watch, user .*, idle in transaction for /)
      .waitFor();
    await row('030')
      .or(page.locator('.timeline-pending', { hasText: '030' }))
      .waitFor();
    expect(await row('009').getByText('completed').first().isVisible()).toBe(true);
    expect(await row('008').locator('.timeline-mark').count()).toBe(2);
    await page.getByText('9 of 30, at 010_step_010, phase copy').waitFor();
    const bar = row('010').locator('.timeline-running');
    const share = async () => Number.parseFloat((await bar.getAttribute('width')) ?? '');
    const before = await share();
    await expect.poll(share, { timeout: 30_000 }).toBeGreaterThan(before);
    await expectAccessible('a run that is blocked');

    const [seen] = (await api.get<{ data: { run_id: string }[] }>('/v1/runs')).body.data;
    const stored = () =>
      database.query(
        `select paused_at is not null as is_paused, outcome, (select json_agg(json_build_array(verb, reason, outcome)
          order by requested_at) from confiture.steering s where s.run_id = r.id) as asked
        from confiture.runs r where id = $1`,
        [seen?.run_id],
      );
    await press(page, 'p');
    await page.keyboard.type('the shop is busy');
    await press(page, 'Enter');
    await note('Held by test: the shop is busy').getByText('It stops at the next safe point.').waitFor();
    await rows.query('rollback');
    await heading(page, /^paused Run run_/);
    await run.waitFor('by test (the shop is busy)');
    expect(await stored()).toEqual([
      { is_paused: true, outcome: null, asked: [['pause', 'the shop is busy', null]] },
    ]);
    await page.getByRole('button', { name: 'Pause', description: /off: the run is paused\.$/ }).waitFor();
    expect(await page.getByText('night-watch').count()).toBe(0);
    await expectAccessible('a paused run');
    await press(page, 'u');
    await page.keyboard.type('the night has come');
    await press(page, 'Enter');

    await heading(page, /^failed Run run_/);
    expect((await run.ended).stdout).toContain('resumed by test (the night has come)');
    expect(await stored()).toEqual([
      {
        is_paused: false,
        outcome: 'failed',
        asked: [
          ['pause', 'the shop is busy', 'resumed'],
          ['resume', 'the night has come', 'done'],
        ],
      },
    ]);
    const failed = row('020');
    await failed
      .locator('.timeline-error')
      .getByText(/^ReadOnlySqlTransaction: cannot execute CREATE TABLE/)
      .waitFor();
    await failed.getByText('db/migrations/020_step_020.up.sql, line 2').waitFor();
    await failed.getByText('The session is read-only: a standby server').waitFor();
    await note(/^020_step_020 failed: cannot execute CREATE TABLE/)
      .getByText('confiture migrate up')
      .waitFor();
    expect(await page.locator('.timeline-pending').count()).toBe(10);
    await expectAccessible('a failed run');
    await tabTo(page, 'Copy as Markdown');
    await press(page, 'Enter');
    await expect
      .poll(() => page.evaluate<string>('navigator.clipboard.readText()'), { timeout: 30_000 })
      .toMatch(
        /^\*\*Run `run_\w+`\*\*: failed, 19 of 30, by `ada`[\s\S]*\n\| `020_step_020` \| failed \|.*`ReadOnlySqlTransaction: cannot/,
      );
    await tabTo(page, /^Delivery of .* to default: delivered$/);
    await press(page, 'Enter');
    await heading(page, /^delivered .*default$/);

    await press(page, 'g', 'm');
    await heading(page, 'Migrations');
    await page.getByText('The last run failed at 020.').waitFor();
    await page.getByLabel('State').selectOption('failed');
    await expect.poll(() => page.locator('.list-link').count(), { timeout: 30_000 }).toBe(1);
    await tabTo(page, 'failed');
    await tabTo(page, /^(additive|lock risky|unclassified)$/);
    await press(page, 'Enter');
    expect(new URL(page.url()).search).toMatch(/^\?state=failed&tier=\w+$/);
    await page.locator('.list-link').waitFor();
    await expectAccessible('the migrations that failed');
    await press(page, 'j', 'Enter');
    await heading(page, /^failed 020_step_020$/);
    await note(/^It failed .*: cannot execute CREATE TABLE/)
      .getByText(
        /^ReadOnlySqlTransaction, MIGRATION_FAILED, in db\/migrations\/020_step_020\.up\.sql, line 2$/,
      )
      .waitFor();
    await expectAccessible('a migration that failed');
    await tabTo(page, 'The run that failed');
    await press(page, 'Enter');
    await heading(page, /^failed Run run_/);
    expect(await page.evaluate('window.isSamePage')).toBe(true);
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);

it.each([375, 1440])(
  'names who has the migration lock, cancels with a reason, and tells of a run that died, at %d px',
  async (width) => {
    const { url, api, database, project, up, hold } = await openRunScene();
    await project.migration('020_step_020', 'create table step_020 (id integer);');
    const holder = await holdLock(database);
    const gate = await hold('lock table gate');
    const browser = await startBrowser();
    const { page, faults, expectAccessible } = await openPage(browser, width);
    const note = (text: string | RegExp) => page.getByRole('note').filter({ hasText: text });
    const first = up();
    await page.goto(`${url}/runs#token=${TEST_TOKEN}`);
    await page.locator('.list-link').waitFor();
    await press(page, 'j', 'Enter');
    await heading(page, /^waiting Run run_/);
    await note('Another session holds the migration lock.')
      .getByText(`Process ${holder.pid}, night-watch`)
      .waitFor();
    await expectAccessible('a run that waits for the lock');

    const token = await api.post('/v1/tokens', { body: { name: 'reader', scopes: ['read'] } });
    const reader = await openPage(browser, width);
    await reader.page.goto(`${page.url()}#token=${token.body.secret}`);
    await reader.page
      .getByText('Pause, Resume and Cancel are off: a token with the scope operate is needed.')
      .waitFor();
    await reader.page
      .getByRole('button', { name: 'Pause', description: /off: a token with the scope operate is needed\.$/ })
      .waitFor();
    await press(reader.page, 'p', 'x');
    expect(await reader.page.getByRole('form').count()).toBe(0);
    await reader.page.context().close();

    await database.query('select pg_terminate_backend($1)', [holder.pid]);
    await page.getByText('24 of 30, at 025_step_025').waitFor();
    await press(page, 'x');
    await page.keyboard.type('the wrong branch');
    await press(page, 'Enter');
    await heading(page, /^cancelled Run run_/);
    await note('It was cancelled: the wrong branch').getByText('confiture migrate up').waitFor();
    expect((await first.ended).exitCode).not.toBe(0);
    expect(await database.query('select outcome, reason from confiture.runs')).toEqual([
      { outcome: 'cancelled', reason: 'the wrong branch' },
    ]);

    const second = up();
    await expect
      .poll(async () => (await database.query('select from confiture.runs')).length, { timeout: 30_000 })
      .toBe(2);
    await press(page, 'Escape');
    await heading(page, 'Runs');
    await expect.poll(() => page.locator('.list-link').count(), { timeout: 30_000 }).toBe(2);
    await press(page, 'k', 'Enter');
    await heading(page, /^running Run run_/);
    await page.getByText('0 of 6, at 025_step_025').waitFor();
    await second.stop('SIGKILL');
    await database.query(
      `select pg_terminate_backend(backend_pid) from confiture.runs where outcome is null`,
    );
    await gate.query('rollback');
    await database.query(`update confiture.runs set heartbeat_at = heartbeat_at - interval '1 minute'`);
    await heading(page, /^abandoned Run run_/);
    await note('The process of the run is gone').getByText('confiture migrate up').waitFor();
    await page
      .locator('.timeline-row', { hasText: '025_step_025' })
      .getByText('interrupted')
      .first()
      .waitFor();
    await expectAccessible('a run that died');
    await press(page, 'Escape');
    await heading(page, 'Runs');
    await press(page, 'g', 'm');
    await heading(page, 'Migrations');
    await page.locator('.list-link').first().waitFor();
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
