import { expect, it } from 'vitest';
import { commandDocuments } from '../../../src/app/documents/schemas/catalog.js';
import { startCli } from '../../support/cli.js';
import { runInProcess } from '../../support/cli-in-process.js';
import { documentFaults } from '../../support/json-documents.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

const UNREACHABLE = 'http://127.0.0.1:9/';

interface Example {
  /** Command lines without `--format json`. That their documents are what the schema says is checked by `runCli`. */
  readonly ok?: string;
  readonly failed: string;
  readonly prepare?: (project: MigratedProject) => Promise<unknown>;
  readonly spoil?: (project: MigratedProject) => Promise<unknown>;
}

const up = (project: MigratedProject) => project.ok('migrate', 'up', '--drain-timeout', '0');
const breakFile = (project: MigratedProject) => project.migration('002_second', 'select 1 / 0;');
const changeFile = (project: MigratedProject) => project.migration('002_second', 'select 1;');
const noFolder = (project: MigratedProject) => project.remove('db/migrations');
const fileForFolder = async (project: MigratedProject) => {
  await project.remove('db');
  await project.write('db', '');
};
const NO_SERVER = '--database-url postgres://app@127.0.0.1:9/app';

const EXAMPLES: Readonly<Record<string, Example>> = {
  init: { ok: 'init', failed: 'init', spoil: fileForFolder },
  doctor: { ok: 'doctor', failed: `doctor ${NO_SERVER}`, prepare: up },
  schema: { ok: 'schema migrate up', failed: 'schema migrate upp' },
  'migrate generate': { ok: 'migrate generate more', failed: 'migrate generate ...' },
  'migrate plan': {
    ok: 'migrate plan',
    failed: 'migrate plan',
    spoil: (project) => project.migration('002_second', 'selct 1;'),
  },
  'migrate up': { ok: 'migrate up', failed: 'migrate up', spoil: breakFile },
  'migrate down': {
    ok: 'migrate down',
    failed: 'migrate down',
    prepare: up,
    spoil: (project) => project.write('db/migrations/002_second.down.sql', 'select 1 / 0;'),
  },
  'migrate down-to': { ok: 'migrate down-to 001', failed: 'migrate down-to 9', prepare: up },
  'migrate status': { ok: 'migrate status', failed: `migrate status ${NO_SERVER}`, prepare: up },
  'migrate current': { ok: 'migrate current', failed: 'migrate current', prepare: up, spoil: noFolder },
  'migrate baseline': { ok: 'migrate baseline -t 002', failed: 'migrate baseline -t 9' },
  'migrate verify': { ok: 'migrate verify', failed: 'migrate verify', prepare: up, spoil: changeFile },
  'migrate resolve': { failed: 'migrate resolve 002 --done', prepare: up },
  'migrate runs': { ok: 'migrate runs', failed: 'migrate runs run_none', prepare: up },
  'migrate pause': { ok: 'migrate pause --all', failed: 'migrate pause' },
  'migrate resume': { ok: 'migrate resume --all', failed: 'migrate resume run_none' },
  'migrate cancel': { failed: 'migrate cancel' },
  'migrate validate': {
    ok: 'migrate validate',
    failed: 'migrate validate',
    spoil: (project) => project.migration('002_second', 'selct 1;'),
  },
  'approvals list': { ok: 'approvals list', failed: `approvals list ${NO_SERVER}`, prepare: up },
  'approvals show': { failed: 'approvals show apr_none', prepare: up },
  'approvals grant': { failed: 'approvals grant apr_none', prepare: up },
  'approvals deny': { failed: 'approvals deny apr_none --comment no', prepare: up },
  'approvals revoke': { failed: 'approvals revoke apr_none', prepare: up },
  'certificate list': { ok: 'certificate list', failed: `certificate list ${NO_SERVER}`, prepare: up },
  'certificate show': { failed: 'certificate show crt_none', prepare: up },
  'certificate export': { failed: 'certificate export crt_none', prepare: up },
  'certificate verify': { failed: 'certificate verify none.json' },
  'certificate key': { failed: 'certificate key --config none.json' },
  'webhooks list': { ok: 'webhooks list', failed: 'webhooks list --config none.json' },
  'webhooks show': { ok: 'webhooks show default', failed: 'webhooks show dlv_none', prepare: up },
  'webhooks test': { failed: 'webhooks test default' },
  'webhooks schema': { ok: 'webhooks schema migration.failed', failed: 'webhooks schema migration.fail' },
  'webhooks listen': { failed: 'webhooks listen --forward nowhere' },
  'webhooks deliveries': {
    ok: 'webhooks deliveries',
    failed: 'webhooks deliveries --endpoint none',
    prepare: up,
  },
  'webhooks deliver': { ok: 'webhooks deliver', failed: `webhooks deliver ${NO_SERVER}`, prepare: up },
  'webhooks retry': {
    ok: 'webhooks retry --failed --since 1h',
    failed: 'webhooks retry dlv_none',
    prepare: up,
  },
  'webhooks discard': {
    ok: 'webhooks discard --endpoint default --dry-run',
    failed: 'webhooks discard dlv_none',
    prepare: up,
  },
  'webhooks enable': { ok: 'webhooks enable default', failed: 'webhooks enable none', prepare: up },
  'webhooks add': {
    ok: 'webhooks add https://1.1.1.1/hook --name deploys',
    failed: 'webhooks add https://10.0.0.1/hook',
  },
  'webhooks update': { failed: 'webhooks update default --timeout 5' },
  'webhooks rotate': { failed: 'webhooks rotate none' },
  'webhooks replay': {
    ok: 'webhooks replay default --since 1h',
    failed: 'webhooks replay none --since 1h',
    prepare: up,
  },
  'webhooks remove': { failed: 'webhooks remove none' },
  'webhooks disable': { ok: 'webhooks disable default', failed: 'webhooks disable none' },
  'webhooks prune': { ok: 'webhooks prune', failed: `webhooks prune ${NO_SERVER}`, prepare: up },
  worker: { failed: `worker ${NO_SERVER}` },
  serve: { failed: 'serve --host 0.0.0.0 --port 0' },
  'serve token create': { ok: 'serve token create bot', failed: 'serve token create -' },
  'serve token list': { ok: 'serve token list', failed: `serve token list ${NO_SERVER}` },
  'serve token revoke': { failed: 'serve token revoke none' },
  'serve rekey': { ok: 'serve rekey', failed: `serve rekey ${NO_SERVER}` },
  'hooks test': {
    ok: 'hooks test webhooks --at migration.completed',
    failed: 'hooks test audit',
    prepare: (project) => project.write('.env', `CONFITURE_WEBHOOK_URL=${UNREACHABLE}\n`),
  },
  'hooks list': { ok: 'hooks list', failed: 'hooks list --config none.json' },
};

