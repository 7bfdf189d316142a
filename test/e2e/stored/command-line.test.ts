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
  await project.ok('migrate', 'up', '--steps', '1');
  const both = (await first.waitFor(2))[1];
  expect(signersOf(both, [secret, next])).toEqual([0, 1]);
  expect(header(both, 'x-confiture-signature')).toBe(confitureSignature(both?.body ?? '', secret));

  await project.ok('webhooks', 'rotate', 'deploys', '--overlap', '0');
  const changed = await project.ok('webhooks', 'update', 'deploys', '--url', second.url);
  expect(changed).toContain('goes to');
  await project.ok('migrate', 'up', '--drain-timeout', '500');
  expect(signersOf((await second.waitFor(1))[0], [secret, next])).toEqual([-1]);

  const refused = await project.json('webhooks', 'remove', 'deploys');
  expect(refused).toMatchObject({ exitCode: 5, document: { error: { code: 'ENDPOINT_UNDELIVERED' } } });
  const dump = await onServer(project.database.url, async (client) => {
    const { rows } = await client.query('select w::text as row from confiture.webhooks w');
    const { rows: audit } = await client.query('select a::text as row from confiture.audit a order by a.id');
    return [...rows, ...audit].map(({ row }) => String(row));
  });
  expect(dump.filter((row) => row.includes('webhook.'))).toHaveLength(4);
  for (const word of [secret, next, 'invented-path', 'crew-'])
    expect(dump.filter((row) => row.includes(word))).toEqual([]);

  const removed = await project.json('webhooks', 'remove', 'deploys', '--force');
  expect(removed.document).toMatchObject({ endpoint: 'deploys', discarded: 1 });
  const { document: log } = await project.json('webhooks', 'deliveries', '--state', 'discarded');
  expect(log.deliveries).toMatchObject([{ endpoint: 'deploys', last_result: 'the endpoint was removed' }]);
});
