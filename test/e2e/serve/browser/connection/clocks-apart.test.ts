import { expect, it } from 'vitest';
import { openPage, startBrowser } from '../../../../support/browser/open-page.js';
import { startTestServer, TEST_TOKEN } from '../../../../support/server/start-test-server.js';

const TEN_MINUTES = 600_000;

/** Has the browser take the time for another; what runs by timers goes on. */
const shiftClock = (byMs: number) => `
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length === 0 ? [Real.now() + ${byMs}] : parts));
    }
    static now() {
      return Real.now() + ${byMs};
    }
  };`;

/** Seconds that a text such as `in 23 h`, `3 min ago` or `now` tells, those of the past below zero. */
function secondsOf(text: string): number {
  if (text === 'now') return 0;
  const [, count, unit = ''] = /(\d+) (s|min|h|days)/.exec(text) ?? [];
  const seconds = Number(count) * ({ s: 1, min: 60, h: 3600, days: 86_400 }[unit] ?? Number.NaN);
  return text.endsWith('ago') ? -seconds : seconds;
}

it.each([-TEN_MINUTES, TEN_MINUTES])(
  'shows times left and times ago by the clock of the server where that of the browser is %d ms apart',
  async (apartMs) => {
    const { url, database, project } = await startTestServer({
      hasPage: true,
      config: { approvals: [{ tiers: ['destructive'] }] },
      files: {
        'db/migrations/001_first.up.sql': 'create table first (id integer);',
        'db/migrations/002_second.up.sql': 'drop table first;',
      },
    });
    const env = {
      CONFITURE_DATABASE_URL: database.url,
      CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/',
      CONFITURE_WEBHOOK_EVENTS: 'migration.completed',
    };
    expect(
      (await project.run(['migrate', 'up', '--drain-timeout', '0', '--target', '001'], env)).exitCode,
    ).toBe(0);
    expect((await project.run(['migrate', 'up', '--drain-timeout', '0'], env)).exitCode).toBe(9);
    await database.query(`update confiture.approvals set expires_at = now() + interval '5 minutes'`);
    await database.query(`update confiture.deliveries set due_at = now() + interval '5 minutes'`);
    const [delivery] = await database.query<{ id: string }>('select id from confiture.deliveries');
    const [approval] = await database.query<{ id: string }>('select id from confiture.approvals');

    const { page } = await openPage(await startBrowser(), 1440);
    await page.addInitScript(shiftClock(apartMs));
    await page.goto(`${url}/#token=${TEST_TOKEN}`);
    await page.getByRole('heading', { level: 1, name: / is at 001\./ }).waitFor();
    const toldOf = async (path: string, name: string) => {
      await page.goto(url + path);
      const time = page.locator('dl > div').filter({ hasText: name }).locator('time').first();
      await time.waitFor();
      return secondsOf(await time.innerText());
    };
    const told = {
      expires: await toldOf(`/approvals/${approval?.id}`, 'Expires'),
      asked: await toldOf(`/approvals/${approval?.id}`, 'Asked'),
      due: await toldOf(`/deliveries/${delivery?.id}`, 'Next attempt'),
      happened: await toldOf(`/deliveries/${delivery?.id}`, 'Happened'),
    };
    for (const left of [told.expires, told.due]) {
      expect([told, left > 0]).toEqual([told, true]);
      expect([told, left <= 300]).toEqual([told, true]);
    }
    for (const ago of [told.asked, told.happened]) {
      expect([told, ago <= 1]).toEqual([told, true]);
      expect([told, ago > -300]).toEqual([told, true]);
    }
  },
);