/** Commands that open no database. */
const WITHOUT_DATABASE = new Set([
  'init',
  'schema',
  'migrate generate',
  'migrate validate',
  'webhooks schema',
  'hooks list',
  'hooks test',
]);

it.each(Object.entries(EXAMPLES))(
  '%s prints what its schema says, done or failed',
  async (command, example) => {
    const project = await createMigratedProject({ runner: runInProcess });
    const run = async (line: string) => {
      const env = { CONFITURE_WEBHOOK_URL: UNREACHABLE };
      const { exitCode, stdout } = await project.run([...line.split(' '), '--format', 'json'], env);
      return { exitCode, ...JSON.parse(stdout) };
    };
    await example.prepare?.(project);
    const { host } = new URL(project.database.url);
    const opened = { host, name: project.database.name, source: 'CONFITURE_DATABASE_URL' };
    const database = WITHOUT_DATABASE.has(command) ? null : opened;
    if (example.ok !== undefined)
      expect(await run(example.ok)).toMatchObject({ exitCode: 0, ok: true, command, database });
    await example.spoil?.(project);
    const failed = await run(example.failed);
    expect(failed).toMatchObject({ ok: false, command, error: { exit_code: failed.exitCode } });
  },
);

it('has an example of every command that has a document', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(commandDocuments).sort());
});

it('calls a command line that names no command null', async () => {
  const project = await createMigratedProject({ runner: runInProcess });
  const { exitCode, stdout } = await project.run(['migrte', '--format', 'json']);
  expect(exitCode).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, command: null, error: { code: 'FLAG_INVALID' } });
});

it('names a migration the same way in status, up and down', async () => {
  const project = await createMigratedProject({ runner: runInProcess });
  const third = { version: '003', name: '003_third' };
  const before = await project.json('migrate', 'up', '--dry-run', '--steps', '2');
  expect(before.document.pending).toContainEqual(third);
  await project.ok('migrate', 'up', '--steps', '2');
  expect((await project.json('migrate', 'status')).document.pending).toEqual([third]);
  await project.ok('migrate', 'up');
  const { document } = await project.json('migrate', 'down', '--dry-run');
  expect(document).toMatchObject({ from: '003', planned: [third] });
});

it('prints one document a line while it goes on, each by the schema', async () => {
  const project = await createMigratedProject({ runner: runInProcess });
  const receiver = startCli(['webhooks', 'listen', '--port', '0', '--format', 'json'], { cwd: project.dir });
  const [first = ''] = (await receiver.waitFor('listening')).split('\n');
  const { listening } = JSON.parse(first) as { listening: string };
  await fetch(listening, { method: 'POST', body: '{"event_type":"migration_success"}' });
  await receiver.waitFor('received_at');
  const { stdout } = await receiver.stop('SIGINT');
  expect(documentFaults(stdout)).toEqual([]);
  expect(stdout.trim().split('\n')).toHaveLength(2);
});
