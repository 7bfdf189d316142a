import { onTestFinished } from 'vitest';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { sampleEvent } from '../../src/events/catalog.js';
import type { AttemptResult, OutboxHook } from '../../src/hooks/define/outbox-hook.js';
import { fanOutAll } from '../../src/outbox/records/fan-out.js';
import { insertRecordSql } from '../../src/outbox/records/insert-record.js';
import type { OutboxRecord } from '../../src/outbox/records/outbox-record.js';
import { openSpool } from '../../src/outbox/run/spool.js';
import { Worker } from '../../src/outbox/worker/worker.js';
import type { WorkerMode, WorkerOptions } from '../../src/outbox/worker/worker-options.js';
import { ensureTables } from '../../src/storage/schema.js';
import type { Scope } from '../../src/storage/scope.js';

/** A connection to a database of the test's own, closed when the test has ended. */
export async function openConnection(url: string): Promise<Connection> {
  const connection = await connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 });
  onTestFinished(() => connection.close());
  return connection;
}

/** Project and environment of the records, those of a project without a configuration. */
export const SCOPE: Scope = { project: 'public.tb_confiture', environment: 'local' };

/** One event with a delivery to each of the endpoints. */
export function entryFor(number: number, endpoints: readonly string[], hook = 'webhooks'): OutboxRecord {
  const id = `evt_${String(number).padStart(26, '0')}`;
  const event = sampleEvent('migration.completed', { id });
  const deliveries = endpoints.map((endpoint, index) => {
    const message = { endpoint };
    return { id: deliveryId(number, index + 1), hook, message, text: JSON.stringify(message) };
  });
  return { event, deliveries };
}

export function deliveryId(number: number, place = 1): string {
  return `dlv_${String(number).padStart(26, '0')}_${place}`;
}

/** Makes the tables and stores the entries, as deliveries that are anybody's. */
export async function store(
  connection: Connection,
  entries: readonly OutboxRecord[],
  scope = SCOPE,
): Promise<void> {
  await arrive(connection, entries, null, scope);
  await fanOutAll(connection);
}

/** Makes the tables and stores the entries as transactions do: held for `token` and this session, or free. */
export async function arrive(
  connection: Connection,
  entries: readonly OutboxRecord[],
  token: string | null,
  scope = SCOPE,
): Promise<void> {
  await ensureTables(connection);
  for (const entry of entries) await connection.run(`begin; ${insertRecordSql(entry, scope, token)}; commit`);
}

/** A hook that answers by `answer` and remembers what it was asked for. */
export function recordingHook(
  answer: (
    message: { endpoint: string },
    attempt: { number: number; event: { id: string } },
  ) => AttemptResult,
): OutboxHook & { readonly asked: { endpoint: string; number: number; event: string }[] } {
  const asked: { endpoint: string; number: number; event: string }[] = [];
  return {
    name: 'webhooks',
    subscribes: ['migration.*'],
    messages: () => [],
    deliver: async (message, attempt) => {
      asked.push({ endpoint: message.endpoint, number: attempt.number, event: attempt.event.id });
      return answer(message, attempt);
    },
    asked,
  };
}

const onePass: WorkerMode = {
  shouldStop: (untilDueMs) => untilDueMs === null || untilDueMs > 0,
  graceMs: 1_000,
  maxFailures: 3,
  useNotify: false,
};

/** Runs a fresh worker, as another process would, until nothing is due at `at`. */
export async function passAt(
  url: string,
  hook: OutboxHook,
  at: Date,
  extra: Partial<WorkerOptions> = {},
): Promise<string[]> {
  const disabled: string[] = [];
  const worker = new Worker({
    connect: () => connect({ kind: 'postgres', url, source: 'test' }, { embeddedWaitMs: 0 }),
    hooks: [hook],
    onFault: () => {},
    endpointEvent: () => sampleEvent('endpoint.disabled'),
    scopeOf: async () => SCOPE,
    spool: openSpool('/nonexistent-spool'),
    now: () => at.getTime(),
    at: () => at,
    random: () => 0,
    describe: String,
    watch: {
      attempt: () => {},
      endpointChanged: ({ change, endpoint }) => {
        if (change === 'disabled') disabled.push(endpoint);
      },
      databaseError: (error) => {
        throw error;
      },
      rejected: () => {},
    },
    ...extra,
  });
  await worker.run(onePass, new AbortController().signal);
  return disabled;
}
