// The log with a million deliveries: how long each list, filter and capped count takes, the slowest first, and the statistics of a day that holds them all.
import pg from 'pg';
import { importSource } from '../scripts/build/import-source.mjs';
import { median } from './compare.mjs';
import { query, startServer } from './support.mjs';

const ROWS = 1_000_000;
const TIMES = 5;
const PAGE = 50;
const SHOWN = 5;
/** Twelve days of settled deliveries as one, which ends now. */
const WITHIN_A_DAY = `
  update confiture.deliveries set settled_at = now() - ('2026-06-01 00:00:01+00' - settled_at) / 12
    where settled_at is not null;
  update confiture.attempts set ended_at = now() - ('2026-06-01 00:00:01+00' - ended_at) / 12`;
const SCOPE = { project: 'public.tb_confiture', environment: 'local' };

export async function benchLog() {
  const log = await loadLog();
  const server = await startServer();
  try {
    await server.freshDatabase('log');
    const url = server.url('log');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const step of log.storageSteps)
        await client.query(
          step.includes('create schema') ? step : `create schema if not exists confiture; ${step}`,
        );
      await fillLog(log, client, url);
      const lists = await measure(log, client);
      await query(url, WITHIN_A_DAY);
      await query(url, 'vacuum analyze');
      return [...lists, ...(await measureStatistics(log, client))];
    } finally {
      await client.end();
    }
  } finally {
    await server.stop();
  }
}

/** A million deliveries of the scope that runs without a config file have. */
export async function fillLog(log, client, url) {
  await client.query(log.logRowsSql(ROWS));
  await query(url, 'vacuum analyze');
}

async function measure(
  { FILTERS, listDeliveries, countListed, listEvents, countEvents, listAttempts },
  client,
) {
  const connection = connectionOf(client);
  const figures = [];
  for (const [name, filter] of Object.entries(FILTERS)) {
    const { state, endpoint, status, error, ...ofEvents } = filter;
    const page = { after: null, order: 'desc', limit: PAGE + 1 };
    const measures = {
      'list of deliveries': () => listDeliveries(connection, SCOPE, { ...filter, limit: PAGE + 1 }),
      'count of deliveries': () => countListed(connection, SCOPE, filter),
      'list of attempts': () => listAttempts(connection, SCOPE, filter, page),
      ...(Object.keys(ofEvents).length === Object.keys(filter).length && {
        'list of events': () => listEvents(connection, SCOPE, ofEvents, page),
        'count of events': () => countEvents(connection, SCOPE, ofEvents),
      }),
    };
    for (const [what, ask] of Object.entries(measures))
      figures.push([`${what}: ${name}`, await timesOf(ask)]);
  }
  const sorted = figures.map(([what, times]) => [what, median(times)]).toSorted(([, a], [, b]) => b - a);
  return sorted.slice(0, SHOWN).map(([what, ms]) => [what, `${ms.toFixed(1)} ms`]);
}

async function measureStatistics({ readDeliveryStatistics }, client) {
  const figures = [];
  for (const endpoint of [null, 'audit', 'pager']) {
    const ask = () => readDeliveryStatistics(connectionOf(client), SCOPE, { span: '24h', endpoint });
    figures.push([
      `statistics of a day, of ${endpoint ?? 'all endpoints'}`,
      `${median(await timesOf(ask)).toFixed(1)} ms`,
    ]);
  }
  return figures;
}

/** Sends one query after the other, as a connection of the product does. */
function connectionOf(client) {
  let last = Promise.resolve();
  return {
    async query(text, values) {
      last = last.catch(() => {}).then(() => client.query(text, values));
      return (await last).rows;
    },
  };
}

async function timesOf(ask) {
  const times = [];
  for (let round = 0; round < TIMES; round += 1) {
    const startedMs = performance.now();
    await ask();
    times.push(performance.now() - startedMs);
  }
  return times;
}

/** What the package does not export. */
export function loadLog() {
  return importSource(`
export { listDeliveries } from './src/outbox/log/list.js';
export { listEvents, countEvents } from './src/outbox/log/list-events.js';
export { listAttemptsOf as listAttempts } from './src/outbox/log/list-attempts.js';
export { countListed } from './src/outbox/log/count.js';
export { readDeliveryStatistics } from './src/outbox/log/statistics/read-statistics.js';
export { storageSteps } from './src/storage/steps.js';
export { FILTERS, logRowsSql } from './test/faults/support/log-rows.js';
`);
}
