import { describe, expect, it } from 'vitest';
import { startCli } from '../../support/cli.js';
import { onServer } from '../../support/database.js';
import { startRecorder } from '../../support/receiver.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

/** The variables of a CI job that this person has started. */
const as = (person: string) => ({ GITHUB_ACTIONS: 'true', GITHUB_ACTOR: person });

const projectWith = (...approvals: object[]) => createMigratedProject({ config: { approvals } });

function start(
  { dir, database }: MigratedProject,
  args: string[],
  env: Record<string, string>,
  terminal = false,
) {
  const variables = { CONFITURE_DATABASE_URL: database.url, TERM: 'xterm', NO_COLOR: '1', ...env };
  return startCli(args, { cwd: dir, env: variables, terminal });
}

function idIn(text: string): string {
  return /apr_\w+/.exec(text)?.[0] ?? '';
}

async function tablesOf({ database }: MigratedProject): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    "select relname as name from pg_class where relname in ('first', 'second', 'third') order by 1",
  );
  return rows.map(({ name }) => name);
}

describe('a run that waits for an approval', () => {
  it('holds no lock meanwhile, goes on when it is granted, and tells endpoints at once', async () => {
    const project = await projectWith({});
    const recorder = await startRecorder();
    const env = { ...as('ann'), CONFITURE_WEBHOOK_URL: recorder.url, CONFITURE_WEBHOOK_EVENTS: 'approval.*' };
    const run = start(project, ['migrate', 'up', '--approval-timeout', '600000'], env);
    const id = idIn(await run.waitFor('Waiting for a decision'));
    const [required] = await recorder.waitFor(1);
    expect(JSON.parse(String(required?.body))).toMatchObject({ event_type: 'approval.required' });
    await onServer(project.database.url, async (client) => {
      const { rowCount } = await client.query(`select from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`);
      expect(rowCount).toBe(0);
    });
    await project.run(['approvals', 'grant', id, '--comment', 'as agreed'], { ...env, ...as('ben') });
    expect(await run.ended).toMatchObject({ exitCode: 0 });
    const [, granted] = await recorder.waitFor(2);
    expect(JSON.parse(String(granted?.body))).toMatchObject({ event_type: 'approval.granted' });
    expect(await tablesOf(project)).toEqual(['first', 'second', 'third']);
    await recorder.close();
  });

  it('plans again what is due by then, and asks anew where that is another plan', async () => {
    const project = await projectWith({});
    const run = start(project, ['migrate', 'up', '--approval-timeout', '600000'], as('ann'));
    const id = idIn(await run.waitFor('Waiting for a decision'));
    await project.migration('002_second', 'create table changed (id integer);');
    await project.run(['approvals', 'grant', id], as('ben'));
    const text = await run.waitFor('Since the last grant');
    expect(text).toContain('002_second.up.sql has changed');
    const next = [...text.matchAll(/Approval needed: (apr_\w+)/g)].at(-1)?.[1] ?? '';
    await project.run(['approvals', 'deny', next, '--comment', 'not that'], as('ben'));
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(9);
    expect(stderr).toContain(`${next} was denied by ben`);
    expect(await tablesOf(project)).toEqual([]);
  });

  it('ends with exit 9 when its time is over, and the request with it', async () => {
    const project = await projectWith({});
    const { exitCode, stdout } = await project.run(
      ['migrate', 'up', '--approval-timeout', '300', '--format', 'json'],
      as('ann'),
    );
    expect(exitCode).toBe(9);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({
      code: 'APPROVAL_TIMEOUT',
      message: expect.stringContaining('within 0.3 s'),
    });
    const late = await project.run(['approvals', 'grant', error.details.approval], as('ben'));
    expect(late).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('was not decided on in time'),
    });
    expect(await tablesOf(project)).toEqual([]);
  });

  it('can be stopped, and leaves the request in force', async () => {
    const project = await projectWith({});
    const run = start(project, ['migrate', 'up', '--approval-timeout', '600000'], as('ann'));
    const id = idIn(await run.waitFor('Waiting for a decision'));
    expect(await run.stop('SIGTERM')).toMatchObject({ exitCode: 143 });
    expect(await project.ok('approvals', 'list')).toMatch(new RegExp(`${id} +pending`));
  });
});

describe('a person at a terminal', () => {
  it('is asked, with the plan in sight, and agrees with y', async () => {
    const project = await projectWith({ tiers: ['destructive'] });
    await project.database.query('create table carts (id integer)');
    await project.migration('002_second', 'create table second (id integer); drop table carts;');
    const run = start(project, ['migrate', 'up'], {}, true);
    const shown = await run.waitFor('[y/N]');
    expect(shown).toContain('003_third');
    expect(shown).toContain('002_second, line 1: DROP TABLE (destructive)');
    run.type('y\n');
    expect(await run.ended).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Applied 3 migrations'),
    });
    const [row] = await project.database.query<{ actor_source: string }>(
      'select actor_source from confiture.approval_decisions',
    );
    expect(row).toEqual({ actor_source: 'cli' });
  });

  it('applies nothing with any other answer', async () => {
    const project = await projectWith({});
    const run = start(project, ['migrate', 'up'], {}, true);
    await run.waitFor('[y/N]');
    run.type('\n');
    expect(await run.ended).toMatchObject({
      exitCode: 9,
      stdout: expect.stringContaining('approvals grant apr_'),
    });
    expect(await tablesOf(project)).toEqual([]);
  });

  it.each([
    ['where another has to agree', { forbidSelf: true }, {}, 'everybody, but not on a plan of their own.'],
    ['in a CI job', {}, as('ann'), 'everybody.'],
  ])('is not asked %s', async (_where, rule, env, deciders) => {
    const project = await projectWith(rule);
    const run = start(project, ['migrate', 'up'], env, true);
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(9);
    expect(stdout).not.toContain('[y/N]');
    expect(stdout).toContain(`Who may decide: ${deciders}`);
  });
});
