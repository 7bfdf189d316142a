import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  activate,
  faultsButSignIn,
  fill,
  focused,
  heading,
  press,
  tabTo,
} from '../../../../support/browser/by-keyboard.js';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

/** Opens the stream with a token; `ended` resolves when the server has ended it. */
async function openStream(url: string, token: string) {
  const response = await fetch(`${url}/v1/stream`, { headers: { authorization: `Bearer ${token}` } });
  const ended = response.text().then(
    () => 'ended',
    () => 'ended',
  );
  return { status: response.status, ended };
}

it.each([375, 1440])(
  'makes a token, revokes it while its stream is open, and reads and exports the audit log, at %d px',
  async (width) => {
    const { url, api, database } = await startTestServer({ hasPage: true });
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    await page.goto(`${url}/tokens#token=${TEST_TOKEN}`);
    await heading(page, 'Tokens');
    await activate(page, 'New token');
    await page.getByRole('form', { name: 'New token' }).waitFor();
    expect(await focused(page)).toBe('Name of the program or person');
    await page.keyboard.type('deploy-bot');
    await tabTo(page, /^operate:/);
    await press(page, 'Space');
    await fill(page, 'Days until it ends', '7');
    await expectAccessible('the form of a new token');
    await press(page, 'Enter');
    await page.getByText('The token “deploy-bot” is shown this once. Keep it now.').waitFor();
    const secret = await page.getByRole('alert').locator('.mono').innerText();
    await activate(page, 'I have it');
    await page.getByText('is shown this once').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    expect(
      await database.query(
        "select name, scopes, expires_at - created_at between '6 days 23 hours' and '7 days 1 hour' as a_week from confiture.api_tokens",
      ),
    ).toEqual([{ name: 'deploy-bot', scopes: ['read', 'operate'], a_week: true }]);

    const bot = api.with(secret);
    expect((await bot.get('/v1/session')).status).toBe(200);
    const stream = await openStream(url, secret);
    expect(stream.status).toBe(200);
    await activate(page, 'Revoke');
    await page
      .getByRole('form', { name: 'Revoke deploy-bot: its requests are refused from now on' })
      .waitFor();
    await expectAccessible('the question before a token is revoked');
    await press(page, 'Enter');
    await page.getByText('revoked', { exact: true }).waitFor();
    expect(await stream.ended).toBe('ended');
    expect(await bot.get('/v1/session')).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
    expect(await page.getByRole('button', { name: 'Revoke the token deploy-bot' }).count()).toBe(0);
    await page.getByText('No token is active.').waitFor();

    await press(page, 'g', 'l');
    await heading(page, 'Audit');
    const rows = page.locator('.list-link');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(2);
    await expectAccessible('the audit log');
    await page.getByText(/^Last change: token\.revoked by test, /).waitFor();
    expect(await page.getByTitle(/^Only tok_/).allInnerTexts()).toEqual(['deploy-bot', 'deploy-bot']);
    await press(page, 'j', 'Tab');
    expect(await focused(page)).toBe('token.revoked');
    await press(page, 'Enter');
    await page.waitForURL((at) => at.search === '?action=token.revoked');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(1);

    await tabTo(page, 'Export these as JSON lines');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Enter')]);
    expect(download.suggestedFilename()).toBe('audit.jsonl');
    const exported = await readFile(await download.path(), 'utf8');
    const lines = exported.trim().split('\n');
    const listed = await api.get<{ data: unknown[] }>('/v1/audit?action=token.revoked');
    expect(lines.map((line) => JSON.parse(line))).toEqual(listed.body.data);
    expect(exported).not.toContain(secret.slice('sk_live_'.length));

    await tabTo(page, 'Export these as CSV');
    const [table] = await Promise.all([page.waitForEvent('download'), press(page, 'Enter')]);
    expect(table.suggestedFilename()).toBe('audit.csv');
    expect((await readFile(await table.path(), 'utf8')).split('\r\n')).toEqual([
      expect.stringMatching(/^id,created_at,/),
      expect.stringContaining(',token.revoked,'),
      '',
    ]);

    await press(page, 'j', 'Enter');
    await heading(page, 'token.revoked');
    await page.getByText(/^test \(API\), /).waitFor();
    await page.getByText(/^token deploy-bot \(tok_/).waitFor();
    await expectAccessible('an entry of the audit log');
    await press(page, 'Escape');
    await page.waitForURL((at) => at.search === '?action=token.revoked');

    await press(page, 'g', 's');
    await heading(page, 'Settings');
    await page.getByRole('region', { name: 'The server' }).getByText(database.name).waitFor();
    await tabTo(page, 'Colours');
    await press(page, 'd');
    expect(await page.evaluate<string>('document.documentElement.dataset.theme')).toBe('dark');
    await tabTo(page, 'Exact times');
    await press(page, 'U');
    await expectAccessible('the settings');
    await page.reload();
    await heading(page, 'Settings');
    await press(page, 'g', 'l');
    await page.locator('time[title$=" UTC"]').first().waitFor();
    expect(await page.evaluate<string>('document.documentElement.dataset.theme')).toBe('dark');
    expect(faultsButSignIn(faults)).toEqual([]);
  },
);
