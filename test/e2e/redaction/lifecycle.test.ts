import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { formatNames } from '../../../src/events/endpoint.js';
import { startCli } from '../../support/cli.js';
import { startRecorder } from '../../support/receiver.js';
import { startTestServer, type TestServer } from '../../support/server/start-test-server.js';
import { backendRunning, openSession } from '../sessions.js';
import { findSecrets, type Planted } from './find-secrets.js';
import { createDraw, password, tokens } from './invented-secrets.js';

interface Output {
  readonly place: string;
  readonly text: string;
}

/** Texts with invented secrets in them, remembered by what they are part of. */
function createPlanter() {
  const planted: Planted[] = [];
  const texts: string[] = [];
  const kinds = Object.entries(tokens).filter(([kind]) => !/RSA|EC |OpenSSH|PGP/.test(kind));
  let seed = 5_000;
  const remember = (kind: string, secret: string) => {
    planted.push({ kind, secret });
    return secret;
  };
  return {
    planted,
    /** All of them as they were given out. */
    texts,
    /** What a person types: a token, a password, and what the rules of the user mask. */
    typed(part: string): string {
      seed += 1;
      const draw = createDraw(seed);
      const [, make] = kinds[seed % kinds.length] ?? ['', () => ''];
      const own = `CUST-${draw(9, '0123456789')}`;
      const secrets = [make(draw), password(draw), own].map((secret) => remember(part, secret));
      const text = `${part} ${secrets[0]} password '${secrets[1]}' for ${secrets[2]}`;
      texts.push(text);
      return text;
    },
    /** A value in SQL or in a row, which looks like nothing. */
    value(part: string): string {
      seed += 1;
      const text = remember(part, `quokka${createDraw(seed)(9, 'abcdefghijklmnopqrstuvwxyz')}`);
      texts.push(text);
      return text;
    },
  };
}

const RULE = { tiers: ['destructive', 'irreversible'] };

