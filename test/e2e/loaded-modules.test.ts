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

/** The packages that a command loads in a project with one migration. */
async function loadedBy(args: readonly string[], variables = {}): Promise<string[]> {
  const [database, project] = [await createDatabase(), await createProject()];
  await project.migration('001_first', 'create table first (id integer);');
  const [recorder, list] = [path.join(project.dir, 'recorder.cjs'), path.join(project.dir, 'loaded.txt')];
  await writeFile(recorder, RECORDER);
  const result = await project.run(args, {
    CONFITURE_DATABASE_URL: database.url,
    NODE_OPTIONS: `--require=${recorder}`,
    LOADED_MODULES: list,
    ...variables,
  });
  expect(result).toMatchObject({ exitCode: 0 });
  const names = (await readFile(list, 'utf8')).split('\n');
  return names.filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name));
}

it('migrate up loads the parser alone where there is neither a config file nor an endpoint', async () => {
  expect(await loadedBy(['migrate', 'up'])).toEqual(PARSER);
});

it('the help of a command loads no package', async () => {
  expect(await loadedBy(['migrate', 'up', '--help'])).toEqual([]);
});

it('an endpoint adds no package to these but the bundled sender', async () => {
  const CONFITURE_WEBHOOK_URL = 'http://127.0.0.1:1/';
  const loaded = await loadedBy(['migrate', 'up', '--drain-timeout', '0'], { CONFITURE_WEBHOOK_URL });
  expect(loaded).toEqual(PARSER);
});
