import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { BODY, MARKUP, openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

it.each([375, 1440])(
  'leads by keyboard from the token to a delivery that is sent again, at %d px',
  async (width) => {
    const { url, outbox, accept, receiver } = await openRefusedScene();
    const { page, faults, expectAccessible } = await openPage(await startBrowser(), width);
    const { keyboard } = page;
    const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
    const press = async (...keys: string[]) => {
      for (const key of keys) await keyboard.press(key);
    };
    const row = page.locator('.list-link');

    await page.goto(url);
    await page.getByLabel('Token').waitFor();
    await expectAccessible('the way in');
    expect(faults.splice(0)).toEqual([expect.stringMatching(/\b401\b.*\/v1\/session\)$/)]);
    await keyboard.type(TEST_TOKEN);
    await press('Enter');
    await heading(/ is at 002\. Nothing is pending\./);
    await page.getByText('live', { exact: true }).waitFor();
    await expectAccessible('the overview');

    await press('g', 'r');
    await heading('Runs');
    await row.first().waitFor();
    await expectAccessible('the runs');
    await press('j', 'Enter');
    await heading(/^completed Run run_/);
    await page.getByText(`001 ${MARKUP}`, { exact: true }).waitFor();
    await expectAccessible('a run');
    await press('Escape');
    await heading('Runs');

    await press('g', 'd');
    await heading('Deliveries');
    await row.first().waitFor();
    await press('/', 'f');
    await page.waitForURL((at) => at.search === '?state=failed');
    await row.first().waitFor();
    await expectAccessible('the deliveries');
    await page.reload();
    await row.first().waitFor();
    expect([new URL(page.url()).search, await row.count()]).toEqual(['?state=failed', 2]);
    await press('Tab', 'Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('content');
    await press('j', 'j', 'k', 'Enter');
    await heading(/^failed 404 default$/);
    await page
      .getByText(/^404\b/)
      .first()
      .waitFor();
    await page.getByText(BODY, { exact: true }).waitFor();
    await expectAccessible('a failed delivery');

    accept();
    await press('r');
    await page.getByRole('form', { name: 'Retry this delivery to default' }).waitFor();
    await expectAccessible('the question before a retry');
    await press('Enter');
    await heading(/^waiting /);
    await outbox.deliver();
    await heading(/^delivered /);
    expect(receiver.requests).toHaveLength(3);
    await press('Escape');
    await heading('Deliveries');
    await expect.poll(() => row.count(), { timeout: 30_000 }).toBe(1);

    expect(faults).toEqual([]);
    expect(await page.title()).toMatch(/^Deliveries · test_\w+ \(local\)$/);
    expect(await page.locator('img').count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).focus();
    await press('Enter');
    await page.getByLabel('Token').waitFor();
  },
);

it('is open to assistive technology on every screen, in the dark, on a phone and behind a base path', async () => {
  const scene = await openRefusedScene({ serve: { publicUrl: 'http://127.0.0.1/tools/confiture' } });
  const url = `${scene.url}/tools/confiture`;
  const browser = await startBrowser();
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [375, 'dark'],
  ] as const) {
    const { page, faults, expectAccessible } = await openPage(browser, width);
    await page.emulateMedia({ colorScheme });
    await page.goto(`${url}/#token=${TEST_TOKEN}`);
    await page.getByRole('heading', { level: 1, name: / is at 002\./ }).waitFor();
    expect(page.url()).toBe(`${url}/`);
    for (const [key, title] of [
      ['m', 'Migrations'],
      ['a', 'Approvals'],
      ['e', 'Events'],
      ['w', 'Endpoints'],
      ['l', 'Audit'],
      ['t', 'Tokens'],
      ['s', 'Settings'],
      ['d', 'Deliveries'],
      ['r', 'Runs'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.locator('.skeleton').waitFor({ state: 'detached' });
      await expectAccessible(`${title} at ${width} px, ${colorScheme}`);
    }
    expect(await page.locator('.list-link').first().getAttribute('href')).toMatch(
      /^\/tools\/confiture\/runs\/run_/,
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(`the keys at ${width} px, ${colorScheme}`);
    expect(faults.filter((fault) => !/\b401\b.*\/v1\/session\)$/.test(fault))).toEqual([]);
  }
});

it('is signed in by its link, however late the answer comes that there was no session', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { page } = await openPage(await startBrowser(), 1440);
  await page.route('**/v1/session', async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    await page.locator('#content').waitFor();
    await route.fulfill({ status: 401, contentType: 'application/problem+json', json: { status: 401 } });
  });
  const late = page.waitForResponse((answer) => answer.status() === 401);
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await late;
  await page.evaluate(
    'new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))',
  );
  expect(await page.getByLabel('Token').count()).toBe(0);
  expect(await page.locator('#content').count()).toBe(1);
});
