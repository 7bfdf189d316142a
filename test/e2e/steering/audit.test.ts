import { expect, it } from 'vitest';
import { createMigratedProject } from '../migrated-project.js';
import { steeredProject } from './steered-project.js';

it('keeps who did what by hand, and why, with what it changed', async () => {
  const project = await steeredProject();
  await project.ok('migrate', 'baseline', '-t', '001', '--reason', 'made by hand, password=not-a-real-one');
  await project.ok('migrate', 'up', '--no-lock', '--reason', 'the pooler holds it');
  await project.migration('003_third', 'create table third (id bigint);');
  await project.ok('migrate', 'verify', '--fix', '--reason', 'a comment was added');
  const rows = await project.database.query(
    "select action, subject, reason, actor_source from confiture.audit where action not like 'run.%' order by id",
  );
  expect(rows).toEqual([
    {
      action: 'baseline',
      subject: '001',
      reason: expect.stringContaining('made by hand'),
      actor_source: 'cli',
    },
    { action: 'no_lock', subject: null, reason: 'the pooler holds it', actor_source: 'cli' },
    { action: 'verify_fix', subject: '003_third', reason: 'a comment was added', actor_source: 'cli' },
  ]);
  expect(JSON.stringify(rows)).not.toContain('not-a-real-one');
});

it('keeps what was asked of runs, once however often it was asked', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'pause', '--all', '--reason', 'a freeze, password=not-a-real-one');
  await project.ok('migrate', 'pause', '--all');
  await project.ok('migrate', 'resume', '--all');
  const rows = await project.database.query(
    'select action, subject_kind, subject, actor, actor_source, reason, token_id from confiture.audit order by id',
  );
  const forAll = {
    subject_kind: 'run',
    subject: null,
    actor: expect.stringContaining('@'),
    actor_source: 'cli',
  };
  expect(rows).toEqual([
    {
      ...forAll,
      action: 'run.pause_requested',
      reason: expect.stringMatching(/^a freeze, /),
      token_id: null,
    },
    { ...forAll, action: 'run.resume_requested', reason: null, token_id: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain('not-a-real-one');
});

it('makes no schema for the sake of the record', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'baseline', '-t', '001', '--no-lock', '--reason', 'made by hand');
  const rows = await project.database.query("select from pg_namespace where nspname = 'confiture'");
  expect(rows).toEqual([]);
});
