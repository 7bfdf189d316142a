import { expect } from 'vitest';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage } from './stage.js';

const BACKFILL = `-- confiture: title Q1 Database Modernization
-- confiture: phase schema
alter table carts add column total int;
-- confiture: phase prepare
create index carts_open on carts (id) where total is null;
-- confiture: phase data_transfer batch sleep=20ms
update carts set total = rate from rates
where id in (select id from carts where total is null order by id limit 5000);
-- confiture: phase cleanup
drop index carts_open;
`;

/** Events of phases that a file names, and of a run that is steered between them. */
export const phaseCases: readonly CatalogueCase[] = [
  {
    title: 'a backfill that is held up, paused and resumed, as the third of five phases',
    types: ['migration.paused', 'migration.resumed'],
    async play() {
      const stage = await createStage({ config: { migration: { statementLockTimeoutMs: 50 } } });
      await stage.database.query('create table carts (id int primary key)');
      await stage.database.query('insert into carts select generate_series(1, 20000)');
      await stage.project.migration('001_carts', BACKFILL, { verify: 'select true;' });
      await stage.database.query('create table rates (rate int)');
      await stage.database.query('insert into rates values (1)');
      const blocker = await stage.session('begin; lock table rates');
      const run = stage.start('migrate', 'up');
      const occurred = await stage.waitFor('error.occurred');
      expect(occurred.data).toMatchObject({ phase: 'data_transfer', error: { sqlstate: '55P03' } });
      expect(await stage.run('migrate', 'pause', '--reason', 'peak hours')).toBe(0);
      await blocker.end();
      const paused = await stage.waitFor('migration.paused');
      expect(paused.data).toMatchObject({
        migration_name: '001_carts',
        reason: 'peak hours',
        actor: expect.stringContaining('@'),
        actor_source: 'cli',
      });
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
          records_processed: 20000,
          errors_recovered: 1,
          errors_escalated: 0,
        },
        { phase: 'cleanup', phase_number: 4, total_phases: 5 },
        { phase: 'validate', phase_number: 5, total_phases: 5 },
      ]);
      return stage.events();
    },
  },
];
