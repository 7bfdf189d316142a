import { expect, it } from 'vitest';
import { faultsButSignIn, heading, press } from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const TEN_MINUTES = 600_000;

it.each([375, 1440])(
  'grants, denies, and refuses a plan that has changed meanwhile and one of one’s own, at %d px',
  async (width) => {
    const { url, api, database, project } = await startTestServer({
      hasPage: true,
      config: { approvals: [{ tiers: ['destructive'], forbidSelf: true }] },
      now: () => new Date(Date.now() + TEN_MINUTES),
    });
    await database.query('create table first (id integer); create table second (id integer)');
    await api.get('/v1/approvals');
    const up = async (by: string) => {
      const env = { GITLAB_CI: 'true', GITLAB_USER_LOGIN: by, CONFITURE_DATABASE_URL: database.url };
      return (await project.run(['migrate', 'up', '--env', 'local'], env)).exitCode;
    };
    const browser = await startBrowser();
    const { page, faults, expectAccessible } = await openPage(browser, width);
    const row = page.locator('.list-link');
    const states = async () =>
      (
        await database.query<{ verb: string }>(
          'select verb from confiture.approval_decisions order by decided_at',
        )
      ).map(({ verb }) => verb);

    await project.migration('001_drop_first', 'drop table first;');
    expect(await up('ada')).toBe(9);
    await page.goto(`${url}/approvals#token=${TEST_TOKEN}`);
    await row.waitFor();
    await expectAccessible('the approvals');
    await press(page, 'j', 'Enter');
    await heading(page, /^pending Approval of a run$/);
    await page.getByText(/^in 23 h$/).waitFor();
    await expectAccessible('an approval');
    await press(page, 'y');
    await page.getByRole('form', { name: 'Grant: the run may do 1 statement of 001_drop_first' }).waitFor();

    const other = await openPage(browser, width);
    await other.page.goto(`${page.url()}#token=${TEST_TOKEN}`);
    await heading(other.page, /^pending Approval of a run$/);
    await press(other.page, 'y');
    await other.page.keyboard.type('seen with ben');
    await press(other.page, 'Enter');
    await heading(other.page, /^granted Approval of a run$/);
    await other.page.getByText(/seen with ben/).waitFor();
    await other.page.context().close();
    await project.migration('001_drop_first', 'drop table first cascade;');
    await press(page, 'Enter');
    const form = page.getByRole('form');
    await form
      .getByText(/asks for a plan that has changed: db\/migrations\/001_drop_first.up.sql was changed/)
      .waitFor();
    const stale = page.getByRole('alert').filter({ hasText: 'This request is stale' });
    await stale.getByText('db/migrations/001_drop_first.up.sql was changed').waitFor();
    await page.getByRole('button', { name: 'Revoke the plan of this approval' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Grant|Deny) the plan/ }).count()).toBe(0);
    await expectAccessible('a stale approval');
    expect(await states()).toEqual(['grant']);
    expect(faultsButSignIn(faults.splice(0))).toEqual([expect.stringMatching(/\b409\b.*\/grant\)$/)]);
    await press(page, 'Escape');

    expect(await up('ada')).toBe(9);
    await stale.getByText('The request that took its place').waitFor();
    await press(page, 'Escape');
    await heading(page, 'Approvals');
    await expect.poll(() => row.count(), { timeout: 30_000 }).toBe(2);
    await press(page, 'k', 'k', 'Enter');
    await heading(page, /^pending Approval of a run$/);
    await press(page, 'n');
    await page.getByRole('button', { name: 'Deny', description: 'Give a reason first.' }).waitFor();
    await page.keyboard.type('we still need it');
    await press(page, 'Enter');
    await heading(page, /^denied Approval of a run$/);
    expect(await states()).toEqual(['grant', 'deny']);

    await project.migration('001_drop_first', 'drop table second;');
    expect(await up('test')).toBe(9);
    await press(page, 'Escape');
    await heading(page, 'Approvals');
    await expect.poll(() => row.count(), { timeout: 30_000 }).toBe(3);
    await press(page, 'k', 'k', 'k', 'Enter');
    await heading(page, /^pending Approval of a run$/);
    await page.getByText(/^Grant is off: test has asked for apr_\w+ and may not grant it\.$/).waitFor();
    await press(page, 'y');
    expect(await form.count()).toBe(0);
    await expectAccessible('an approval of one’s own');
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
