import { expect, it, onTestFinished } from 'vitest';
import { runInProcess } from '../../support/cli-in-process.js';
import { startRecorder } from '../../support/receiver.js';
import { createMigratedProject, type MigratedProject } from '../migrated-project.js';

/** Three deliveries wait for `gone`, which only the run's own environment had; the receiver gives 404. */
async function openScene(): Promise<MigratedProject & { readonly env: Record<string, string> }> {
  const receiver = await startRecorder({ respond: () => 404 });
  onTestFinished(() => receiver.close());
  const project = await createMigratedProject({ runner: runInProcess });
  const gone = { CONFITURE_WEBHOOK_GONE_URL: receiver.url };
  expect((await project.run(['migrate', 'up', '--drain-timeout', '0'], gone)).exitCode).toBe(0);
  return { ...project, env: gone };
}

it('deliveries of an endpoint that is gone are counted, discarded and asked about no more', async () => {
  const { ok, json, database } = await openScene();
  expect(await ok('webhooks', 'deliver')).toContain(
    'not configured here, or whose master key is not: gone (3).',
  );
  const flags = ['webhooks', 'discard', '--endpoint', 'gone'];
  expect(await ok(...flags, '--dry-run')).toMatch(
    /\nDry run: would discard 3 deliveries \(gone: 3\)\. Nothing was changed\.\n$/,
  );
  expect(await json(...flags, '--dry-run')).toMatchObject({
    exitCode: 0,
    document: { dry_run: true, endpoints: [{ endpoint: 'gone', count: 3 }] },
  });
  expect(await database.query("select from confiture.deliveries where state = 'waiting'")).toHaveLength(3);
  expect(await ok(...flags, '--migration', '002')).toMatch(/\n1 delivery discarded \(gone: 1\)\.\n/);
  expect(await json(...flags)).toMatchObject({ exitCode: 0, document: { discarded: 2 } });
  expect(await ok(...flags)).toMatch(/\nNo delivery fits: nothing was discarded\.\n$/);
  expect(await ok('webhooks', 'deliver')).toMatch(/\nNothing is due\.\n$/);
  expect(await ok('webhooks', 'deliveries', '--state', 'discarded')).toContain('002_second');
  expect(await ok('webhooks', 'show', 'gone')).toContain('0 waiting, 0 delivered, 0 failed, 3 discarded');
});

it('a retry brings back what was discarded, all that a filter chooses or one', async () => {
  const { run, ok, json, env } = await openScene();
  await ok('webhooks', 'discard', '--endpoint', 'gone');
  const retry = ['webhooks', 'retry', '--state', 'discarded'];
  expect(await ok(...retry, '--migration', '001', '--dry-run')).toContain(
    'would make due 1 delivery (gone: 1)',
  );
  expect(await ok(...retry, '--migration', '001')).toContain('1 delivery is due now');
  const { document } = await json('webhooks', 'deliveries', '--state', 'discarded', '--limit', '1');
  const [{ id } = { id: '' }] = document.deliveries as { id: string }[];
  expect(await ok('webhooks', 'retry', id)).toContain('1 delivery is due now');
  const { exitCode, stdout } = await run(['webhooks', 'deliver'], env);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('2 deliveries given up')]);
});

it.each([
  ['discard', 'discard takes either an id, or a filter'],
  ['discard --state waiting', 'discard takes either an id, or a filter'],
  ['discard dlv_0 --endpoint gone', 'discard takes either an id, or a filter'],
  ['discard dlv_0', 'there is no delivery dlv_0'],
  ['discard --endpoint gnoe', 'there is no endpoint gnoe'],
  ['discard --state delivered --endpoint gone', "argument 'delivered' is invalid"],
  ['discard --endpoint gone --type migration.complete', 'did you mean migration.completed?'],
  ['deliveries --status 999', '"999" is no HTTP status'],
  ['retry --failed --state waiting --endpoint gone', "cannot be used with option '--state"],
  ['retry --failed --until yesterday --endpoint gone', '"yesterday" is no time'],
])('`webhooks %s` is exit 5 with what to do', async (command, message) => {
  const { run, database } = await openScene();
  const { exitCode, stderr } = await run(['webhooks', ...command.split(' ')]);
  expect([exitCode, stderr]).toEqual([5, expect.stringMatching(/^Error: .*\nNext: ./)]);
  expect(stderr).toContain(message);
  expect(await database.query("select from confiture.deliveries where state = 'discarded'")).toEqual([]);
});

it('what was delivered, or is discarded already, cannot be discarded by its id', async () => {
  const { run, ok, json } = await openScene();
  const { document } = await json('webhooks', 'deliveries');
  const [{ id } = { id: '' }] = document.deliveries as { id: string }[];
  expect(await ok('webhooks', 'discard', id)).toContain('1 delivery discarded (gone: 1).');
  const { exitCode, stderr } = await run(['webhooks', 'discard', id]);
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining(`${id} is discarded`)]);
});

