import { describe, expect, it } from 'vitest';
import { type PageSource, readPage } from '../../../src/app/lists/page.js';
import type { Connection } from '../../../src/database/connection.js';
import { countListed, readOldest } from '../../../src/outbox/log/count.js';
import { deliveryKey, listDeliveries } from '../../../src/outbox/log/list.js';
import { attemptKey, listAttemptsOf } from '../../../src/outbox/log/list-attempts.js';
import { countEvents, listEvents } from '../../../src/outbox/log/list-events.js';
import type { ListOrder } from '../../../src/storage/keyset.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { createDatabase } from '../../support/database.js';
import { openConnection, SCOPE } from '../outbox-bench.js';
import { FILTERS, logRowsSql } from '../support/log-rows.js';
import { rowsRead } from '../support/rows-read.js';

const ROWS = 20_000;
const PAGE = 51;

async function openLog(rows = ROWS): Promise<Connection> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await ensureTables(connection);
  await connection.run(logRowsSql(rows));
  await connection.run('vacuum analyze confiture.deliveries, confiture.events, confiture.attempts');
  return connection;
}

const LARGE = /^(events|deliveries|attempts)$/;

describe('a large log', () => {
  it('is never read to its end for a page, whatever the filter chooses', async () => {
    const connection = await openLog();
    const page = { after: null, order: 'desc', limit: PAGE } as const;
    for (const [what, filter] of Object.entries(FILTERS)) {
      const { state, endpoint, status, error, ...ofEvents } = filter;
      const asked = [
        await rowsRead(connection, LARGE, (each) => listDeliveries(each, SCOPE, { ...filter, limit: PAGE })),
        await rowsRead(connection, LARGE, (each) => listAttemptsOf(each, SCOPE, filter, page)),
        await rowsRead(connection, LARGE, (each) => readOldest(each, SCOPE, filter, null)),
        ...(Object.keys(ofEvents).length === Object.keys(filter).length
          ? [await rowsRead(connection, LARGE, (each) => listEvents(each, SCOPE, ofEvents, page))]
          : []),
      ];
      for (const { rows, whole } of asked) expect([what, whole, rows < ROWS / 4]).toEqual([what, [], true]);
    }
  });

  it('is counted to ten thousand', async () => {
    const connection = await openLog();
    expect(await countListed(connection, SCOPE, {})).toEqual({ count: 10_000, isCapped: true });
    expect(await countEvents(connection, SCOPE, {})).toEqual({ count: 10_000, isCapped: true });
    expect(await countListed(connection, SCOPE, { state: 'failed' })).toEqual({
      count: 1_000,
      isCapped: false,
    });
  });
});

describe('the pages of a log', () => {
  it('have each delivery, event and attempt that the filter chooses once, in both orders', async () => {
    const connection = await openLog(400);
    await connection.run(`
      insert into confiture.attempts (delivery_id, number, ended_at, duration_ms, outcome, result)
        select delivery_id, n, ended_at, 1, outcome, result from confiture.attempts, generate_series(2, 5) n
        where delivery_id like '%300_1'`);
    const listed = <T>(list: string, read: PageSource<T>['read'], keyOf: PageSource<T>['keyOf']) => {
      return async (order: ListOrder) => {
        const found: string[] = [];
        let cursor: string | null | undefined;
        for (let page = 0; page < 500 && cursor !== null; page += 1) {
          const at = cursor === undefined ? {} : { cursor };
          const answer = await readPage({ list, read, keyOf }, { limit: 3, order, ...at });
          found.push(...answer.data.map((row) => keyOf(row).join(' ')));
          cursor = answer.nextCursor;
        }
        return found;
      };
    };
    const lists = {
      deliveries: listed('deliveries', (keyset) => listDeliveries(connection, SCOPE, keyset), deliveryKey),
      attempts: listed('attempts', (keyset) => listAttemptsOf(connection, SCOPE, {}, keyset), attemptKey),
      events: listed(
        'events',
        (keyset) => listEvents(connection, SCOPE, {}, keyset),
        ({ id }) => [id],
      ),
    };
    for (const [name, pagesIn] of Object.entries(lists)) {
      const [down, up] = [await pagesIn('desc'), await pagesIn('asc')];
      const [row] = await connection.query<{ count: number }>(
        `select count(*)::integer as count from confiture.${name}`,
      );
      expect([name, down.length, new Set(down).size]).toEqual([name, row?.count, row?.count]);
      expect(down).toEqual(up.toReversed());
    }
  });
});
