import { execFileSync } from 'node:child_process';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { onServer } from '../../support/database.js';
import { startPoolingProxy } from '../../support/pooling-proxy.js';
import { createProject } from '../../support/project.js';
import { createRole } from '../../support/role.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';
import { until } from '../sessions.js';

/** The variables of a CI job that this person has started. */
const as = (person: string) => ({ GITHUB_ACTIONS: 'true', GITHUB_ACTOR: person });

interface Answer {
  readonly exitCode: number | null;
  readonly code: string | undefined;
  readonly message: string;
  readonly document: { readonly [key: string]: unknown };
}

/** A project with rules for approvals, and the commands of the people in it. */
async function projectWith(...approvals: object[]) {
  const project = await createMigratedProject({ config: { approvals } });
  const over =
    (url: string) =>
    async (person: string, ...args: string[]): Promise<Answer> => {
      const env = { ...as(person), CONFITURE_DATABASE_URL: url };
      const { exitCode, stdout } = await project.run([...args, '--format', 'json'], env);
      const document = JSON.parse(stdout);
      return { exitCode, code: document.error?.code, message: document.error?.message ?? '', document };
    };
  const run = over(project.database.url);
  return {
    ...project,
    as: run,
    /** The same over another way to the database. */
    over,
    /** Runs `up` as ann, who has to ask, and gives the id of the request. */
    ask: async (...flags: string[]) => idOf(await run('ann', 'migrate', 'up', ...flags)),
    /** Starts a command of ann's that goes on. */
    start: (...args: string[]) =>
      startCli(args, {
        cwd: project.dir,
        env: { CONFITURE_DATABASE_URL: project.database.url, ...as('ann') },
      }),
    applied: async () => (await project.database.query('select version from tb_confiture')).length,
    isUntouched: () => isUntouched(project),
  };
}

function idOf({ document }: Answer): string {
  const { error } = document as { error: { details: { approval: string } } };
  return error.details.approval;
}

function commitAs(author: string, dir: string): void {
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args], { stdio: 'pipe' });
  git('init', '--quiet');
  git('add', 'db');
  const identity = ['-c', `user.name=${author}`, '-c', `user.email=${author}@example.com`];
  git(...identity, 'commit', '--quiet', '--no-gpg-sign', '-m', 'Write the migrations');
}

/** Resolves when as many sessions of the holder's database wait for a lock. */
async function untilWaiting(holder: pg.Client, sessions: number): Promise<void> {
  await until(`${sessions} sessions that wait`, async () => {
    // What a transaction has seen of other sessions stays as it was.
    await holder.query('select pg_stat_clear_snapshot()');
    const { rowCount } = await holder.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rowCount === sessions || undefined;
  });
}

async function isUntouched({ database }: MigratedProject): Promise<boolean> {
  const [row] = await database.query<{ made: string | null }>(
    "select to_regclass('public.first')::text as made",
  );
  return row?.made === null;
}

