import { describe, expect, it, onTestFinished } from 'vitest';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { copyCorpus, corpusFiles } from '../corpus/corpus-folder.js';
import { createMigratedProject } from '../migrated-project.js';

interface Plan {
  readonly hash: string;
  readonly tier: string;
  readonly sizes: readonly object[];
  readonly database_identity: { readonly system_identifier: string | null };
  readonly migrations: readonly {
    readonly name: string;
    readonly tier: string;
    readonly statements: readonly { readonly tier: string; readonly locks: readonly object[] }[];
  }[];
}

describe('migrate plan', () => {
  it('tells what would run, and that plan alone runs', async () => {
    const project = await createMigratedProject();
    await project.ok('migrate', 'up', '--steps', '1');
    await project.database.query('insert into first select generate_series(1, 5000); analyze first');
    await project.migration('004_risky', 'create index on first (id);\nalter table first drop column id;');
    const { document } = await project.json('migrate', 'plan');
    const plan = document as unknown as Plan;
    expect(plan.migrations.map(({ name, tier }) => [name, tier])).toEqual([
      ['002_second', 'additive'],
      ['003_third', 'additive'],
      ['004_risky', 'destructive'],
    ]);
    expect(plan.sizes).toEqual([{ table: 'first', size: 'small', bytes: expect.any(Number) }]);
    expect(plan.database_identity.system_identifier).toMatch(/^\d+$/);
    await project.migration('003_third', 'create table third (id bigint);');
    const refused = await project.json('migrate', 'up', '--plan', plan.hash);
    expect(refused.exitCode).toBe(9);
    expect(refused.document.error).toMatchObject({
      code: 'PLAN_CHANGED',
      exit_code: 9,
      details: { wanted: plan.hash, changes: [] },
      actionable: expect.stringMatching(
        /The hash covers .* No stored request holds that plan.*`confiture migrate plan` /,
      ),
    });
    const now = await project.ok('migrate', 'plan');
    const [hash = ''] = /sha256:[0-9a-f]{64}/.exec(now) ?? [];
    expect(hash).not.toBe(plan.hash);
    expect(now).toContain('SHARE on first (small, ');
    await project.ok('migrate', 'up', '--plan', hash);
    expect(await project.ok('migrate', 'up', '--plan', hash)).toContain('Nothing to do');
    expect(await project.database.query("select * from pg_tables where tablename = 'third'")).toHaveLength(1);
  });

  it('is told how it differs from the one that was asked for, where that can be known', async () => {
    const project = await createMigratedProject({ config: { approvals: [{ environments: ['staging'] }] } });
    const asked = await project.json('migrate', 'up', '--env', 'staging');
    const { details } = asked.document.error as { details: { plan_hash: string } };
    await project.migration('002_second', 'do $$ begin end $$;');
    const stored = await project.json('migrate', 'up', '--plan', details.plan_hash);
    expect(stored.exitCode).toBe(9);
    expect(stored.document.error).toMatchObject({
      code: 'PLAN_CHANGED',
      message: expect.stringContaining('db/migrations/002_second.up.sql has changed'),
      details: {
        changes: [
          'it was made for environment staging',
          'the rules for approvals have changed',
          'db/migrations/002_second.up.sql has changed',
          '002_second was additive and is unclassified',
        ],
      },
    });
    const { document } = await project.json('migrate', 'plan', '--steps', '2');
    const further = await project.json('migrate', 'up', '--plan', String(document.hash));
    expect(further.document.error).toMatchObject({ details: { changes: ['003_third has been added'] } });
    expect(await project.database.query("select from pg_tables where tablename = 'first'")).toEqual([]);
  });

  it('plans a rollback like a run, and refuses another one', async () => {
    const project = await createMigratedProject();
    await project.ok('migrate', 'up');
    const two = (await project.json('migrate', 'plan', '--down', '--steps', '2')).document as unknown as Plan;
    expect(two.migrations.map(({ name, tier }) => [name, tier])).toEqual([
      ['003_third', 'destructive'],
      ['002_second', 'destructive'],
    ]);
    const one = await project.json('migrate', 'down', '--plan', two.hash);
    expect(one.exitCode).toBe(9);
    await project.ok('migrate', 'down', '--steps', '2', '--plan', two.hash);
    const to = await project.json('migrate', 'down-to', '001', '--plan', two.hash);
    expect(to.exitCode).toBe(0);
  });

  it('is another plan in another environment and for another database', async () => {
    const project = await createMigratedProject();
    const other = await createMigratedProject();
    const hashes = await Promise.all([
      project.json('migrate', 'plan'),
      project.json('migrate', 'plan', '--env', 'staging'),
      other.json('migrate', 'plan'),
    ]);
    expect(new Set(hashes.map(({ document }) => document.hash)).size).toBe(3);
  });

  it('stops a file that is edited after it was planned', async () => {
    const hook = `const fs = require('node:fs');
module.exports = { name: 'editor', on: ['pre_execute'], run({ migrationVersion }) {
  if (migrationVersion === '001') fs.appendFileSync('db/migrations/002_second.up.sql', '-- edited');
} };`;
    const project = await createMigratedProject({
      files: { 'editor.cjs': hook },
      config: { hooks: ['./editor.cjs'] },
    });
    const { document } = await project.json('migrate', 'plan');
    const run = await project.json('migrate', 'up', '--plan', String(document.hash));
    expect(run.exitCode).toBe(9);
    expect(run.document).toMatchObject({
      error: { code: 'PLAN_CHANGED', migration: '002_second' },
      applied: [{ name: '001_first' }],
    });
  });

  it('is named by the run that is held to it, and by the events of that run', async () => {
    const receiver = await startRecorder();
    onTestFinished(() => receiver.close());
    const project = await createMigratedProject({
      config: {
        webhooks: { endpoints: { chat: { url: receiver.url, events: ['run.*'], format: 'envelope' } } },
      },
    });
    const { hash } = (await project.json('migrate', 'plan')).document as unknown as Plan;
    await project.ok('migrate', 'up', '--plan', hash);
    const told = receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')));
    expect(told.map(({ type, data }) => [type, data.plan_hash])).toEqual([
      ['run.started', hash],
      ['run.completed', hash],
    ]);
    const runs = await project.database.query('select plan_hash from confiture.runs');
    expect(runs).toEqual([{ plan_hash: hash }]);
  });

  it('makes nothing, not even the ledger', async () => {
    const project = await createMigratedProject();
    await project.ok('migrate', 'plan');
    expect(await project.database.query("select * from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  it('plans all files of an embedded database that is not there, and the first run takes that plan', async () => {
    const project = await createProject();
    await project.migration('001_first', 'create table first (id integer);');
    const planned = await project.run(['migrate', 'plan']);
    const [hash = ''] = /sha256:[0-9a-f]{64}/.exec(planned.stdout) ?? [];
    expect(await project.list('.confiture')).toEqual([]);
    expect(await project.run(['migrate', 'up', '--plan', hash])).toMatchObject({ exitCode: 0 });
  });

  it('prints Markdown alone on stdout, in which text from outside does nothing', async () => {
    const project = await createProject();
    await project.migration('001_first', '-- confiture: title <img src=x> @team\ndrop table "a|b`c";');
    const { stdout, stderr } = await project.run(['migrate', 'plan', '--format', 'markdown']);
    expect(stdout).toMatch(/^### Migration plan\n/);
    expect(stdout).toContain('&lt;img src');
    expect(stdout).not.toMatch(/<img|@team|[^\\]`c/);
    expect(stderr).toContain('not made yet');
    const status = await project.run(['migrate', 'status', '--format', 'markdown']);
    expect([status.exitCode, status.stdout]).toEqual([5, '']);
  });

  it('refuses what is no hash before anything is opened', async () => {
    const project = await createProject();
    await project.migration('001_first', 'create table first (id integer);');
    const { exitCode, stderr } = await project.run(['migrate', 'up', '--plan', 'sha256:12']);
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('--plan takes the hash')]);
    expect(await project.list('.confiture')).toEqual([]);
  });

  it('plans every file of the corpus', async () => {
    const project = await createProject();
    await copyCorpus(project, corpusFiles);
    const { exitCode, stdout } = await project.run(['migrate', 'plan', '--format', 'json']);
    expect(exitCode).toBe(0);
    const { migrations } = JSON.parse(stdout) as Plan;
    expect(migrations).toHaveLength(corpusFiles.length);
  });
});
