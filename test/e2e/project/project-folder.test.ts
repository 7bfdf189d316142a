import { chown, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../support/cli.js';
import { createDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';

const HOOK = `import { defineHook } from 'confiture';
export default defineHook({ name: 'audit', on: ['post_execute'], run(context) { console.log('seen', context.migrationVersion); } });
`;

interface Monorepo extends TestProject {
  readonly databaseUrl: string;
  from(cwd: string, ...args: string[]): ReturnType<typeof runCli>;
}

/** A project in a sub-folder of a repository, and a way to run commands from any folder of it. */
async function monorepo(): Promise<Monorepo> {
  const database = await createDatabase();
  const project = await createProject({
    files: {
      '.git/HEAD': '',
      'packages/api/confiture.config.mjs':
        "export default { migrationsDir: 'sql', hooks: ['./hooks/*.ts'] };\n",
      'packages/api/sql/001_first.up.sql': 'create table first (id integer);',
      'packages/api/hooks/audit.ts': HOOK,
      'packages/api/src/deep/file.ts': '',
      'packages/web/file.ts': '',
    },
  });
  await project.remove('db');
  const env = { CONFITURE_DATABASE_URL: database.url };
  return {
    ...project,
    databaseUrl: database.url,
    from: (cwd, ...args) => runCli(args, { cwd: path.join(project.dir, cwd), env }),
  };
}

it.each([
  ['the root, with --config', '.', ['-c', 'packages/api/confiture.config.mjs']],
  ['another package, with --config', 'packages/web', ['-c', '../api/confiture.config.mjs']],
  ['the project itself', 'packages/api', []],
  ['a folder below it', 'packages/api/src/deep', []],
] as const)(
  'everything begins at the config file when a command is run from %s',
  async (_what, cwd, flags) => {
    const repository = await monorepo();
    const { exitCode, stdout, stderr } = await repository.from(cwd, 'migrate', 'up', ...flags);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('Applied 1 migration');
    expect(stderr).toContain('seen 001');
  },
);

it('messages name files as a person in the folder of the command would', async () => {
  const repository = await monorepo();
  await repository.write('packages/api/sql/002_wrong.up.sql', 'select 1 / 0;');
  const { exitCode, stderr } = await repository.from('packages/api/src/deep', 'migrate', 'up');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('at ../../sql/002_wrong.up.sql:1');
});

it('a project is not looked for above a folder outside of a repository', async () => {
  const repository = await monorepo();
  await repository.remove('.git');
  const { exitCode, stderr } = await repository.from('packages/api/src/deep', 'migrate', 'validate');
  expect(exitCode).toBe(4);
  expect(stderr).not.toContain('confiture.config');
});

it('a project is not looked for above the repository', async () => {
  const repository = await monorepo();
  await mkdir(path.join(repository.dir, 'packages/api/src/.git'));
  expect((await repository.from('packages/api/src/deep', 'migrate', 'validate')).exitCode).toBe(4);
});

it('a config file above that belongs to another user is not run, and named', async () => {
  const repository = await monorepo();
  const config = 'packages/api/confiture.config.mjs';
  await repository.write(config, "console.error('it was run');\nexport default {};\n");
  if (process.geteuid?.() === 0) await chown(path.join(repository.dir, config), 65_534, 65_534);
  else {
    await repository.remove(config);
    await symlink('/etc/hosts', path.join(repository.dir, config));
  }
  const { exitCode, stderr } = await repository.from('packages/api/src/deep', 'migrate', 'validate');
  expect(exitCode).toBe(4);
  expect(stderr).not.toContain('it was run');
  expect(stderr).toContain('../../confiture.config.mjs is not used');
  expect(stderr).toContain('belongs to another user');
});

it.each([
  ['up', 1, /^::error file=packages\/api\/sql\/001_first\.up\.sql,line=1,/m],
  ['validate', 4, /^::error file=packages\/api\/sql\/001_first\.up\.sql,line=1/m],
] as const)('annotations of %s are relative to the workspace', async (command, code, expected) => {
  const repository = await monorepo();
  const broken = command === 'up' ? 'select 1 / 0;' : 'create tabel first ();';
  await repository.write('packages/api/sql/001_first.up.sql', broken);
  const { exitCode, stderr } = await runCli(['migrate', command, '--format', 'json'], {
    cwd: path.join(repository.dir, 'packages/api'),
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: repository.dir,
      CONFITURE_DATABASE_URL: repository.databaseUrl,
    },
  });
  expect(exitCode).toBe(code);
  expect(stderr).toMatch(expected);
});

it('verify makes an annotation for a file that was changed', async () => {
  const repository = await monorepo();
  await repository.from('packages/api', 'migrate', 'up');
  await repository.write('packages/api/sql/001_first.up.sql', 'create table other (id integer);');
  const { exitCode, stderr } = await runCli(['migrate', 'verify'], {
    cwd: path.join(repository.dir, 'packages/api'),
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: repository.dir,
      CONFITURE_DATABASE_URL: repository.databaseUrl,
    },
  });
  expect(exitCode).toBe(4);
  expect(stderr).toMatch(/^::error file=packages\/api\/sql\/001_first\.up\.sql::/m);
});