describe('a plan that needs an approval', () => {
  it('is asked for once, runs once it is granted, and then no more', async () => {
    const project = await projectWith({});
    const first = await project.as('ann', 'migrate', 'up');
    expect(first).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED', document: { applied: [] } });
    expect(await project.isUntouched()).toBe(true);
    const id = idOf(first);
    expect(await project.ask()).toBe(id);
    expect(await project.as('ben', 'approvals', 'grant', id, '--comment', 'as agreed')).toMatchObject({
      exitCode: 0,
      document: { approval: { id, state: 'granted', decisions: [{ actor: 'ben', actor_source: 'ci' }] } },
    });
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    const { document } = await project.as('ann', 'approvals', 'show', id);
    expect(document).toMatchObject({ approval: { state: 'used', used_at: expect.any(String) } });
    expect(await project.as('ann', 'migrate', 'down')).toMatchObject({ exitCode: 9 });
    const down = await project.as('ann', 'migrate', 'down');
    await project.as('ben', 'approvals', 'grant', idOf(down));
    expect(await project.as('ann', 'migrate', 'down')).toMatchObject({ exitCode: 0 });
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({
      exitCode: 9,
      code: 'APPROVAL_REQUIRED',
    });
    expect(await project.applied()).toBe(2);
  });

  it('is told of by dry runs until it is granted, which ask for nothing', async () => {
    const project = await projectWith({});
    const rehearse = async () => {
      const { exitCode, document } = await project.as('ann', 'migrate', 'up', '--dry-run');
      return [exitCode, document.warnings];
    };
    const needed = [0, [expect.stringMatching(/^the run needs 1 approval before it begins: /)]];
    expect(await rehearse()).toEqual(needed);
    expect((await project.as('ann', 'approvals', 'list')).document).toMatchObject({ approvals: [] });
    const id = await project.ask();
    expect(await rehearse()).toEqual(needed);
    await project.as('ben', 'approvals', 'grant', id);
    expect(await rehearse()).toEqual([0, []]);
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await rehearse()).toEqual([0, []]);
    const down = await project.run(['migrate', 'down', '--dry-run']);
    expect(down).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('needs 1 approval') });
  });

  it('is told of by the dry run of a role that may not see what was granted, and by no other', async () => {
    const project = await projectWith({});
    await project.as('ben', 'approvals', 'grant', await project.ask());
    const role = await createRole(project.database);
    const rehearse = async () => {
      const { exitCode, document } = await project.over(role.url)('ann', 'migrate', 'up', '--dry-run');
      return [exitCode, document.warnings];
    };
    expect(await rehearse()).toEqual([0, [expect.stringContaining('needs 1 approval')]]);
    await project.database.query(`grant usage on schema confiture to ${role.name};
      grant select on all tables in schema confiture to ${role.name}`);
    expect(await rehearse()).toEqual([0, []]);
  });

  it('is told of by a dry run for an embedded database that is not made yet', async () => {
    const sql = '-- confiture: requires-approval\nselect 1;';
    const { run } = await createProject({ files: { 'db/migrations/001_a.up.sql': sql } });
    const { stdout } = await run(['migrate', 'up', '--dry-run', '--format', 'json']);
    expect(JSON.parse(stdout).warnings).toEqual([expect.stringContaining('001_a asks for it')]);
  });

  it('is not meant by an empty id, as a variable that is not set gives it', async () => {
    const project = await projectWith({});
    await project.ask();
    for (const verb of ['show', 'grant']) {
      const answer = await project.as('ben', 'approvals', verb, '');
      expect(answer).toMatchObject({ exitCode: 5, code: 'APPROVAL_UNKNOWN' });
    }
  });

  it('is not decided on by a role that may only read, which is told what it lacks', async () => {
    const project = await projectWith({});
    const id = await project.ask();
    const role = await createRole(project.database);
    await project.database.query(`grant usage on schema confiture to ${role.name};
      grant select on all tables in schema confiture to ${role.name}`);
    const reader = project.over(role.url);
    expect(await reader('ben', 'approvals', 'show', id)).toMatchObject({ exitCode: 0 });
    expect(await reader('ben', 'approvals', 'grant', id)).toMatchObject({
      exitCode: 3,
      code: 'OUTBOX_UNUSABLE',
    });
  });

  it('in staging does not serve production', async () => {
    const project = await projectWith({ environments: ['staging', 'production'] });
    const id = await project.ask('--env', 'staging');
    await project.as('ben', 'approvals', 'grant', id, '--env', 'staging');
    const elsewhere = await project.as('ben', 'approvals', 'grant', id, '--env', 'production');
    expect(elsewhere).toMatchObject({ exitCode: 5, code: 'APPROVAL_UNKNOWN' });
    const production = await project.as('ann', 'migrate', 'up', '--env', 'production');
    expect(production).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED' });
    expect(await project.isUntouched()).toBe(true);
    expect(await project.as('ann', 'migrate', 'up', '--env', 'staging')).toMatchObject({ exitCode: 0 });
  });

  it.each<[what: string, change: (project: MigratedProject) => Promise<unknown>, says: string]>([
    ['a file was edited', (project) => project.migration('002_second', 'select 1;'), '002_second'],
    ['a file was added before', (project) => project.migration('000_zeroth', 'select 1;'), '000_zeroth'],
    [
      'the rules were changed',
      (project) => project.write('confiture.config.json', JSON.stringify({ approvals: [{ count: 2 }] })),
      'the rules for approvals have changed',
    ],
  ])('is stale where %s after the grant, and says so', async (_what, change, says) => {
    const project = await projectWith({});
    const id = await project.ask();
    await project.as('ben', 'approvals', 'grant', id);
    await change(project);
    const stale = await project.as('ann', 'migrate', 'up');
    expect(stale).toMatchObject({
      exitCode: 9,
      code: 'APPROVAL_STALE',
      message: expect.stringContaining(says),
    });
    expect(await project.isUntouched()).toBe(true);
    const again = await project.as('cid', 'approvals', 'grant', id);
    expect(again).toMatchObject({ exitCode: 5, code: 'APPROVAL_DECIDED' });
    expect(again.message).toContain(idOf(stale));
  });

  it('that was denied does not run, until the denial is taken back', async () => {
    const project = await projectWith({});
    const id = await project.ask();
    expect(await project.as('ben', 'approvals', 'deny', id)).toMatchObject({ code: 'FLAG_INVALID' });
    await project.as('ben', 'approvals', 'deny', id, '--comment', "not now, password 'invented-secret-x1'");
    const denied = await project.as('ann', 'migrate', 'up');
    expect(denied).toMatchObject({ exitCode: 9, code: 'APPROVAL_DENIED' });
    expect(denied.message).toContain('denied by ben');
    expect(JSON.stringify(denied)).not.toContain('invented-secret');
    await project.as('cid', 'approvals', 'revoke', id);
    const anew = await project.as('ann', 'migrate', 'up');
    expect(anew).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED' });
    expect(idOf(anew)).not.toBe(id);
    expect(await project.isUntouched()).toBe(true);
  });

  it('is asked for anew where its time is over', async () => {
    const project = await projectWith({});
    const id = await project.ask();
    await project.as('ben', 'approvals', 'grant', id);
    await project.database.query("update confiture.approvals set expires_at = now() - interval '1 second'");
    const anew = await project.as('ann', 'migrate', 'up');
    expect(anew).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED' });
    expect(idOf(anew)).not.toBe(id);
    const late = await project.as('cid', 'approvals', 'grant', id);
    expect(late).toMatchObject({ exitCode: 5, code: 'APPROVAL_DECIDED' });
    expect(await project.isUntouched()).toBe(true);
  });

  it('needs none where no rule is for its environment, and makes no table then', async () => {
    const project = await projectWith({ environments: ['production'] });
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await project.database.query("select from pg_namespace where nspname = 'confiture'")).toEqual([]);
  });

  it('needs one where its file says so, and a rollback where its own does', async () => {
    const project = await projectWith();
    await project.migration(
      '002_second',
      '-- confiture: requires-approval\ncreate table second (id integer);',
      {
        down: '-- confiture: requires-approval\ndrop table second;',
      },
    );
    const id = await project.ask();
    await project.as('ann', 'approvals', 'grant', id);
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await project.as('ann', 'migrate', 'down')).toMatchObject({ exitCode: 0 });
    const down = await project.as('ann', 'migrate', 'down');
    expect(down).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED', document: { rolled_back: [] } });
    expect(down.message).toContain('002_second asks for it');
  });
});

