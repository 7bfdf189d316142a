import { describe, expect, it, onTestFinished } from 'vitest';
import type { AttemptResult } from '../../../src/hooks/define/outbox-hook.js';
import { listDeliveries } from '../../../src/outbox/log/list.js';
import { listRejected } from '../../../src/outbox/records/rejected.js';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { startRecorder } from '../../support/receiver.js';
import {
  arrive,
  deliveryId,
  entryFor,
  openConnection,
  passAt,
  recordingHook,
  SCOPE,
  store,
} from '../outbox-bench.js';

const AT = new Date('2100-01-01T00:00:00Z');
const DONE: AttemptResult = { kind: 'done', text: 'HTTP 200' };
const good = entryFor(1, ['audit']);

describe('a malformed record', () => {
  it.each([
    ['no JSON', '{"half": '],
    ['an event without an id', '{"event": {"type": "migration.failed"}, "deliveries": []}'],
    ['deliveries that are no list', '{"event": {"id": "evt_2"}, "deliveries": 5}'],
    [
      'a time that is none',
      '{"event": {"id": "evt_2", "type": "t", "created_at": "soon", "body": "{}"}, "deliveries": []}',
    ],
    [
      'a message that is no JSON',
      JSON.stringify({
        event: { id: 'evt_2', type: 't', created_at: '2026-01-01', body: '{}' },
        deliveries: [{ id: 'dlv_2', hook: 'webhooks', endpoint: 'audit', message: '{' }],
      }),
    ],
    [
      'an endpoint that is too long for an index',
      JSON.stringify({
        event: { id: 'evt_2', type: 't', created_at: '2026-01-01', body: '{}' },
        deliveries: [{ id: 'dlv_2', hook: 'webhooks', endpoint: noise(20_000), message: '{}' }],
      }),
    ],
  ])('(%s) is set aside with its reason, and the others are delivered', async (_what, content) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await arrive(connection, [good], null);
    await connection.query(
      `insert into confiture.outbox_records (event_id, entry, project, environment) values ('evt_2', $1, $2, $3)`,
      [content, SCOPE.project, SCOPE.environment],
    );
    const hook = recordingHook(() => DONE);
    const told: string[] = [];
    await passAt(url, hook, AT, {
      watch: {
        attempt: () => {},
        endpointChanged: () => {},
        databaseError: (error) => {
          throw error;
        },
        rejected: ({ record }) => told.push(record),
      },
    });
    expect(hook.asked.map(({ event }) => event)).toEqual([good.event.id]);
    expect(told).toEqual(['event evt_2']);
    expect(await listRejected(connection, SCOPE)).toEqual([
      { record: 'event evt_2', reason: expect.stringMatching(/^SQLSTATE (22|23|54)/) },
    ]);
    expect(await connection.query('select content from confiture.rejected')).toEqual([{ content }]);
    expect(await connection.query('select from confiture.outbox_records')).toEqual([]);
  });

  it.each([
    ['is no object', '5'],
    ['is null', 'null'],
    ['is a text', '"audit"'],
  ])('whose message %s fails, and the others are delivered', async (_what, message) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [good, entryFor(2, ['audit'])]);
    await connection.query('update confiture.deliveries set message = $1::json where id = $2', [
      message,
      deliveryId(2),
    ]);
    const hook = recordingHook(() => DONE);
    await passAt(url, hook, AT);
    expect(hook.asked.map(({ event }) => event)).toEqual([good.event.id]);
    expect(await listDeliveries(connection, SCOPE, { limit: 2 })).toMatchObject([
      { id: deliveryId(2), state: 'failed', lastResult: expect.stringMatching(/^malformed: /) },
      { id: deliveryId(1), state: 'delivered' },
    ]);
    expect(await listRejected(connection, SCOPE)).toMatchObject([{ record: `delivery ${deliveryId(2)}` }]);
  });

  it.each([
    ['names no endpoint', '{"target": "audit", "eventType": "migration.failed"}'],
    ['names another endpoint', '{"endpoint": 5}'],
  ])('whose message %s goes to the one it was stored for', async (_what, message) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [entryFor(2, ['audit'])]);
    await connection.query('update confiture.deliveries set message = $1::json', [message]);
    const hook = recordingHook(() => DONE);
    await passAt(url, hook, AT);
    expect(hook.asked.map(({ endpoint }) => endpoint)).toEqual(['audit']);
  });
});

describe('an attempt that cannot be stored', () => {
  it('fails its own delivery, and those that ended with it are noted', async () => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [good, entryFor(2, ['audit'])]);
    // The log has an attempt already that the delivery does not count.
    await connection.query(
      `insert into confiture.attempts (delivery_id, number, ended_at, duration_ms, outcome, result)
       values ($1, 1, now(), 1, 'done', '')`,
      [deliveryId(2)],
    );
    const hook = recordingHook(() => DONE);
    await passAt(url, hook, AT);
    expect(await listDeliveries(connection, SCOPE, { limit: 2 })).toMatchObject([
      {
        id: deliveryId(2),
        state: 'failed',
        lastResult: expect.stringContaining('its attempt cannot be stored'),
      },
      { id: deliveryId(1), state: 'delivered' },
    ]);
  });

  it.each([
    ['a next time that is none', { kind: 'retry', text: '', nextAttemptAt: 'soon' }],
    ['an endless wait', { kind: 'retry', text: '', nextAttemptAt: Number.POSITIVE_INFINITY }],
    ['an answer without text', { kind: 'done', text: '', answer: { status: 200 } }],
    ['an effect without a reason', { kind: 'final', text: '', effect: { kind: 'disable' } }],
  ])('because its hook gives %s counts as failed, and is made again', async (_what, result) => {
    const { url } = await createDatabase();
    const connection = await openConnection(url);
    await store(connection, [good, entryFor(2, ['chat'])]);
    const hook = recordingHook(({ endpoint }) => (endpoint === 'audit' ? (result as AttemptResult) : DONE));
    await passAt(url, hook, AT);
    expect(await listDeliveries(connection, SCOPE, { limit: 2 })).toMatchObject([
      { id: deliveryId(2), state: 'delivered' },
      { id: deliveryId(1), state: 'waiting', lastResult: 'the hook gave no result of an attempt' },
    ]);
  });
});

it('is named by the doctor, as a record and as a file of the spool', async () => {
  const { url, query } = await createDatabase();
  const project = await createProject({ files: { '.confiture/spool/evt_1.json': '{' } });
  const receiver = await startRecorder();
  onTestFinished(() => receiver.close());
  const env = { DATABASE_URL: url, CONFITURE_WEBHOOK_URL: receiver.url };
  await project.migration('001_step', 'create table step ()');
  expect((await project.run(['migrate', 'up'], env)).exitCode).toBe(0);
  await query(`insert into confiture.outbox_records (event_id, entry, project, environment)
    values ('evt_2', '{', 'public.tb_confiture', 'local')`);
  const deliver = await project.run(['webhooks', 'deliver'], env);
  expect(deliver.exitCode).toBe(0);
  expect(deliver.stderr).toContain('event evt_2 is malformed and set aside: SQLSTATE 22P02');
  const doctor = await project.run(['doctor'], env);
  expect(doctor.stdout).toContain('event evt_2 (SQLSTATE 22P02');
  expect(doctor.stdout).toContain('.confiture/spool/rejected/evt_1.json (it is not JSON)');
});

/** Text that does not get shorter by compression. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(97 + (state % 26));
  }).join('');
}
