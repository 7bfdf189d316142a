import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { confitureSignature, standardSignature } from '../../../src/events/signature/signature.js';
import { onServer } from '../../support/database.js';
import { type RecordedRequest, type Recorder, startRecorder } from '../../support/receiver.js';
import { createMigratedProject } from '../migrated-project.js';

const LOOPBACK = { webhooks: { allowedNetworks: ['127.0.0.0/8'] } };

async function receiver(respond: () => number = () => 200): Promise<Recorder> {
  const recorder = await startRecorder({ respond });
  onTestFinished(() => recorder.close());
  return recorder;
}

function header(request: RecordedRequest | undefined, name: string): string {
  return String(request?.headers[name]);
}

/** Which of the secrets made the Standard Webhooks signatures of a request, in their order. */
function signersOf(request: RecordedRequest | undefined, secrets: readonly string[]): number[] {
  const message = {
    id: header(request, 'webhook-id'),
    timestamp: Number(header(request, 'webhook-timestamp')),
    body: request?.body ?? '',
  };
  const made = secrets.map((secret) => standardSignature({ ...message, secrets: [secret] }));
  return header(request, 'webhook-signature')
    .split(' ')
    .map((signature) => made.indexOf(signature));
}

it('stores an endpoint that runs find by themselves, and keeps its secrets sealed through rotation, change and removal', async () => {
  const project = await createMigratedProject({ config: LOOPBACK });
  const [first, second] = [await receiver(), await receiver(() => 500)];
  const url = `${first.url}hooks/invented-path`;
  const added = await project.json(
    ...['webhooks', 'add', url, '--name', 'deploys', '--events', 'migration.completed'],
    ...['--header', `X-Team: crew-\${event.type}`],
  );
  expect(added.exitCode).toBe(0);
  const { secret, endpoint } = added.document as { secret: string; endpoint: Record<string, unknown> };
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(endpoint).toMatchObject({
    id: expect.stringMatching(/^whk_[0-9a-z]{26}$/),
    source: 'database',
    format: 'envelope',
    schedule: 'sensei',
    timeout_ms: 30_000,
    url: `${new URL(url).origin}/***`,
    headers: { 'X-Team': '***' },
    secret_hint: secret.slice(-4),
    state: 'enabled',
    locked: null,
  });
  const keyFile = path.join(project.dir, '.confiture/master-key');
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);

  await project.ok('migrate', 'up', '--steps', '1');
  const [sent] = await first.waitFor(1);
  expect(sent?.path).toBe('/hooks/invented-path');
  expect(JSON.parse(String(sent?.body))).toMatchObject({ type: 'migration.completed', metadata: {} });
  expect(header(sent, 'x-sensei-signature')).toBe(confitureSignature(sent?.body ?? '', secret));
  expect(header(sent, 'x-team')).toBe('crew-migration.completed');

  const rotated = await project.json('webhooks', 'rotate', 'deploys', '--overlap', '1h');
  const next = String(rotated.document.secret);
  expect(rotated.document.endpoint).toMatchObject({ overlap_until: expect.any(String), version: 2 });
  expect(await project.ok('webhooks', 'show', 'deploys')).toContain('sent with both secrets since');
  await project.ok('migrate', 'up', '--steps', '1');
  const both = (await first.waitFor(2))[1];
  expect(signersOf(both, [secret, next])).toEqual([0, 1]);
  expect(header(both, 'x-confiture-signature')).toBe(confitureSignature(both?.body ?? '', secret));

  await project.ok('webhooks', 'rotate', 'deploys', '--overlap', '0');
  const changed = await project.ok('webhooks', 'update', 'deploys', '--url', second.url);
  expect(changed).toContain('goes to');
  await project.ok('migrate', 'up');
  expect(signersOf((await second.waitFor(1))[0], [secret, next])).toEqual([-1]);

  const retried = await project.ok('webhooks', 'retry', '--endpoint', 'deploys', '--state', 'waiting');
  expect(retried).toContain('deploys has another URL since');
  const refused = await project.json('webhooks', 'remove', 'deploys');
  expect(refused).toMatchObject({ exitCode: 5, document: { error: { code: 'ENDPOINT_UNDELIVERED' } } });
  const dump = await onServer(project.database.url, async (client) => {
    const tables = await client.query(
      "select relname from pg_class where relnamespace = 'confiture'::regnamespace and relkind = 'r'",
    );
    const all: string[] = [];
    for (const { relname } of tables.rows)
      for (const { row } of (await client.query(`select t::text as row from confiture.${relname} t`)).rows)
        all.push(String(row));
    return all;
  });
  expect(dump.filter((row) => row.includes('webhook.'))).toHaveLength(4);
  for (const word of [secret, next, 'invented-path', 'crew-'])
    expect(dump.filter((row) => row.includes(word))).toEqual([]);

  const removed = await project.json('webhooks', 'remove', 'deploys', '--force');
  expect(removed.document).toMatchObject({ endpoint: 'deploys', discarded: 1 });
  const { document: log } = await project.json('webhooks', 'deliveries', '--state', 'discarded');
  expect(log.deliveries).toMatchObject([{ endpoint: 'deploys', last_result: 'the endpoint was removed' }]);
});

it('stops only an endpoint whose master key is not there, says so everywhere, and sends for it once the key is back', async () => {
  const project = await createMigratedProject({ config: LOOPBACK });
  const recorder = await receiver();
  const [ours, other] = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64')) as [string, string];
  const run = async (key: string | null, ...args: string[]) => {
    const result = await project.run(args, {
      CONFITURE_ENV: 'production',
      ...(key !== null && { CONFITURE_MASTER_KEY: key }),
    });
    return { ...result, all: result.stdout + result.stderr };
  };
  const add = ['webhooks', 'add', recorder.url, '--name', 'deploys'];
  const without = await run(null, ...add);
  expect([without.exitCode, without.all]).toEqual([5, expect.stringContaining('openssl rand -base64 32')]);
  expect((await run(`${ours}x`, ...add)).all).toContain('CONFITURE_MASTER_KEY, holds no keys of 32 bytes');
  expect((await run(ours, ...add)).exitCode).toBe(0);

  const said = /Nothing is sent to endpoint deploys from here: its master key \(key_[0-9a-f]{12}\) is not in/;
  const up = await run(other, 'migrate', 'up', '--steps', '1');
  expect([up.exitCode, up.all]).toEqual([0, expect.stringMatching(said)]);
  for (const command of [['webhooks', 'list'], ['webhooks', 'deliver'], ['doctor']]) {
    const { exitCode, all } = await run(other, ...command);
    expect([command, exitCode, all]).toEqual([command, 0, expect.stringMatching(said)]);
  }
  expect((await run(null, 'webhooks', 'test', 'deploys')).all).toMatch(said);
  expect(recorder.requests).toHaveLength(0);
  expect((await run(`${other},${ours}`, 'webhooks', 'deliver')).exitCode).toBe(0);
  expect(recorder.requests).toHaveLength(1);
});
