import { describe, expect, it } from 'vitest';
import { listDeliveries, listEndpoints } from '../../../src/outbox/log/list.js';
import { retryDeliveries } from '../../../src/outbox/log/retry.js';
import { claimDue } from '../../../src/outbox/store/claim.js';
import { readScope, type Scope } from '../../../src/storage/scope.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import { deliveryId, entryFor, openConnection, SCOPE, store } from '../outbox-bench.js';

const ANY = [{ hook: 'webhooks', endpoints: null }];
const ROOM = { firstRoom: 10, rooms: [] };
const LEASE = { token: 'claimer', at: null };

describe('the scope of a project', () => {
  it.each([
    ['is in the schema that its name says', { schema: 'app', table: 'tb_confiture' }, 'app.tb_confiture'],
    ['is where its ledger is found', { schema: null, table: 'tb_confiture' }, 'app.tb_confiture'],
    ['is where its ledger would be made', { schema: null, table: 'other' }, 'first.other'],
    ['is quoted where it is not plain', { schema: null, table: 'Odd.Name' }, 'first."Odd.Name"'],
  ])('%s', async (_title, trackingTable, project) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await connection.run(`create schema first; create schema app; create table app.tb_confiture ();
      set search_path = first, app`);
    expect(await readScope(connection, { trackingTable, environment: 'local' })).toEqual({
      project,
      environment: 'local',
    });
  });
});

describe('two projects in one database', () => {
  const scopes: [string, Scope][] = [
    ['project', { ...SCOPE, project: 'public.tb_other' }],
    ['environment', { ...SCOPE, environment: 'staging' }],
  ];

  it.each(scopes)(
    'leave the deliveries of another %s alone, and know nothing of its endpoints',
    async (_what, other) => {
      const { url } = await createDatabase();
      const connection = await openConnection(url);
      await store(connection, [entryFor(1, ['audit'])]);
      await store(connection, [entryFor(2, ['audit'])], other);
      await connection.run(`update confiture.endpoint_state set disabled_at = now(), disabled_reason = 'gone'
      where project = '${SCOPE.project}' and environment = '${SCOPE.environment}'`);
      expect((await listDeliveries(connection, other, { limit: 10 })).map(({ id }) => id)).toEqual([
        deliveryId(2),
      ]);
      expect(await listEndpoints(connection, other)).toMatchObject([{ disabledReason: null, waiting: 1 }]);
      expect(await retryDeliveries(connection, null, other, { id: deliveryId(1) })).toEqual([]);
      expect(await claimDue(connection, LEASE, SCOPE, ANY, ROOM)).toEqual([]);
      expect(await claimDue(connection, LEASE, other, ANY, ROOM)).toMatchObject([{ id: deliveryId(2) }]);
    },
  );

  it('send each to its own receiver, with an endpoint of the same name', async () => {
    const { url } = await createDatabase();
    const [first, second] = [await openProject(url, 'tb_first'), await openProject(url, 'tb_second')];
    expect((await first.run(['migrate', 'up', '--drain-timeout', '0'])).exitCode).toBe(0);
    const deliver = ['webhooks', 'deliver', '--format', 'json'];

    expect((await second.run(['migrate', 'up'])).exitCode).toBe(0);
    expect((await second.run(deliver)).stdout).toContain('"delivered":0');
    expect(second.receiver.requests).toHaveLength(1);
    expect(
      JSON.parse((await second.run(['webhooks', 'deliveries', '--format', 'json'])).stdout),
    ).toMatchObject({
      deliveries: [{ state: 'delivered', migration: '001_tb_second' }],
    });

    const staging = await first.run(deliver, { CONFITURE_ENV: 'staging' });
    expect(staging.stdout).toContain('"delivered":0');
    expect((await first.run(deliver)).stdout).toContain('"delivered":1');
    expect(first.receiver.requests).toHaveLength(1);
    expect(first.receiver.requests[0]?.body.toString()).toContain('001_tb_first');
  });
});

async function openProject(url: string, table: string) {
  const project = await createProject({ config: { migration: { tracking_table: table } } });
  await project.migration(`001_${table}`, `create table made_by_${table} ();`);
  const receiver = await startRecorder();
  const env = { DATABASE_URL: url, CONFITURE_WEBHOOK_URL: receiver.url };
  return {
    receiver,
    run: (args: readonly string[], more: Record<string, string> = {}) =>
      project.run(args, { ...env, ...more }),
  };
}
