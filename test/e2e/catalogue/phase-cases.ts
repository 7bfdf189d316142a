import { expect } from 'vitest';
import type { ParsedEvent } from '../../../src/events/parse/parse-event.js';
import { until } from '../sessions.js';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage, type Stage } from './stage.js';

/** What one repetition of the backfill takes. */
const BATCH_ROWS = 5_000;

const BACKFILL = `-- confiture: title Q1 Database Modernization
-- confiture: phase schema
alter table carts add column total int;
-- confiture: phase prepare
create index carts_open on carts (id) where total is null;
-- confiture: phase data_transfer batch
update carts set total = rate from rates
where id in (select id from carts where total is null order by id limit ${BATCH_ROWS});
-- confiture: phase cleanup
drop index carts_open;
`;

/**
 * A backfill of `rows` rows that is the third of five phases: its first repetition cannot have a lock, is tried again, and
 * is the last one before a pause that was asked for meanwhile. Gives all events that an endpoint got.
 */
export async function playBackfill(rows: number): Promise<readonly ParsedEvent[]> {
  const stage = await createStage({ config: { migration: { statementLockTimeoutMs: 500 } } });
  await stage.database.query('create table carts (id int primary key)');
  await stage.database.query(`insert into carts select generate_series(1, ${rows})`);
  await stage.project.migration('001_carts', BACKFILL, { verify: 'select true;' });
  await stage.database.query('create table rates (rate int)');
  await stage.database.query('insert into rates values (1)');
  const blocker = await stage.session('begin; lock table rates');
  const run = stage.start('migrate', 'up');
  const occurred = await stage.waitFor('error.occurred');
  expect(occurred.data).toMatchObject({ phase: 'data_transfer', error: { sqlstate: '55P03' } });
  expect(await stage.run('migrate', 'pause', '--reason', 'peak hours')).toBe(0);
  await isRead(stage);
  await blocker.end();
  const paused = await stage.waitFor('migration.paused');
  expect(paused.data).toMatchObject({
    migration_name: '001_carts',
    reason: 'peak hours',
    actor: expect.stringContaining('@'),
    actor_source: 'cli',
  });
  const [done] = await stage.database.query<{ rows: string }>(
    'select rows_done as rows from confiture.phase_progress',
  );
  expect(Number(done?.rows), 'the repetition that ran, or one that was on its way').toBeOneOf([
    BATCH_ROWS,
    2 * BATCH_ROWS,
  ]);
  expect(await stage.run('migrate', 'resume')).toBe(0);
  expect((await run.ended).exitCode).toBe(0);
  await stage.waitFor('migration.resumed');
  const recovered = await stage.waitFor('error.recovered');
  expect(recovered.data.error_id).toBe(occurred.data.error_id);
  const phases = stage
    .events()
    .flatMap((it) => (it.type === 'migration.phase.completed' ? it.data : []))
    .sort((a, b) => a.phase_number - b.phase_number);
  expect(phases).toMatchObject([
    { phase: 'schema', phase_number: 1, records_processed: null },
    { phase: 'prepare', phase_number: 2, records_processed: null },
    {
      migration_name: '001_carts',
      migration_title: 'Q1 Database Modernization',
      phase: 'data_transfer',
      phase_number: 3,
      total_phases: 5,
      duration_seconds: expect.any(Number),
      records_processed: rows,
      errors_recovered: 1,
      errors_escalated: 0,
    },
    { phase: 'cleanup', phase_number: 4, total_phases: 5 },
    { phase: 'validate', phase_number: 5, total_phases: 5 },
  ]);
  return stage.events();
}

/** Resolves once the session that watches the run has asked for requests after the last of them was stored. */
async function isRead({ database }: Stage): Promise<void> {
  await until('a question for requests', async () => {
    const rows = await database.query(`select from pg_stat_activity a
      where a.datname = current_database() and a.application_name = 'confiture watch' and a.state = 'idle'
        and a.query_start > (select max(requested_at) from confiture.steering)`);
    return rows[0];
  });
}

/** Events of phases that a file names, and of a run that is steered between them. */
export const phaseCases: readonly CatalogueCase[] = [
  {
    title: 'a backfill that is held up, paused and resumed, as the third of five phases',
    types: ['migration.paused', 'migration.resumed'],
    play: () => playBackfill(4 * BATCH_ROWS),
  },
];
