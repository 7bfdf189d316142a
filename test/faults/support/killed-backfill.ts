import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { openSession } from '../../e2e/sessions.js';
import { type CliResult, type RunningCli, startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import type { Chance } from './chance.js';
import { noSessionLeft } from './sweep-project.js';

export interface BackfillKills {
  readonly rows: number;
  readonly batchRows: number;
  readonly kills: number;
  readonly chance: Chance;
}

/** Longer than two runs one after another may take. */
const WAIT_MS = '600000';
const TIMEOUT_MS = 900_000;

/**
 * Kills a backfill again and again, each time further on, and gives how often it was hit. After each kill the mark and
 * the rows agree; at the end two runs at once finish it, and each row was changed once, in repetitions of a batch each.
 */
export async function killBackfill({ rows, batchRows, kills, chance }: BackfillKills): Promise<number> {
  const database = await createDatabase();
  const start = await backfill(database, rows, batchRows);
  const reader = await openSession(database);
  let hit = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const run = start();
    const at = Math.floor((rows * (kill + chance())) / kills);
    if (!(await reached(run, () => rowsDone(reader), at))) break;
    await run.stop('SIGKILL');
    await noSessionLeft(database);
    const found = await state(database);
    if (found === undefined) break;
    expect(found).toMatchObject({ agrees: true, twice: 0 });
    hit += 1;
  }
  await expectFinished(await Promise.all([start().ended, start().ended]), rows);
  expect(
    await database.query(`select count(*)::integer as rows, min(changes) as least, max(changes) as most,
    (select max(count) <= ${batchRows} from (select count(*) from items group by changed_in) c) as by_batch
    from items`),
  ).toEqual([{ rows, least: 1, most: 1, by_batch: true }]);
  expect(await database.query('select version from confiture.phase_progress')).toEqual([]);
  return hit;
}

async function backfill(database: TestDatabase, rows: number, batchRows: number) {
  await database.query(`create table items (id integer primary key, changes integer not null default 0,
    changed_in bigint) with (fillfactor = 50);
    insert into items select n from generate_series(1, ${rows}) n; create index on items (id) where changes = 0;
    analyze items`);
  const project = await createProject();
  await project.migration(
    '001_backfill',
    `-- confiture: phase note
create table note (id integer);
-- confiture: phase data_transfer batch
update items set changes = changes + 1, changed_in = txid_current()
where id in (select id from items where changes = 0 order by id limit ${batchRows});
-- confiture: phase close
alter table items add check (changes = 1);
`,
  );
  return () =>
    startCli(['migrate', 'up', '--format', 'json', '--lock-timeout', WAIT_MS], {
      cwd: project.dir,
      env: { CONFITURE_DATABASE_URL: database.url },
      timeoutMs: TIMEOUT_MS,
    });
}

type Reader = Awaited<ReturnType<typeof openSession>>;

async function rowsDone(reader: Reader): Promise<number> {
  const { rows } = await reader
    .query<{ rows_done: string }>('select rows_done::text from confiture.phase_progress')
    .catch(() => ({ rows: [] }));
  return Number(rows[0]?.rows_done ?? -1);
}

/** False where the run has ended before. */
async function reached(run: RunningCli, rows: () => Promise<number>, wanted: number): Promise<boolean> {
  let hasEnded = false;
  run.ended.then(
    () => {
      hasEnded = true;
    },
    () => {},
  );
  while (!hasEnded) {
    if ((await rows()) >= wanted) return true;
    await pause(2);
  }
  return false;
}

/** What the mark says and what the rows are; undefined where the file was done before the kill. */
async function state(database: TestDatabase): Promise<object | undefined> {
  const [row] = await database.query(`select case
        when array_position(finished_names, 'data_transfer') is null
        then rows_done = changed and (changed = 0 or repetitions = transactions)
        else finished_rows[array_position(finished_names, 'data_transfer')] = changed
      end as agrees, twice::integer from confiture.phase_progress,
      (select count(*) filter (where changes > 0) as changed, count(*) filter (where changes > 1) as twice,
        count(distinct changed_in) as transactions from items) i`);
  return row;
}

/** One of the two runs applies the file, and says how many rows it has changed in all; the other has waited for it. */
async function expectFinished(ends: readonly CliResult[], rows: number): Promise<void> {
  const applied = ends.map(({ exitCode, stdout, stderr }) => {
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return (JSON.parse(stdout) as { applied: { rows_affected: number }[] }).applied.map(
      ({ rows_affected }) => rows_affected,
    );
  });
  expect(applied.sort((a, b) => a.length - b.length)).toEqual([[], [rows]]);
}
