import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatNames } from '../../../src/events/endpoint.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { type Recorder, startRecorder } from '../../support/receiver.js';
import { findSecrets } from './find-secrets.js';
import { createDraw, password, tokens } from './invented-secrets.js';
import { type Scenario, scenarios, unreadable } from './scenarios.js';

const MODES = [['--verbose'], ['--format', 'json', '--verbose']] as const;

interface Stage {
  readonly project: TestProject;
  readonly database: TestDatabase;
  readonly receiver: Recorder;
}

/** A project with one endpoint for each format, and the scenario's migration waiting in it. */
async function prepare({
  setup = 'select 1;',
  sql,
  name = '002_carries',
  invariant,
}: Scenario): Promise<Stage> {
  const [database, receiver] = await Promise.all([createDatabase(), startRecorder()]);
  onTestFinished(() => receiver.close());
  const endpoints = formatNames.map((format) => [
    format,
    { url: `${receiver.url}${format}`, format, events: ['*'], secret: `key-of-the-receiver-${format}` },
  ]);
  const project = await createProject({
    config: { databaseUrl: database.url, webhooks: { endpoints: Object.fromEntries(endpoints) } },
  });
  await project.migration('001_setup', setup);
  await project.migration(name, sql);
  if (invariant !== undefined) await project.write(`db/migrations/${name}.invariant.sql`, invariant);
  return { project, database, receiver };
}

/** Every text a run leaves anywhere: streams, payloads, tables of schema `confiture`. */
async function outputsOf({ project, database, receiver }: Stage, { fails }: Scenario): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const mode of MODES) {
    const result = await project.run(['migrate', 'up', ...mode]);
    expect(result.exitCode, result.stderr).toBe(fails ? 1 : 0);
    outputs.push({ place: `stdout ${mode.join(' ')}`, text: result.stdout });
    outputs.push({ place: `stderr ${mode.join(' ')}`, text: result.stderr });
  }
  const payloads = receiver.requests.map(({ path, headers, body }) => ({
    place: `payload ${path.split('/')[1]}`,
    text: `${JSON.stringify(headers)}\n${body.toString('utf8')}`,
  }));
  return [...outputs, ...payloads, { place: 'tables', text: await tablesOf(database) }];
}

interface Output {
  readonly place: string;
  readonly text: string;
}

async function tablesOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'confiture'",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query(`select to_jsonb(t) as row from ${name} t`)),
  );
  return JSON.stringify(rows);
}

/** The drawn lines of the file: there, and in text output alone, a person may see row values. */
function withoutDrawnLines(text: string): string {
  return text.replace(/^.*[│|] .*$/gm, '');
}

function leaksIn(outputs: readonly Output[], { planted, areRowValues, areInName }: Scenario): string[] {
  const searched = outputs.filter(({ place }) => !areInName || place !== 'tables');
  return searched.flatMap(({ place, text }) => {
    const isDrawing = areRowValues === true && place === 'stderr --verbose';
    return findSecrets(isDrawing ? withoutDrawnLines(text) : text, planted).map(
      (leak) => `${place}: ${leak}`,
    );
  });
}

/** What a tool that masks nothing would show: the file and its name, and everything the server says about it. */
async function unmasked({ setup = '', sql, name = '', invariant = '' }: Scenario): Promise<string> {
  const database = await createDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const said: string[] = [name, sql, invariant];
  client.on('notice', ({ message }) => said.push(message ?? ''));
  await client.connect();
  try {
    if (setup !== '') await client.query(setup);
    for (const text of sql.startsWith('-- confiture')
      ? sql.split('\n')
      : [sql.split(/^copy .* from stdin;$/m)[0] ?? '']) {
      await client
        .query(text)
        .catch((error: Error & { detail?: string }) => said.push(error.message, error.detail ?? ''));
    }
  } finally {
    await client.end();
  }
  return said.join('\n');
}

