import { readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase } from '../support/database.js';
import { createProject } from '../support/project.js';

/** The reader of SQL, which checks the pending files. */
const PARSER = ['libpg-query', '@pgsql/types'];

/** Written into the file LOADED_MODULES names when the process ends: every module that was asked for. */
const RECORDER = `
const Module = require('node:module');
const { writeFileSync } = require('node:fs');
const load = Module._load;
const loaded = new Set();
Module._load = function (request, ...rest) {
  loaded.add(request);
  return load.call(this, request, ...rest);
};
process.on('exit', () => writeFileSync(process.env.LOADED_MODULES, [...loaded].join('\\n')));
`;

/** What a command asks for in a project with one migration, which `before` has run. */
async function askedBy(
  args: readonly string[],
  { before, variables = {} }: { readonly before?: readonly string[]; readonly variables?: object } = {},
): Promise<string[]> {
  const [database, project] = [await createDatabase(), await createProject()];
  await project.migration('001_first', 'create table first (id integer);');
  const [recorder, list] = [path.join(project.dir, 'recorder.cjs'), path.join(project.dir, 'loaded.txt')];
  await writeFile(recorder, RECORDER);
  const CONFITURE_DATABASE_URL = database.url;
  if (before) expect(await project.run(before, { CONFITURE_DATABASE_URL })).toMatchObject({ exitCode: 0 });
  const result = await project.run(args, {
    CONFITURE_DATABASE_URL,
    NODE_OPTIONS: `--require=${recorder}`,
    LOADED_MODULES: list,
    ...variables,
  });
  expect(result).toMatchObject({ exitCode: 0 });
  return (await readFile(list, 'utf8')).split('\n');
}

/** The packages among it. */
async function loadedBy(...call: Parameters<typeof askedBy>): Promise<string[]> {
  return (await askedBy(...call)).filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name));
}

it('migrate up loads the parser alone where there is neither a config file nor an endpoint', async () => {
  expect(await loadedBy(['migrate', 'up'])).toEqual(PARSER);
});

it('migrate up with nothing to do loads no package, and no threads', async () => {
  const up = ['migrate', 'up'];
  const asked = await askedBy(up, { before: up });
  expect(asked.filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name))).toEqual([]);
  expect(asked).toContain('node:fs');
  expect(asked).not.toContain('node:worker_threads');
});

it('the help of a command loads no package', async () => {
  expect(await loadedBy(['migrate', 'up', '--help'])).toEqual([]);
});

it('an endpoint adds no package to these but the bundled sender', async () => {
  const variables = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:1/' };
  const loaded = await loadedBy(['migrate', 'up', '--drain-timeout', '0'], { variables });
  expect(loaded).toEqual(PARSER);
});
