import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../support/cli.js';
import { createProject } from '../../support/project.js';

const EXAMPLE = '001_create_notes.up.sql';

async function initIn(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const project = await createProject({ files });
  const { exitCode, stdout, stderr } = await project.run(['init'], env);
  expect(exitCode, stderr).toBe(0);
  return { stdout, migrations: await project.list('db/migrations') };
}

it('without a URL it writes an example and says that an embedded database gets it', async () => {
  const { stdout, migrations } = await initIn({});
  expect(migrations).toContain(EXAMPLE);
  expect(stdout).toContain(
    '`confiture migrate up` applies the example to an embedded database in .confiture/database',
  );
  expect(stdout).toContain('Replace the example before you name a server');
});

it.each([
  [
    'a variable',
    { CONFITURE_DATABASE_URL: 'postgres://me:invented-pw@db.example.com/app' },
    {},
    'CONFITURE_DATABASE_URL',
  ],
  [
    '.env',
    {},
    { '.env': 'DATABASE_URL=postgres://me:invented-pw@db.example.com/app\n' },
    'DATABASE_URL in .env',
  ],
  [
    'a config file',
    {},
    {
      'confiture.config.js':
        "export default { databaseUrl: 'postgres://me:invented-pw@db.example.com/app' };\n",
    },
    'confiture.config.js',
  ],
] as const)(
  'where %s names a server it writes no example and names the server',
  async (_what, env, files, source) => {
    const { stdout, migrations } = await initIn(env, files);
    expect(migrations).toEqual([]);
    expect(stdout).toContain(`will work on app on db.example.com:5432 (from ${source})`);
    expect(stdout).toContain('No example was written');
    expect(stdout).not.toContain('invented-pw');
  },
);

it('in CI without a URL it says that the run ends with exit 5, as it then does', async () => {
  const project = await createProject();
  const env = { CI: 'true' };
  const { stdout } = await project.run(['init'], env);
  expect(stdout).toContain('`confiture migrate up` will end with exit 5 here: No database URL');
  expect(await project.list('db/migrations')).toEqual([]);
  expect((await project.run(['migrate', 'up'], env)).exitCode).toBe(5);
});

it('inside of another project it says which one it leaves', async () => {
  const project = await createProject({ files: { '.git/HEAD': '', 'confiture.config.json': '{}' } });
  const cwd = path.join(project.dir, 'packages/api');
  await mkdir(cwd, { recursive: true });
  const { exitCode, stdout, stderr } = await runCli(['init'], { cwd });
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('This folder lies in the project of ../../confiture.config.json');
});
