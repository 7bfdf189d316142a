import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { listRuns, pageOfRuns } from '../../../src/runner/lifecycle/run-log/list-runs.js';
import type { ListOrder } from '../../../src/storage/keyset.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { createDatabase } from '../../support/database.js';
import { openConnection, SCOPE } from '../outbox-bench.js';
import { rowsRead } from '../support/rows-read.js';

const RUNS = 4_000;
const PAGE = 9;

/** Of every four runs one is of no project, and one of no environment; every tenth is of another project. */
const RUNS_SQL = `
  insert into confiture.runs (id, project, environment, direction, started_at, ended_at, outcome, actor, actor_source,
      host, process_id, version)
    select 'run_' || lpad(n::text, 6, '0'),
      case when n % 10 = 0 then 'public.other' when n % 4 = 1 then '' else '${SCOPE.project}' end,
      case when n % 4 = 2 then '' else '${SCOPE.environment}' end,
      'up', timestamptz '2026-06-01 00:00:00+00' - n / 3 * interval '1 minute', now(), 'completed', 'bench', 'cli',
      'bench', 1, '0'
    from generate_series(1, ${RUNS}) n`;

async function openRuns(): Promise<Connection> {
  const { url } = await createDatabase();
  const connection = await openConnection(url);
  await ensureTables(connection);
  await connection.run(RUNS_SQL);
  await connection.run('vacuum analyze confiture.runs');
  return connection;
}

it('reads no more runs than a page of them has, however many there are, and each once in both orders', async () => {
  const connection = await openRuns();
  const first = { after: null, order: 'desc', limit: PAGE } as const;
  for (const ask of [
    (each: Connection) => pageOfRuns(each, SCOPE, {}, first),
    (each: Connection) => listRuns(each, SCOPE, { limit: PAGE }),
    (each: Connection) => listRuns(each, SCOPE, { id: 'run_000003' }),
  ]) {
    const { rows, whole } = await rowsRead(connection, /^runs$/, ask);
    expect(whole).toEqual([]);
    expect(rows).toBeLessThanOrEqual(PAGE * 5);
  }

  const all = await connection.query<{ id: string }>(
    `select id from confiture.runs where project <> 'public.other' order by started_at desc, id desc`,
  );
  const expected = all.map(({ id }) => id);
  const idsIn = async (order: ListOrder) => {
    const ids: string[] = [];
    let after: readonly string[] | null = null;
    for (let page = 0; page < RUNS; page += 1) {
      const runs = await pageOfRuns(connection, SCOPE, { direction: 'up' }, { after, order, limit: 700 });
      ids.push(...runs.map(({ id }) => id));
      after = runs.at(-1)?.sortKey ?? null;
      if (after === null) break;
    }
    return ids;
  };
  expect(await idsIn('desc')).toEqual(expected);
  expect(await idsIn('asc')).toEqual(expected.toReversed());
  expect((await listRuns(connection, SCOPE, { limit: PAGE })).map(({ id }) => id)).toEqual(
    expected.slice(0, PAGE),
  );
});