describe('a grant', () => {
  it('is left by a run that applied nothing, and covers the rest of one that failed later', async () => {
    const project = await projectWith({});
    await project.as('ben', 'approvals', 'grant', await project.ask());
    await project.database.query('create table first (id integer)');
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 1, code: 'MIGRATION_FAILED' });
    await project.database.query('drop table first; create table second (id integer)');
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 1, code: 'MIGRATION_FAILED' });
    expect(await project.applied()).toBe(1);
    await project.database.query('drop table second');
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await project.applied()).toBe(3);
  });

  it('covers the rest of its plan no more once its time is over', async () => {
    const project = await projectWith({});
    await project.as('ben', 'approvals', 'grant', await project.ask());
    await project.database.query('create table second (id integer)');
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 1, code: 'MIGRATION_FAILED' });
    await project.database.query(`drop table second;
      update confiture.approvals set expires_at = now() - interval '1 second'`);
    const anew = await project.as('ann', 'migrate', 'up');
    expect(anew).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED' });
    expect(await project.applied()).toBe(1);
  });

  it('comes from as many people as a rule asks for, of those that it names, and is in the certificate', async () => {
    const project = await projectWith({
      count: 2,
      approvers: ['ann', 'ben', 'cid', 'eve'],
      forbidSelf: true,
    });
    await project.write('db/migrations/003_third.invariant.sql', 'select count(*) from first;');
    commitAs('eve', project.dir);
    const id = await project.ask();
    const grant = (person: string) => project.as(person, 'approvals', 'grant', id);
    expect(await grant('dan')).toMatchObject({ exitCode: 5, code: 'APPROVER_REFUSED' });
    expect(await grant('ann')).toMatchObject({ exitCode: 5, code: 'APPROVER_REFUSED' });
    expect((await grant('eve')).message).toContain('eve is the last author of a file');
    expect(await grant('ben')).toMatchObject({
      document: { approval: { state: 'pending', granted_count: 1 } },
    });
    expect(await grant('ben')).toMatchObject({ exitCode: 5, code: 'APPROVAL_DECIDED' });
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({
      exitCode: 9,
      code: 'APPROVAL_REQUIRED',
    });
    expect(await grant('cid')).toMatchObject({
      document: { approval: { state: 'granted', granted_count: 2 } },
    });
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
  });

  it('can be taken back as long as nothing was committed under it, also while a migration runs', async () => {
    const project = await projectWith({});
    await project.migration('001_first', 'create table first (id integer); select pg_advisory_xact_lock(7);');
    const id = await project.ask();
    await project.as('ben', 'approvals', 'grant', id);
    const run = await onServer(project.database.url, async (holder) => {
      await holder.query('select pg_advisory_lock(7)');
      const running = project.start('migrate', 'up', '--statement-lock-timeout', '0');
      await untilWaiting(holder, 1);
      expect(await project.as('ben', 'approvals', 'revoke', id)).toMatchObject({ exitCode: 0 });
      return running;
    });
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(9);
    expect(stderr).toContain('the approval was taken back while 001_first was running');
    expect(await project.isUntouched()).toBe(true);
  });

  it.each([
    ['to the server', null],
    ['through a pooler in transaction mode', { mode: 'transaction', servers: 4 }],
  ] as const)('is one of two that are made at once %s', async (_way, pooling) => {
    const project = await projectWith({});
    const id = await project.ask();
    const { url } = project.database;
    const decide = project.over(pooling === null ? url : (await startPoolingProxy(url, pooling)).url);
    const answers = await onServer(project.database.url, async (holder) => {
      await holder.query('begin; select from confiture.approvals for update');
      const both = Promise.all([
        decide('ben', 'approvals', 'grant', id),
        decide('cid', 'approvals', 'deny', id, '--comment', 'no'),
      ]);
      await untilWaiting(holder, 2);
      await holder.query('commit');
      return both;
    });
    const winner = answers[0].exitCode === 0 ? 'ben' : 'cid';
    const loser = answers[winner === 'ben' ? 1 : 0];
    expect(answers.map(({ exitCode }) => exitCode)).toEqual(winner === 'ben' ? [0, 5] : [5, 0]);
    expect(loser).toMatchObject({
      code: 'APPROVAL_DECIDED',
      message: expect.stringContaining(`by ${winner} at 20`),
    });
    const { document } = await project.as('ann', 'approvals', 'show', id);
    expect(document).toMatchObject({ approval: { decisions: [{ actor: winner }] } });
  });
});

