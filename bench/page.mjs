// The page over a million deliveries and ten thousand runs, while fifty events a second come: how soon its first view is
// there, what holds it up while it is left alone and while a list scrolls, and whether its memory stays where it is.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { median } from './compare.mjs';
import { fillLog, loadLog } from './log.mjs';
import { makeToken, startApi, write } from './stream.mjs';
import { CLI, makeProject, query, startServer, timed } from './support.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const RUNS = 10_000;
const EVENTS_A_SECOND = 50;
/** Set it to try the bench; its figures are those of ten minutes. */
const SECONDS = Number(process.env.CONFITURE_BENCH_PAGE_SECONDS ?? 600);
const WARM_SECONDS = 20;
const VIEWS = 5;
const WHEELS = 150;
const LONG_TASK_MS = 100;
const WIDE = { viewport: { width: 1440, height: 900 } };

export async function benchPage() {
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (executablePath === undefined) return [['the page', 'needs Chromium']];
  const server = await startServer();
  const project = makeProject(1);
  try {
    await server.freshDatabase('page');
    const url = server.url('page');
    const env = { CONFITURE_DATABASE_URL: url };
    const cli = (...args) => timed(process.execPath, [CLI, ...args], { cwd: project.dir, env });
    await cli('migrate', 'up');
    const token = await makeToken(cli, 'bench');
    await fill(url);
    const api = await startApi(project.dir, env);
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    try {
      return await measure(browser, { api, token, database: url });
    } finally {
      await browser.close();
      api.child.kill('SIGTERM');
      await api.ended;
    }
  } finally {
    project.remove();
    await server.stop();
  }
}

async function fill(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await query(url, RUNS_SQL);
    await fillLog(await loadLog(), client, url);
  } finally {
    await client.end();
  }
}

const RUNS_SQL = `
  insert into confiture.runs (id, project, environment, direction, started_at, heartbeat_at, ended_at, outcome, actor,
      actor_source, host, process_id, version, migrations_total, migrations_done)
    select 'run_bench' || lpad(n::text, 8, '0'), 'public.tb_confiture', 'local', 'up', now() - n * interval '1 minute', now(),
      now(), case when n % 20 = 0 then 'failed' else 'completed' end, 'bench', 'cli', 'bench', 1, '0', 30, 30
    from generate_series(1, ${RUNS}) n`;

async function measure(browser, { api, token, database }) {
  const context = await browser.newContext(WIDE);
  const page = await context.newPage();
  await page.addInitScript(OBSERVE);
  await page.goto(`${api.url}/#token=${token}`);
  await page.locator('#content h1').waitFor();
  const state = await context.storageState();
  const overview = await firstViews(browser, state, api.url, '#content h1');
  const deliveries = await firstViews(browser, state, `${api.url}/deliveries`, '.list-link');
  const runs = await firstViews(browser, state, `${api.url}/runs`, '.list-link');
  const ended = new AbortController();
  const writing = write(database, {
    seconds: SECONDS + 120,
    perSecond: EVENTS_A_SECOND,
    signal: ended.signal,
  });
  const { early, half, late, idle, scrolled } = await watch(page, api.url).finally(() => ended.abort());
  await writing;
  return [
    ['first view of the overview', ms(median(overview))],
    ['first view of the deliveries, and of the runs', ms(median(deliveries)), ms(median(runs))],
    [
      `tasks over ${LONG_TASK_MS} ms in ${SECONDS} s of ${EVENTS_A_SECOND} events a second`,
      long(idle),
      longest(idle),
    ],
    [
      `tasks over ${LONG_TASK_MS} ms while it scrolls ${scrolled.rows} deliveries`,
      long(scrolled.tasks),
      longest(scrolled.tasks),
    ],
    ['frames while it scrolls, the 99th of 100', ms(scrolled.frame)],
    [
      `memory of its scripts after ${SECONDS} s`,
      `${late} MB`,
      `${early} MB after ${WARM_SECONDS} s, ${half} MB after half of the time`,
    ],
  ];
}

/** Leaves a list alone while events come, and scrolls another. */
async function watch(page, url) {
  await page.goto(`${url}/events`);
  await page.locator('.list-link').first().waitFor();
  await sleep(WARM_SECONDS * 1000);
  const early = await heapOf(page);
  await page.evaluate('globalThis.tasks = []');
  await sleep((SECONDS * 1000) / 2);
  const half = await heapOf(page);
  await sleep((SECONDS * 1000) / 2);
  const idle = await page.evaluate('globalThis.tasks');
  const late = await heapOf(page);
  const scrolled = await scroll(page, url);
  return { early, half, late, idle, scrolled };
}

/** Notes each task that the browser calls long, over 50 ms. */
const OBSERVE = `
  globalThis.tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });`;

async function firstViews(browser, storageState, url, selector) {
  const times = [];
  for (let view = 0; view < VIEWS; view += 1) {
    const context = await browser.newContext({ ...WIDE, storageState });
    const page = await context.newPage();
    const startedMs = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(selector).first().waitFor();
    times.push(performance.now() - startedMs);
    await context.close();
  }
  return times;
}

async function scroll(page, url) {
  await page.goto(`${url}/deliveries`);
  await page.locator('.list-link').first().waitFor();
  await page.mouse.move(700, 500);
  await page.evaluate(`
    globalThis.tasks = [];
    globalThis.frames = [];
    let before = performance.now();
    const note = (now) => { globalThis.frames.push(now - before); before = now; requestAnimationFrame(note); };
    requestAnimationFrame(note);`);
  for (let wheel = 0; wheel < WHEELS; wheel += 1) {
    await page.mouse.wheel(0, 600);
    await sleep(30);
  }
  const { tasks, frames, rows } = await page.evaluate(
    `({ tasks: globalThis.tasks, frames: globalThis.frames.sort((a, b) => a - b),
      rows: Number(document.querySelector('table').getAttribute('aria-rowcount')) })`,
  );
  return { tasks, rows, frame: frames[Math.floor(frames.length * 0.99)] };
}

async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usedSize / 1024 / 1024).toFixed(1);
}

function long(tasks) {
  return String(tasks.filter((duration) => duration > LONG_TASK_MS).length);
}

function longest(tasks) {
  return tasks.length === 0 ? 'none over 50 ms' : `the longest ${ms(Math.max(...tasks))}`;
}

function ms(value) {
  return `${value.toFixed(0)} ms`;
}