it('what has arrived is sent again by a filter only where that is said, with a warning', async () => {
  const { run, ok, database } = await openScene();
  await ok('webhooks', 'deliveries');
  await database.query(
    "update confiture.deliveries set state = 'delivered', settled_at = now(), attempts = 1",
  );
  const retry = ['webhooks', 'retry', '--endpoint', 'gone', '--state', 'delivered'];
  const { exitCode, stderr } = await run(retry);
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining('--include-succeeded')]);
  expect(await ok('webhooks', 'retry', '--endpoint', 'gone')).toContain('No delivery has failed since then.');
  const again = await run([...retry, '--include-succeeded']);
  expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining('are sent again')]);
  expect(again.stdout).toContain('3 deliveries are due now');
});

it('events are replayed to an endpoint that was made later, each once', async () => {
  const { run, database, env } = await openScene();
  const later = { ...env, CONFITURE_WEBHOOK_LATER_URL: env.CONFITURE_WEBHOOK_GONE_URL ?? '' };
  const replay = async (...flags: string[]) => run(['webhooks', 'replay', 'later', ...flags], later);
  expect((await replay('--migration', '002', '--dry-run')).stdout).toContain(
    'would make 1 delivery (later: 1)',
  );
  expect((await replay('--since', '24h')).stdout).toContain('3 events are sent to later now');
  expect((await replay('--since', '24h')).stdout).toContain('was sent all of these events before');
  expect(await database.query("select from confiture.deliveries where endpoint = 'later'")).toHaveLength(3);
  for (const [flags, message] of [
    [[], 'replay needs a filter'],
    [['--type', 'migration.complete'], 'did you mean migration.completed?'],
    [['--state', 'failed'], "unknown option '--state'"],
  ] as const)
    expect((await replay(...flags)).stderr).toContain(message);
});

it('keeps who retried, discarded and replayed what, and how much that was, in the transaction of the change', async () => {
  const { run, ok, database, env } = await openScene();
  const later = { ...env, CONFITURE_WEBHOOK_LATER_URL: env.CONFITURE_WEBHOOK_GONE_URL ?? '' };
  await ok('webhooks', 'discard', '--endpoint', 'gone', '--migration', '002');
  await ok('webhooks', 'discard', '--endpoint', 'gone', '--migration', '002');
  await ok('webhooks', 'retry', '--state', 'discarded', '--endpoint', 'gone');
  expect((await run(['webhooks', 'replay', 'later', '--type', 'migration.*'], later)).exitCode).toBe(0);
  const [{ id } = { id: '' }] = await database.query<{ id: string }>(
    "select id from confiture.deliveries where endpoint = 'gone' limit 1",
  );
  await ok('webhooks', 'discard', id);
  await ok('webhooks', 'retry', id);
  const entries = await database.query('select * from confiture.audit order by id');
  const by = { actor: expect.stringContaining('@'), actor_source: 'cli' };
  expect(entries).toMatchObject([
    {
      ...by,
      ...{ action: 'delivery.discarded', subject_kind: 'delivery', subject: null },
      after: { filter: { endpoint: 'gone', migration: '002' }, changed: 1 },
    },
    { ...by, action: 'delivery.retried', after: { filter: { state: 'discarded' }, changed: 1 } },
    {
      ...by,
      ...{ action: 'event.replayed', subject_kind: 'event' },
      after: { filter: { endpoint: 'later', type: 'migration.*' }, changed: 3 },
    },
    { ...by, action: 'delivery.discarded', subject: id, after: { state: 'discarded' } },
    { ...by, action: 'delivery.retried', subject: id, after: { state: 'waiting' } },
  ]);

  await database.query('alter table confiture.audit add check (false) not valid');
  for (const chosen of [['--endpoint', 'gone'], [id]])
    expect((await run(['webhooks', 'discard', ...chosen])).exitCode).not.toBe(0);
  expect(await database.query("select from confiture.deliveries where state = 'discarded'")).toEqual([]);
});

it('switches an endpoint off for a reason that is masked, shown with the endpoint and kept in the audit log', async () => {
  const { run, database, env } = await openScene();
  const reason = 'too noisy, password=not-a-real-one';
  expect((await run(['webhooks', 'disable', 'gone', '--reason', reason], env)).exitCode).toBe(0);
  const { stdout } = await run(['webhooks', 'show', 'gone'], env);
  expect(stdout).toMatch(/switched off by \S+@\S+: too noisy, password=/);
  const stored = await database.query(
    `select action, reason, (select disabled_reason from confiture.endpoint_state where name = 'gone') as shown
     from confiture.audit`,
  );
  expect(stored).toMatchObject([
    { action: 'webhook.disabled', reason: expect.stringMatching(/^too noisy, password=/) },
  ]);
  expect(stdout + JSON.stringify(stored)).not.toContain('not-a-real-one');
});
