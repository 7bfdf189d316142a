import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, readText, tableRows } from '../../docs/markdown.js';
import { type CliResult, runCli } from '../../support/cli.js';
import { createLibraryProject, type LibraryProject } from './library-project.js';

const page = await readText('docs/library.md');
const scripts = codeBlocks(page, 'js').map((text) => ({ name: /^\/\/ (\S+)/.exec(text)?.[1] ?? '', text }));

/** Runs a script of the page in a project that has the built package installed. */
async function runScript(name: string, project: LibraryProject): Promise<CliResult> {
  const { text } = scripts.find((script) => script.name === name) ?? { text: '' };
  const script = await project.write(name, text);
  await project.write('node_modules/.keep', '');
  for (const [module, folder] of [
    ['confiture', '.'],
    ['knex', 'node_modules/knex'],
  ] as const)
    await symlink(path.resolve(folder), path.join(project.dir, 'node_modules', module));
  return runCli([], { cwd: project.dir, cli: script, env: { DATABASE_URL: project.database.url } });
}

describe('docs/library.md', () => {
  it.each([
    ['deploy.mjs', '2 applied, now at 002_second\n'],
    ['deploy.cjs', '2 applied\n'],
    ['tell-progress.mjs', '1/2 001_first\n2/2 002_second\n'],
    ['migrate-with-knex.mjs', '2 applied over the pool of knex\n2 rows in the ledger\n'],
  ])('shows %s, which runs as it stands there', async (name, stdout) => {
    const project = await createLibraryProject();
    expect(await runScript(name, project)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('shows a deploy script that says what failed, and what was applied before it', async () => {
    const project = await createLibraryProject('select nothing from nowhere;');
    expect(await runScript('deploy.mjs', project)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^MIGRATION_FAILED: .*nowhere.*\n(.*\n)?applied before it: 001_first\n$/),
    });
  });

  it('has no script that is not run', () => {
    expect(scripts.map(({ name }) => name)).toEqual([
      'deploy.mjs',
      'deploy.cjs',
      'tell-progress.mjs',
      'migrate-with-knex.mjs',
    ]);
  });

  it('lists every option and every call', async () => {
    const declared = async (file: string, pattern: RegExp) =>
      [...(await readText(file)).matchAll(pattern)].map(([, name]) => name);
    const shown = tableRows(page).map(([first = '']) => /^`(\w+)/.exec(first)?.[1]);
    const options = await declared('src/app/migrator-options.ts', /^ {2}readonly (\w+)\?:/gm);
    const calls = await declared('src/app/migrator.ts', /^ {2}(\w+)\(.*\): Promise</gm);
    expect(options.length * calls.length).toBeGreaterThan(0);
    expect([...options, ...calls].filter((name) => !shown.includes(name))).toEqual([]);
  });
});