/** Every command of a day with plans, approvals, phases, steering, validations and certificates, and what it prints. */
async function playDay(plant: ReturnType<typeof createPlanter>) {
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const endpoints = formatNames.map((format) => [
    format,
    { url: `${receiver.url}${format}`, format, events: ['*'], secret: `key-of-the-receiver-${format}` },
  ]);
  const stage = await startTestServer({
    env: { CONFITURE_ENV: 'local' },
    config: {
      approvals: [RULE],
      redact: { patterns: ['CUST-[0-9]+'] },
      webhooks: { endpoints: Object.fromEntries(endpoints) },
    },
  });
  const { project, database } = stage;
  const outputs: Output[] = [];
  const env = { CONFITURE_DATABASE_URL: database.url, GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'ann' };
  const run = async (exitCode: number, ...args: string[]): Promise<string> => {
    const result = await project.run(args, env);
    outputs.push({ place: `stdout of ${args.join(' ').slice(0, 60)}`, text: result.stdout });
    outputs.push({ place: `stderr of ${args.join(' ').slice(0, 60)}`, text: undrawn(result.stderr) });
    expect(result.exitCode, `${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(exitCode);
    return result.stdout;
  };
  const all = async (exitCode: number, formats: readonly string[], ...args: string[]) => {
    for (const format of formats) await run(exitCode, ...args, '--verbose', '--format', format);
  };
  const both = ['text', 'json'];

  await database.query(`create table vault (id int primary key, token text);
    insert into vault values (1, '${plant.value('row')}'), (2, '${plant.value('row')}');
    create table old (id int)`);
  const title = plant.typed('title');
  const upOf = (literal: string) => `-- confiture: title ${title}
-- ${plant.value('comment')}
-- confiture: phase schema
alter table vault add column note text default '${literal}';
create function carry() returns text language sql as $f$ select '${plant.value('function body')}' $f$;
create index carried on vault (id) where token <> '${plant.value('index condition')}';
drop table old;
-- confiture: phase hold
select pg_advisory_xact_lock(7), '${plant.value('select')}';
-- confiture: phase fill batch
update vault set note = '${plant.value('batch')}'
where id in (select id from vault where note is distinct from 'x' and note = '${literal}' limit 1);
-- confiture: phase close
create table ended (id int default length('${plant.value('default')}'));
`;
  await project.migration('001_vault', upOf(plant.value('literal')), {
    verify: `select '${plant.value('verify')}' is not null;`,
  });
  await project.write(
    'db/migrations/001_vault.invariant.sql',
    `select id, token, '${plant.value('invariant')}' from vault order by id;`,
  );

  await all(0, [...both, 'markdown'], 'migrate', 'plan');
  const planHash = JSON.parse(await run(0, 'migrate', 'plan', '--format', 'json')).hash as string;
  await all(2, both, 'migrate', 'status');
  await all(9, both, 'migrate', 'up');
  const [{ id: first = '' } = {}] = await idsOf(stage, 'approvals');
  await run(0, 'approvals', 'deny', first, '--comment', plant.typed('deny'));
  await run(0, 'approvals', 'revoke', first, '--comment', plant.typed('revoke'));
  await project.migration('001_vault', upOf(plant.value('changed literal')), {
    verify: `select '${plant.value('changed verify')}' is not null;`,
  });
  await all(9, both, 'migrate', 'up', '--plan', planHash);
  await run(9, 'migrate', 'up', '--reason', plant.typed('up'));
  const waiting = (await idsOf(stage, 'approvals')).find(({ state }) => state === 'pending')?.id ?? '';
  await run(0, 'approvals', 'grant', waiting, '--comment', plant.typed('grant'));
  await run(0, 'approvals', 'list');
  await all(0, both, 'approvals', 'show', waiting);

  const holder = await openSession(database);
  await holder.query('select pg_advisory_lock(7)');
  const started = startCli(['migrate', 'up', '--statement-lock-timeout', '0', '--verbose'], {
    cwd: project.dir,
    env,
  });
  await backendRunning(database, 'pg_advisory_xact_lock(7)');
  await run(0, 'migrate', 'pause', '--reason', plant.typed('pause'));
  await run(0, 'migrate', 'runs', '--format', 'json');
  await run(0, 'migrate', 'resume', '--reason', plant.typed('resume'));
  await run(0, 'migrate', 'cancel', '--reason', plant.typed('cancel'));
  const cancelled = await started.ended;
  expect(cancelled.exitCode, cancelled.stderr).toBe(11);
  outputs.push({ place: 'the cancelled run', text: cancelled.stdout + undrawn(cancelled.stderr) });
  await holder.end();
  await run(0, 'migrate', 'up', '--format', 'json', '--verbose');
  const [certificate] = await idsOf(stage, 'certificates');
  await all(0, both, 'certificate', 'show', certificate?.id ?? '');
  await run(0, 'certificate', 'export', certificate?.id ?? '', '--out', 'certificate.json');
  const exported = await readFile(path.join(project.dir, 'certificate.json'), 'utf8');
  outputs.push({ place: 'the certificate', text: exported });
  const { payload } = JSON.parse(exported) as { payload: string };
  outputs.push({ place: 'its statement', text: Buffer.from(payload, 'base64').toString('utf8') });

  await project.migration('002_change', `insert into vault values (8, '${plant.value('new row')}');`, {
    verify: `select ('${plant.value('bad verify')}')::int = 1;`,
  });
  await project.write(
    'db/migrations/002_change.invariant.sql',
    `select token from vault where id < 9 and token <> '${plant.value('failing invariant')}';`,
  );
  await all(1, both, 'migrate', 'up');
  await run(0, 'migrate', 'up', '--on-validation-failure', 'rollback', '--dry-run', '--format', 'json');
  await run(0, 'migrate', 'baseline', '--target', '002', '--reason', plant.typed('baseline'));
  await all(1, both, 'migrate', 'verify');
  await project.migration('001_vault', 'select 1;', { verify: 'select true;' });
  await project.remove('db/migrations/002_change.verify.sql');
  await run(0, 'migrate', 'verify', '--fix', '--reason', plant.typed('accept'));
  await run(0, 'migrate', 'generate', 'more');
  await run(0, 'webhooks', 'deliver');
  await run(0, 'migrate', 'runs');

  for (const { path: format, headers, body } of receiver.requests)
    outputs.push({
      place: `payload ${format}`,
      text: `${JSON.stringify(headers)}\n${body.toString('utf8')}`,
    });
  outputs.push(...(await tablesOf(stage)), ...(await answersOf(stage)));
  outputs.push({ place: 'log of the server', text: JSON.stringify(stage.log) });
  return { outputs, receiver };
}

/** The drawn lines of a file, which a person may see in text output. */
function undrawn(text: string): string {
  return text.replace(/^.*[│|] .*$/gm, '');
}

type Listed = { readonly id?: string; readonly run_id?: string; readonly state?: string };

async function idsOf({ api }: TestServer, list: string): Promise<readonly Listed[]> {
  const { body } = await api.get<{ data: readonly Listed[] }>(`/v1/${list}`);
  return body.data;
}

async function tablesOf({ database }: TestServer): Promise<Output[]> {
  const tables = await database.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'confiture'",
  );
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database.query<{ row: object }>(`select to_jsonb(t) as row from ${name} t`);
      return { place: `table ${name}`, text: JSON.stringify(rows) };
    }),
  );
}

const LISTS = ['runs', 'approvals', 'certificates', 'audit', 'events', 'migrations', 'deliveries'];

async function answersOf(stage: TestServer): Promise<Output[]> {
  const outputs: Output[] = [];
  const ask = async (asked: string) => {
    const { body, status } = await stage.api.get<unknown>(`/v1/${asked}`);
    expect(status, asked).toBe(200);
    outputs.push({ place: `answer of ${asked}`, text: JSON.stringify(body) });
  };
  for (const list of LISTS) await ask(`${list}?limit=100`);
  await ask('plan');
  await ask('audit/export');
  for (const list of ['runs', 'approvals', 'certificates', 'migrations'])
    for (const { id, run_id } of await idsOf(stage, list)) await ask(`${list}/${id ?? run_id}`);
  return outputs;
}

it('nothing that is secret in plans, approvals, steering, validations or certificates is found in any output, payload, table or answer', async () => {
  const plant = createPlanter();
  const { outputs, receiver } = await playDay(plant);
  const leaks = outputs.flatMap(({ place, text }) =>
    findSecrets(text, plant.planted).map((leak) => `${place}: ${leak}`),
  );
  expect([...new Set(leaks)]).toEqual([]);

  const texts = plant.texts.join('\n');
  expect(findSecrets(texts, plant.planted), 'the search finds what is there').toHaveLength(
    plant.planted.length,
  );
  const told = receiver.requests.map(({ body }) => body.toString('utf8')).join('\n');
  const everything = outputs.map(({ text }) => text).join('\n');
  const isSaid = (part: string, text: string) => new RegExp(`${part} \\S*\\*\\*\\*`).test(text);
  for (const part of ['title', 'deny', 'revoke', 'grant', 'cancel'])
    expect(isSaid(part, told), `${part} in a payload`).toBe(true);
  for (const part of ['pause', 'resume', 'baseline', 'accept'])
    expect(isSaid(part, everything), `${part} in an output`).toBe(true);
});
