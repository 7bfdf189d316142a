import { readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { type FaultPlan, startProxy } from '../../support/proxy.js';

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

interface Circumstances {
  /** Command that has run before. */
  readonly before?: readonly string[];
  /** Lets the server be slow to answer. */
  readonly delay?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a command asks for in a project with one migration. */
async function askedBy(
  args: readonly string[],
  { before, delay, variables = {} }: Circumstances = {},
): Promise<string[]> {
  const [database, project] = [await createDatabase(), await createProject()];
  await project.migration('001_first', 'create table first (id integer);');
  const [recorder, list] = [path.join(project.dir, 'recorder.cjs'), path.join(project.dir, 'loaded.txt')];
  await writeFile(recorder, RECORDER);
  const CONFITURE_DATABASE_URL = database.url;
  if (before) expect(await project.run(before, { CONFITURE_DATABASE_URL })).toMatchObject({ exitCode: 0 });
  const plan: FaultPlan = { fault: 'delay', strikes: () => true };
  const slow = delay ? `${(await startProxy(inject('postgresUrl'), plan)).url}/${database.name}` : undefined;
  const result = await project.run(args, {
    CONFITURE_DATABASE_URL: slow ?? CONFITURE_DATABASE_URL,
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

it('migrate up with nothing to do loads no threads, and no package but, where the server is slow, the parser', async () => {
  const up = ['migrate', 'up'];
  const asked = await askedBy(up, { before: up });
  const packages = asked.filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name));
  expect(packages.filter((name) => !PARSER.includes(name))).toEqual([]);
  expect(asked).toContain('node:fs');
  expect(asked).not.toContain('node:worker_threads');
});

it('migrate up loads the parser while it waits for a slow server, whether or not it will be needed', async () => {
  const up = ['migrate', 'up'];
  expect(await loadedBy(up, { before: up, delay: true })).toEqual(PARSER);
});

it('the help of a command loads no package', async () => {
  expect(await loadedBy(['migrate', 'up', '--help'])).toEqual([]);
});

it('an endpoint adds no package to these but the bundled sender', async () => {
  const variables = { CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:1/' };
  const loaded = await loadedBy(['migrate', 'up', '--drain-timeout', '0'], { variables });
  expect(loaded).toEqual(PARSER);
});