const PHASES = `-- confiture: phase expand
create table first (id integer);
-- confiture: phase switch_over requires-approval
alter table first add column name text;
-- confiture: phase contract
alter table first drop column id;
`;

describe('a phase that requires an approval', () => {
  it('is where the run stops, and goes on once that phase is granted', async () => {
    const project = await projectWith();
    await project.migration('001_first', PHASES);
    const stopped = await project.as('ann', 'migrate', 'up');
    expect(stopped).toMatchObject({ exitCode: 9, code: 'APPROVAL_REQUIRED', document: { applied: [] } });
    expect(stopped.message).toContain('phase switch_over of 001_first asks for it');
    expect(await project.isUntouched()).toBe(false);
    expect(await project.applied()).toBe(0);
    const id = idOf(stopped);
    expect(await project.ask()).toBe(id);
    await project.as('ben', 'approvals', 'grant', id);
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await project.applied()).toBe(3);
    const { document } = await project.as('ann', 'approvals', 'show', id);
    expect(document).toMatchObject({
      approval: { state: 'used', phase: { version: '001', phase: 'switch_over' } },
    });
  });

  it('waits without the lock, and ends where another run has gone on meanwhile', async () => {
    const project = await projectWith();
    await project.migration('001_first', PHASES);
    const run = project.start('migrate', 'up', '--approval-timeout', '600000', '-n', '1');
    const id = /apr_\w+/.exec(await run.waitFor('Waiting for a decision'))?.[0] ?? '';
    const second = project.start('migrate', 'up', '--approval-timeout', '600000', '-n', '1');
    expect(await second.waitFor('Waiting for a decision')).toContain(id);
    await project.as('ben', 'approvals', 'grant', id);
    const ended = await Promise.all([run.ended, second.ended]);
    const codes = ended.map(({ exitCode }) => exitCode).sort();
    expect(codes).toEqual([0, 9]);
    expect(ended.find(({ exitCode }) => exitCode === 9)?.stderr).toContain('another run has gone on with it');
    expect(await project.applied()).toBe(1);
  });

  it('needs none of its own in a plan that was approved as a whole', async () => {
    const project = await projectWith({});
    await project.migration('001_first', PHASES);
    await project.as('ben', 'approvals', 'grant', await project.ask());
    expect(await project.as('ann', 'migrate', 'up')).toMatchObject({ exitCode: 0 });
  });
});
