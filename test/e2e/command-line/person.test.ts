import { describe, expect, it } from 'vitest';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

/** Both streams of the command say that they are terminals. */
const TTY = `for (const stream of [process.stdout, process.stderr])
  Object.defineProperty(stream, 'isTTY', { value: true });`;

const RAISES = `create function check_rows(wanted integer) returns void language plpgsql as $f$
begin
  raise exception 'expected % rows, got %', wanted, 5 using detail = 'row of ann@example.com';
end $f$;



select check_rows(3);
`;

const FAILS_INSIDE = `create function count_rows() returns void language plpgsql as $f$
begin
  perform count(*) from nowhere where owner = 'ann@example.com';
end $f$;



select count_rows();
`;

/** A check that the server refuses, with a row value in its message and more in its DETAIL. */
const REFUSED = `select check_rows(3) is not null;
`;

async function failing(sql: string): Promise<MigratedProject> {
  const project = await createMigratedProject();
  await project.migration('001_first', sql);
  await project.write('tty.cjs', TTY);
  return project;
}

const terminal = (project: MigratedProject) => ({
  NODE_OPTIONS: `--require=${project.dir}/tty.cjs`,
  NO_COLOR: '1',
});

describe('on a terminal', () => {
  it('shows what the server said as it is', async () => {
    const project = await failing(RAISES);
    const { exitCode, stderr } = await project.run(['migrate', 'up'], terminal(project));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('001_first failed: expected 3 rows, got 5');
    expect(stderr).toContain("--verbose shows the server's detail, context.");
    expect(stderr).not.toContain('ann@example.com');
  });

  it('adds DETAIL and CONTEXT with --verbose', async () => {
    const project = await failing(RAISES);
    const { stderr } = await project.run(['migrate', 'up', '--verbose'], terminal(project));
    expect(stderr).toContain('Detail: row of ann@example.com');
    expect(stderr).toContain('Context: PL/pgSQL function check_rows(integer) line 3 at RAISE');
  });

  it('draws the statement that failed inside a function with --verbose', async () => {
    const project = await failing(FAILS_INSIDE);
    const { stderr } = await project.run(['migrate', 'up', '--verbose'], terminal(project));
    expect(stderr).toMatch(/Query:\n\n> 1 │ SELECT count\(\*\) from nowhere where owner = .*\n +│ +\^\n/);
    expect(stderr).toMatch(/Context: .*PL\/pgSQL function count_rows\(\) line 3 at PERFORM/);
  });
});

/** Applied, with a check that fails from now on; and a migration that the same check keeps away. */
async function checked(): Promise<MigratedProject> {
  const project = await createMigratedProject();
  await project.write('tty.cjs', TTY);
  await project.migration('001_first', RAISES.replace(/select check_rows.*/, ''));
  await project.ok('migrate', 'up');
  await project.write('db/migrations/001_first.verify.sql', REFUSED);
  await project.migration('009_more', 'select 1;', { verify: REFUSED });
  return project;
}

describe('a check that the server refuses', () => {
  const commands = [['verify'], ['up']];

  it('shows a person what the server said as it is, and DETAIL and CONTEXT with --verbose', async () => {
    const project = await checked();
    for (const [command = ''] of commands) {
      const plain = await project.run(['migrate', command], terminal(project));
      const shown = plain.stdout + plain.stderr;
      expect(plain.exitCode, shown).toBe(1);
      expect(shown).toContain('The server said: expected 3 rows, got 5');
      expect(shown).toContain("--verbose shows the server's detail, context.");
      expect(shown).not.toContain('ann@example.com');
      const verbose = await project.run(['migrate', command, '--verbose'], terminal(project));
      expect(verbose.stdout + verbose.stderr).toContain('Detail: row of ann@example.com');
      expect(verbose.stdout + verbose.stderr).toContain('Context: PL/pgSQL function check_rows(integer)');
    }
  });

  it.each([
    ['in a pipe', {}, 'text'],
    ['in a pipe', {}, 'json'],
    ['in a CI job that has a terminal', { CI: 'true' }, 'text'],
    ['in a GitHub workflow that has a terminal', { GITHUB_ACTIONS: 'true' }, 'text'],
    ['on a terminal', {}, 'json'],
  ])('shows no value %s (%o, %s)', async (place, env, format) => {
    const project = await checked();
    const asked = place.includes('terminal') ? terminal(project) : {};
    for (const [command = ''] of commands) {
      const flags = ['migrate', command, '--verbose', '--format', format];
      const { stdout, stderr, exitCode } = await project.run(flags, { ...asked, ...env });
      expect(exitCode, stdout + stderr).toBe(1);
      expect(stdout + stderr).toContain('.verify.sql failed: ');
      expect(stdout + stderr).not.toMatch(/ann@example|expected 3|CONTEXT|Context|The server said/);
    }
  });
});

describe.each([
  ['in a pipe', {}],
  ['in a CI job that has a terminal', { CI: 'true' }],
])('%s', (_, env) => {
  it.each([
    ['text', RAISES],
    ['json', RAISES],
    ['text', FAILS_INSIDE],
    ['json', FAILS_INSIDE],
  ])('shows no value as %s', async (format, sql) => {
    const project = await failing(sql);
    const asked = 'CI' in env ? terminal(project) : {};
    const flags = ['migrate', 'up', '--verbose', '--format', format];
    const { stdout, stderr } = await project.run(flags, { ...asked, ...env });
    expect(stdout + stderr).toContain('001_first failed: ');
    expect(stdout + stderr).not.toMatch(/ann@example|expected 3|CONTEXT|Context|count\(\*\)/);
  });
});
