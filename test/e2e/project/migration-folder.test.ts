import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';

const COMMANDS = [
  ['migrate', 'up'],
  ['migrate', 'up', '--dry-run'],
  ['migrate', 'status'],
  ['migrate', 'validate'],
] as const;

async function projectWith(files: Readonly<Record<string, string>>, config?: object): Promise<TestProject> {
  return createProject({
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`db/migrations/${name}`, text])),
    ...(config && { config }),
  });
}

async function serverOf(): Promise<Record<string, string>> {
  return { CONFITURE_DATABASE_URL: (await createDatabase()).url };
}

it.each([
  '001_z.sql',
  '009_x.UP.SQL',
  '014_typo.upp.sql',
  '1_b.down.sql',
  '1_b.verify.sql',
  'old/1_b.up.sql',
])('says of %s alike, whatever is asked', async (name) => {
  const project = await projectWith({ [name]: 'select 1;' });
  const env = await serverOf();
  for (const command of COMMANDS) {
    const { exitCode, stdout, stderr } = await project.run(command, env);
    expect({ command, exitCode }).toEqual({ command, exitCode: 4 });
    expect(stdout + stderr).toContain(path.join('db/migrations', name));
    expect(stdout + stderr).not.toContain('no migrations yet');
  }
});

it('runs what is left where the config names what to leave alone', async () => {
  const project = await projectWith(
    {
      '001_a.up.sql': 'select 1;',
      '001_a.down.sql': 'select 1;',
      'seed.sql': 'selec',
      'old/002_b.up.sql': '',
    },
    { migration: { ignore: ['seed.sql', 'old/**'] } },
  );
  const env = await serverOf();
  for (const command of COMMANDS.filter(([, verb]) => verb !== 'status'))
    expect(await project.run(command, env)).toMatchObject({ exitCode: 0 });
  expect(await project.run(['migrate', 'status'], env)).toMatchObject({ exitCode: 0 });
});

it('opens no link that leads out of the folder, and shows nothing of what it leads to', async () => {
  const env = await serverOf();
  const project = await projectWith({});
  const secret = await project.write('home/.pgpass', 'db.example.test:5432:*:app:not-a-real-secret\n');
  const link = path.join(project.dir, 'db/migrations/001_a.up.sql');
  for (const target of [secret, '/dev/zero', path.join(project.dir, 'missing')]) {
    await project.remove('db/migrations/001_a.up.sql');
    await symlink(target, link);
    for (const command of COMMANDS) {
      const { exitCode, stdout, stderr } = await project.run(command, env);
      expect({ target, command, exitCode }).toEqual({ target, command, exitCode: 4 });
      expect(stdout + stderr).toMatch(/is a link that leads (out of the folder|nowhere)/);
      expect(stdout + stderr).not.toContain('not-a-real-secret');
    }
  }
});

it('follows a link inside a folder that is a link itself', async () => {
  const project = await createProject();
  await project.write('shared/a.txt', 'create table t (a integer);');
  await mkdir(path.join(project.dir, 'shared/m'));
  await symlink('a.txt', path.join(project.dir, 'shared/001_a.up.sql'));
  await symlink('shared', path.join(project.dir, 'linked'));
  const result = await project.run(['migrate', 'up', '--migrations-dir', 'linked'], await serverOf());
  expect(result).toMatchObject({ exitCode: 0 });
});

it('reads files up to a size that the config can raise', async () => {
  const files = { '001_a.up.sql': `select 1; -- ${'x'.repeat(1_500_000)}` };
  const env = await serverOf();
  const small = await projectWith(files, { migration: { maxFileMb: 1 } });
  const refused = await small.run(['migrate', 'up'], env);
  expect(refused).toMatchObject({ exitCode: 4 });
  expect(refused.stderr).toContain('migration.maxFileMb');
  const large = await projectWith(files, { migration: { maxFileMb: 2 } });
  expect(await large.run(['migrate', 'up'], env)).toMatchObject({ exitCode: 0 });
});
