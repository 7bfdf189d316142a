import { createInterface } from 'node:readline';
import { startConfiture } from './run-confiture.mjs';

const WAIT_MS = 20_000;

/** Starts `webhooks listen` on a free port and collects what it reports, one JSON document a line. */
export async function startListener({ folder, secret }) {
  const child = startConfiture(['webhooks', 'listen', '--port', '0', '--format', 'json'], {
    folder,
    env: { CONFITURE_WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 2],
  });
  process.on('exit', () => child.kill());
  const closed = new Promise((resolve) => child.once('close', resolve));
  const reports = [];
  const changes = new EventTarget();
  createInterface({ input: child.stdout }).on('line', (line) => {
    reports.push(JSON.parse(line));
    changes.dispatchEvent(new Event('report'));
  });
  const waitForReports = (count) => waitUntil(() => reports.length >= count, changes, closed);

  await waitForReports(1);
  const url = reports[0]?.listening;
  if (url === undefined)
    throw new Error('`webhooks listen` did not start; run `npm run build` and try again');
  return {
    url,
    /** The events so far, once there are `count`, or as many as came in time. */
    waitFor: async (count) => {
      await waitForReports(count + 1);
      return reports.slice(1);
    },
    stop: async () => {
      child.kill();
      await closed;
    },
  };
}

async function waitUntil(isDone, changes, closed) {
  let timer;
  await Promise.race([
    closed,
    new Promise((resolve) => {
      const check = () => isDone() && resolve();
      timer = setTimeout(resolve, WAIT_MS);
      changes.addEventListener('report', check);
      check();
    }),
  ]);
  clearTimeout(timer);
}
