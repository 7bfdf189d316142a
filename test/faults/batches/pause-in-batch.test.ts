import { expect, it } from 'vitest';
import { backendRunning, until } from '../../e2e/sessions.js';
import { startIn, steeredProject } from '../../e2e/steering/steered-project.js';
import type { TestDatabase } from '../../support/database.js';

/** A repetition notes when it begins, and ends once a row of `go` is there. */
const BATCH = `-- confiture: phase fill batch
select note_start();
do $$ begin while not exists (select from go) loop perform pg_sleep(0.02); end loop; end $$;
update items set done = true where id in (select id from items where not done order by id limit 1);`;

const TABLES = `create table go (); create table starts (at timestamptz);
create table items (id integer primary key, done boolean not null default false);
insert into items select n from generate_series(1, 5) n;
create function note_start() returns void language sql as 'insert into starts values (clock_timestamp())'`;

it('lets the repetition that runs end when it has read that it shall pause, and begins no other', async () => {
  const project = await steeredProject();
  const { database } = project;
  await project.migration('001_first', TABLES);
  await project.migration('002_second', BATCH);
  await project.migration('003_third', 'select 1;');
  const up = startIn(project, ['migrate', 'up']);
  await backendRunning(database, 'from go');
  const pause = startIn(project, ['migrate', 'pause']);
  await requestIsTaken(database);
  await database.query('insert into go default values');
  await up.waitFor('Paused at');
  expect(
    await database.query(`select count(*)::integer as begun,
      count(*) filter (where at > (select min(requested_at) from confiture.steering where run_id is not null))::integer
        as begun_after from starts`),
  ).toEqual([{ begun: 1, begun_after: 0 }]);
  expect(await database.query('select rows_done::integer as rows from confiture.phase_progress')).toEqual([
    { rows: 1 },
  ]);
  expect((await pause.ended).exitCode).toBe(0);
  await project.ok('migrate', 'resume');
  expect((await up.ended).exitCode).toBe(0);
  expect(await database.query('select count(*)::integer as done from items where done')).toEqual([
    { done: 5 },
  ]);
});

/**
 * Resolves once the run has asked for requests twice after the last was stored: its watch asks again when it has taken
 * the answer before.
 */
async function requestIsTaken(database: TestDatabase): Promise<void> {
  const asked = new Set<string>();
  await until('a second question for requests', async () => {
    const [row] = await database.query<{
      at: string;
    }>(`select a.query_start::text as at from pg_stat_activity a
      where a.datname = current_database() and a.application_name = 'confiture watch'
        and a.query like '%confiture.steering%'
        and a.query_start > (select max(requested_at) from confiture.steering where run_id is not null)`);
    if (row) asked.add(row.at);
    return asked.size > 1 ? true : undefined;
  });
}
