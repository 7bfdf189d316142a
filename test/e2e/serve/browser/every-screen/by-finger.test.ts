import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { openRefusedScene } from '../../../../support/browser/refused-scene.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const LISTS = ['runs', 'migrations', 'approvals', 'events', 'deliveries', 'endpoints', 'audit', 'tokens'];

/**
 * What a finger or a narrow window would find wrong: what reaches over the edge, text that is cut off without an ellipsis,
 * and what can be pressed and is lower than 44 px. Words that only a screen reader is told are left out.
 */
const FAULTS_OF_LAYOUT = `(() => {
  const faults = [];
  const nameOf = (of) => of.tagName + '.' + of.getAttribute('class') + ' ' + (of.innerText ?? '').slice(0, 40);
  const around = (of, holds) => of !== null && (holds(getComputedStyle(of), of) || around(of.parentElement, holds));
  const isHidden = ({ clipPath }, of) => clipPath !== 'none' || of.matches('.shell-skip, [aria-hidden=true]');
  const cutsOff = ({ overflowX }) => overflowX !== 'visible';
  for (const each of document.querySelectorAll('body *')) {
    const box = each.getBoundingClientRect();
    if (!each.checkVisibility() || box.width === 0 || box.height === 0 || around(each, isHidden)) continue;
    const style = getComputedStyle(each);
    const isOver = box.right > innerWidth + 1 || box.left < -1;
    if (isOver && !around(each.parentElement, cutsOff)) faults.push('over the edge: ' + nameOf(each));
    const isCut = cutsOff(style) && each.scrollWidth > each.clientWidth + 1;
    const isField = each.matches('input, select, textarea');
    if (isCut && !isField && style.textOverflow !== 'ellipsis') faults.push('cut off: ' + nameOf(each));
    const pressed = each.matches('[type=checkbox], [type=radio]') ? each.closest('label') : each;
    const isPressed = each.matches('button, .button, input, select, textarea, summary, [role=tab], nav a');
    const { height } = pressed.getBoundingClientRect();
    if (isPressed && height < 43.5) faults.push('only ' + Math.round(height) + ' px high: ' + nameOf(pressed));
  }
  return faults;
})()`;

async function openByFinger(url: string, width: number) {
  const { page } = await openPage(await startBrowser(), width, { byFinger: true });
  const faults: string[] = [];
  const check = async (screen: string) => {
    const found = await page.evaluate<string[]>(FAULTS_OF_LAYOUT);
    faults.push(...found.map((fault) => `${screen}: ${fault}`));
  };
  await page.goto(`${url}/#token=${TEST_TOKEN}`);
  await page.locator('#content h1').waitFor();
  expect(await page.evaluate("matchMedia('(pointer: coarse)').matches")).toBe(true);
  const visit = async (path: string) => {
    await page.goto(url + path);
    await page.locator('#content h1').waitFor();
    for (const notYet of ['.skeleton', '.skeleton-figure'])
      await page.locator(notYet).first().waitFor({ state: 'detached' });
    await check(path);
  };
  return { page, faults, check, visit };
}

/** Presses a button that asks, and looks at what it opens. */
async function ask(
  page: Page,
  name: string | RegExp,
  check: (screen: string) => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name }).first().tap();
  await page.getByRole('form').first().waitFor();
  await check(`the question of ${name}`);
}

it.each([320, 375])(
  'keeps to the window, cuts nothing off and is high enough for a finger, on every screen at %d px',
  async (width) => {
    const { url, database } = await openRefusedScene();
    const { page, faults, check, visit } = await openByFinger(url, width);
    const ofOne = await database.query<{ path: string }>(
      `select '/runs/' || id as path from confiture.runs union select '/deliveries/' || max(id) from confiture.deliveries
        union select '/events/' || max(id) from confiture.events`,
    );
    for (const path of [
      '/',
      ...LISTS.map((list) => `/${list}`),
      ...ofOne.map(({ path }) => path),
      '/settings',
    ])
      await visit(path);
    await visit('/migrations/mig_001');
    await visit('/nowhere');

    await visit('/deliveries?status=404');
    await page.getByRole('button', { name: 'More filters' }).tap();
    await check('all filters');
    await ask(page, /^Retry/, check);
    await visit('/tokens');
    await ask(page, 'New token', check);
    await page.getByLabel('Name of the program or person').fill('deploy-bot');
    await page.getByRole('button', { name: 'Make the token' }).tap();
    await page.getByRole('alert').waitFor();
    await check('a token that is shown once');
    await ask(page, /^Revoke/, check);
    await visit('/audit');
    await page.locator('.list-link').first().tap();
    await page.getByRole('heading', { name: 'token.created' }).waitFor();
    await check('an entry of the audit log');
    await visit('/endpoints');
    await ask(page, 'New endpoint', check);
    await visit('/endpoints/default');
    await ask(page, /^Test/, check);
    await ask(page, /^Probe/, check);
    await ask(page, /^Switch off/, check);
    await page.getByRole('button', { name: 'Menu' }).tap();
    await page.getByRole('dialog', { name: 'Screens' }).waitFor();
    await check('the sheet of screens');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await page.getByLabel('Token').waitFor();
    await check('the way in');
    expect(faults).toEqual([]);
  },
);

it('keeps to the narrowest window where there is nothing yet', async () => {
  const { url } = await startTestServer({ hasPage: true });
  const { faults, visit } = await openByFinger(url, 320);
  for (const path of ['/', ...LISTS.map((list) => `/${list}`)]) await visit(path);
  for (const list of LISTS.slice(0, 6)) await visit(`/${list}/none`);
  expect(faults).toEqual([]);
});
