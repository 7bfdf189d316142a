import { expect } from 'vitest';
import type { EventType } from '../../../src/events/event.js';
import type { ParsedEvent } from '../../../src/events/parse/parse-event.js';
import type { CatalogueCase } from './catalogue-case.js';
import { createStage } from './stage.js';

/** Events of runs, of migrations and of the phase that a plain file has. */
export const runCases: readonly CatalogueCase[] = [
  {
    title: 'a new migration, once a command has opened the database',
    types: ['migration.created'],
    async play() {
      const stage = await createStage();
      expect(await stage.run('migrate', 'generate', 'add carts')).toBe(0);
      expect(await stage.project.list('.confiture/spool')).toHaveLength(1);
      expect(await stage.run('webhooks', 'deliver')).toBe(0);
      const [created] = stage.events();
      expect(created).toMatchObject({
        type: 'migration.created',
        data: {
          migration_name: expect.stringMatching(/_add_carts$/),
          files: [
            expect.stringMatching(/_add_carts\.up\.sql$/),
            expect.stringMatching(/_add_carts\.down\.sql$/),
          ],
          actor: expect.stringContaining('@'),
          actor_source: 'cli',
        },
      });
      return stage.events();
    },
  },
  {
    title: 'a migration that is applied, with a title, and one that is undone',
    types: [
      'run.started',
      'run.completed',
      'migration.started',
      'migration.phase.started',
      'migration.phase.completed',
      'migration.completed',
      'migration.rolled_back',
    ],
    async play() {
      const stage = await createStage({ env: { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'mona' } });
      const up =
        '-- confiture: title Q1 carts\ncreate table carts (id int); insert into carts values (1), (2);';
      await stage.project.migration('001_carts', up, { down: 'drop table carts;' });
      expect(await stage.run('migrate', 'up')).toBe(0);
      const all = { actor: 'mona', actor_source: 'ci', migrations_total: 1, direction: 'up' };
      const about = { migration_name: '001_carts', migration_title: 'Q1 carts' };
      const one = { phase: 'execute', phase_number: 1, total_phases: 1 };
      expect(dataByType(stage.events())).toMatchObject({
        'run.started': { ...all, migrations_done: 0, ended_at: null, to_version: '001' },
        'migration.started': { ...about, total_phases: 1, ended_at: null },
        'migration.phase.started': { ...about, ...one, records_processed: null },
        'migration.phase.completed': {
          ...about,
          ...one,
          records_processed: 2,
          errors_recovered: 0,
          errors_escalated: 0,
        },
        'migration.completed': { ...about, rows_affected: 2 },
        'run.completed': { ...all, migrations_done: 1, versions: ['001'], from_version: null },
      });
      expect(await stage.run('migrate', 'down')).toBe(0);
      const undone = { direction: 'down', migrations_done: 1, from_version: '001', to_version: null };
      const data = dataByType(stage.events().slice(6));
      expect(data).toMatchObject({
        'run.completed': undone,
        'migration.started': { direction: 'down' },
        'migration.rolled_back': { migration_name: '001_carts' },
      });
      expect(Object.keys(data)).toHaveLength(6);
      return stage.events();
    },
  },
  {
    title: 'a migration that fails, and is mended',
    types: [
      'run.failed',
      'migration.failed',
      'migration.phase.failed',
      'error.occurred',
      'error.escalated',
      'error.resolved',
    ],
    async play() {
      const stage = await createStage();
      await stage.project.migration(
        '001_carts',
        'create table carts (id int); insert into nowhere values (1);',
      );
      expect(await stage.run('migrate', 'up')).toBe(1);
      const error = { sqlstate: '42P01', file: 'db/migrations/001_carts.up.sql', line: 1 };
      expect(dataByType(stage.events())).toMatchObject({
        'error.occurred': { attempts: 1, phase: 'execute', error },
        'migration.phase.failed': { phase: 'execute', errors_escalated: 1, error },
        'error.escalated': { error },
        'migration.failed': { direction: 'up', error },
        'run.failed': { failed_migration: '001_carts', migrations_done: 0, error },
      });
      await stage.project.migration('001_carts', 'create table carts (id int);');
      expect(await stage.run('migrate', 'up')).toBe(0);
      const resolved = await stage.waitFor('error.resolved');
      const escalated = await stage.waitFor('error.escalated');
      expect(resolved.data).toMatchObject({ error_id: escalated.data.error_id, resolution: 'completed' });
      expect(await stage.database.query('select 1 from confiture.open_errors')).toEqual([]);
      return stage.events();
    },
  },
  {
    title: 'errors that a person has settled, by marking the migration and by resolving it',
    types: [],
    async play() {
      const stage = await createStage();
      await stage.project.migration('001_carts', 'insert into nowhere values (1);');
      expect(await stage.run('migrate', 'up')).toBe(1);
      expect(await stage.run('migrate', 'baseline', '--target', '001')).toBe(0);
      await stage.project.migration('002_index', 'vacuum; insert into nowhere values (1);');
      expect(await stage.run('migrate', 'up')).toBe(1);
      expect(await stage.run('migrate', 'resolve', '002', '--applied')).toBe(0);
      const idsOf = (type: EventType) =>
        stage
          .events()
          .flatMap((event) => (event.type === type && 'error_id' in event.data ? event.data.error_id : []));
      const resolved = stage.events().filter(({ type }) => type === 'error.resolved');
      expect(resolved).toMatchObject([
        { data: { migration_name: '001_carts', resolution: 'baselined', actor_source: 'cli' } },
        { data: { migration_name: '002_index', resolution: 'resolved', actor_source: 'cli' } },
      ]);
      expect(idsOf('error.resolved')).toEqual(idsOf('error.escalated'));
      expect(await stage.database.query('select 1 from confiture.open_errors')).toEqual([]);
      return stage.events();
    },
  },
  {
    title: 'an error that a retry cures',
    types: ['error.recovered'],
    async play() {
      const stage = await createStage({ config: { migration: { statementLockTimeoutMs: 50 } } });
      await stage.database.query('create table carts (id int)');
      const blocker = await stage.session('begin; lock table carts');
      await stage.project.migration('001_carts', 'alter table carts add column total int;');
      const run = stage.start('migrate', 'up');
      const occurred = await stage.waitFor('error.occurred');
      expect(occurred.data).toMatchObject({ attempts: 1, error: { sqlstate: '55P03' } });
      await blocker.end();
      expect((await run.ended).exitCode).toBe(0);
      const recovered = await stage.waitFor('error.recovered');
      expect(recovered.data.error_id).toBe(occurred.data.error_id);
      expect(recovered.data.attempts).toBeGreaterThan(1);
      const phase = await stage.waitFor('migration.phase.completed');
      expect(phase.data).toMatchObject({ errors_recovered: 1, records_processed: null });
      const types = stage.events().map(({ type }) => type);
      for (const type of ['error.occurred', 'migration.started', 'run.started'] as const)
        expect(types.filter((it) => it === type)).toHaveLength(1);
      expect(types).not.toContain('error.escalated');
      return stage.events();
    },
  },
  {
    title: 'a run that is stopped by a signal while its statement runs, and has told that it began',
    types: ['migration.cancelled', 'run.cancelled'],
    async play() {
      const stage = await createStage();
      await stage.project.migration('001_carts', 'create table carts (id int);');
      await stage.project.migration('002_long', 'select pg_sleep(600);');
      const run = stage.start('migrate', 'up');
      await stage.waitFor('migration.completed');
      const isBegun = () => stage.events().some(isStartOf('002_long'));
      for (let count = 1; !isBegun(); count += 1) await stage.receiver.waitFor(count);
      expect((await run.stop('SIGINT')).exitCode).toBe(130);
      expect(await stage.run('webhooks', 'deliver')).toBe(0);
      const cancelled = await stage.waitFor('migration.cancelled');
      expect(cancelled.data).toMatchObject({ migration_name: '002_long', actor: null, reason: null });
      const ended = await stage.waitFor('run.cancelled');
      expect(ended.data).toMatchObject({ migrations_done: 1, migrations_total: 2, versions: ['001'] });
      const types = stage.events().map(({ type }) => type);
      for (const type of ['migration.failed', 'run.failed', 'error.occurred'])
        expect(types).not.toContain(type);
      return stage.events();
    },
  },
];

function dataByType(events: readonly ParsedEvent[]): Partial<Record<EventType, unknown>> {
  return Object.fromEntries(events.map(({ type, data }) => [type, data]));
}

function isStartOf(name: string): (event: ParsedEvent) => boolean {
  return ({ type, data }) =>
    type === 'migration.started' && 'migration_name' in data && data.migration_name === name;
}
