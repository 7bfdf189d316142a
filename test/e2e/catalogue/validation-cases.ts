import { expect } from 'vitest';
import { backendRunning } from '../sessions.js';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage } from './stage.js';

/** Events of validations and certificates. */
export const validationCases: readonly CatalogueCase[] = [
  {
    title: 'a migration whose invariant holds, with a certificate, and one whose does not',
    types: ['validation.started', 'validation.completed', 'validation.failed', 'certificate.generated'],
    async play() {
      const stage = await createStage();
      await stage.database.query('create table carts (id int, total int); insert into carts values (1, 2)');
      await stage.project.migration('001_note', 'alter table carts add column note text;');
      await stage.project.write(
        'db/migrations/001_note.invariant.sql',
        'select id, total from carts order by id;',
      );
      expect(await stage.run('migrate', 'up')).toBe(0);
      const certificate = await stage.waitFor('certificate.generated');
      expect(certificate.data).toMatchObject({ migration_name: '001_note', queries: 1 });
      const completed = await stage.waitFor('validation.completed');
      expect(completed.data).toMatchObject({ checks: 1 });
      await stage.project.migration('002_total', 'update carts set total = 3;');
      await stage.project.write(
        'db/migrations/002_total.invariant.sql',
        'select id, total from carts order by id;',
      );
      expect(await stage.run('migrate', 'up')).toBe(1);
      const failed = await stage.waitFor('validation.failed');
      expect(failed.data).toMatchObject({
        migration_name: '002_total',
        rolled_back: true,
        failures: [{ rows_before: 1, rows_after: 1, rows_different: 1 }],
      });
      const types = stage.events().map(({ type }) => type);
      expect(types).toContain('migration.failed');
      return stage.events();
    },
  },
  {
    title: 'a validation behind the statements, while it goes on',
    types: [],
    async play() {
      const stage = await createStage();
      const body = await stage.session('select pg_advisory_lock(7)');
      const check = await stage.session('select pg_advisory_lock(8)');
      await stage.project.migration('001_note', 'select pg_advisory_xact_lock(7);', {
        verify: 'select pg_advisory_xact_lock(8) is not null;',
      });
      const run = stage.start('migrate', 'up', '--statement-lock-timeout', '0');
      await backendRunning(stage.database, 'pg_advisory_xact_lock(7)');
      const released = Date.now();
      await body.end();
      const started = await stage.waitFor('validation.started');
      expect(Date.parse(started.created_at)).toBeGreaterThanOrEqual(released);
      const phase = await stage.waitFor('migration.phase.started', ({ data }) => data.phase === 'validate');
      expect(phase.data).toMatchObject({ phase_number: 2, total_phases: 2 });
      await check.end();
      expect((await run.ended).exitCode).toBe(0);
      await stage.waitFor('validation.completed');
      await stage.waitFor('run.completed');
      const told = stage.events().map(({ type }) => type);
      expect(told.filter((type) => type === 'validation.started')).toHaveLength(1);
      expect(told.filter((type) => type === 'migration.phase.started')).toHaveLength(2);
      return stage.events();
    },
  },
];