describe('no secret that a migration carries is found in any output', () => {
  it.each(scenarios)('$title', async (scenario) => {
    const stage = await prepare(scenario);
    const outputs = await outputsOf(stage, scenario);
    const payloads = outputs.filter(({ place }) => place.startsWith('payload'));
    expect(new Set(payloads.map(({ place }) => place)).size).toBe(formatNames.length);
    expect(leaksIn(outputs, scenario)).toEqual([]);
    const told = payloads.map(({ text }) => text).join('\n');
    for (const text of scenario.honest) expect(told).toContain(text);
  });
});

it.each(unreadable)('no secret of %s is found in any output where it is no SQL', async (kind, write) => {
  const project = await createProject();
  const secret = password(createDraw(77));
  await project.migration('001_unreadable', write(secret));
  const env = { CONFITURE_DATABASE_URL: (await createDatabase()).url };
  for (const mode of MODES) {
    for (const command of [['up'], ['up', '--dry-run'], ['validate']]) {
      const { exitCode, stdout, stderr } = await project.run(['migrate', ...command, ...mode], env);
      expect(exitCode).toBe(4);
      expect(findSecrets(stdout + stderr, [{ kind, secret }])).toEqual([]);
    }
  }
});

describe('the same search finds every secret where nothing is masked', () => {
  it.each(scenarios)('$title', async (scenario) => {
    const output = [{ place: 'unmasked', text: await unmasked(scenario) }];
    expect(leaksIn(output, scenario)).toHaveLength(scenario.planted.length);
  });
});

it('no secret of the environment, the config file or a hook is found in any output', async () => {
  const planted = Object.entries(tokens)
    .map(([kind, make], n) => ({ kind, secret: make(createDraw(1000 + n)) }))
    .filter(({ secret }) => !secret.includes('\n'));
  const [pathToken = '', headerToken = '', signing = '', ...others] = planted.map(({ secret }) => secret);
  const [database, receiver] = await Promise.all([createDatabase(), startRecorder({ respond: () => 500 })]);
  onTestFinished(() => receiver.close());
  const hookText = `export default { name: 'thrower', on: ['post_execute', 'on_error'],
    run() { throw new Error(${JSON.stringify(`cannot use ${others.slice(0, 20).join(' or ')}`)}); } };`;
  const endpoint = {
    format: 'envelope',
    headers: { 'X-Key': `$\{HEADER_TOKEN}` },
    secret: signing,
    schedule: [0],
  };
  const project = await createProject({
    files: { 'hooks/thrower.mjs': hookText },
    config: {
      databaseUrl: database.url,
      hooks: ['./hooks/*.mjs'],
      webhooks: {
        endpoints: {
          ops: { ...endpoint, url: `${receiver.url}${encodeURIComponent(pathToken)}` },
          gone: { ...endpoint, url: `http://127.0.0.1:1/${encodeURIComponent(pathToken)}` },
        },
      },
    },
  });
  await project.migration('001_works', 'select 1;');
  await project.migration('002_fails', 'select * from missing_table;');
  const env = Object.fromEntries(others.slice(20).map((secret, n) => [`SERVICE_${n}_TOKEN`, secret]));
  const outputs: Output[] = [];
  for (const mode of MODES) {
    const result = await project.run(['migrate', 'up', ...mode], { ...env, HEADER_TOKEN: headerToken });
    expect(result.exitCode, result.stderr).toBe(1);
    outputs.push({ place: 'stdout', text: result.stdout }, { place: 'stderr', text: result.stderr });
  }
  expect(outputs.map(({ text }) => text).join('\n')).toContain('thrower');
  expect(receiver.requests.length).toBeGreaterThan(0);
  outputs.push(...receiver.requests.map(({ body }) => ({ place: 'payload', text: body.toString('utf8') })));
  outputs.push({ place: 'tables', text: await tablesOf(database) });
  expect(
    outputs.flatMap(({ place, text }) => findSecrets(text, planted).map((leak) => `${place}: ${leak}`)),
  ).toEqual([]);
});

it('at least 300 different secrets are planted', () => {
  const secrets = scenarios.flatMap(({ planted }) => planted.map(({ secret }) => secret));
  expect(new Set(secrets).size).toBe(secrets.length);
  expect(secrets.length).toBeGreaterThanOrEqual(300);
});
