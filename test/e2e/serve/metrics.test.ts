import { expect, it } from 'vitest';
import { compactCounts, readCounts } from '../../../src/outbox/metrics/counts.js';
import { entryFor, openConnection, passAt, recordingHook, SCOPE, store } from '../../faults/outbox-bench.js';
import { openStreamClient } from '../../support/server/event-stream.js';
import { startTestServer, TEST_TOKEN } from '../../support/server/start-test-server.js';

const NAMES = [
  'confiture_build_info gauge',
  'confiture_migrations_total counter',
  'confiture_migration_duration_seconds histogram',
  'confiture_run_state gauge',
  'confiture_pending_migrations gauge',
  'confiture_lock_wait_seconds gauge',
  'confiture_lock_timeouts_total counter',
  'confiture_deliveries_total counter',
  'confiture_delivery_attempt_duration_seconds histogram',
  'confiture_outbox_pending gauge',
  'confiture_outbox_oldest_age_seconds gauge',
  'confiture_endpoint_disabled gauge',
  'confiture_approvals_pending gauge',
  'confiture_drift gauge',
];

it('gives the metrics of the project, and counts each attempt and each migration once', async () => {
  const first = await startTestServer({ files: { 'db/migrations/001_first.up.sql': 'select 1;' } });
  const told = await openStreamClient({ url: first.url, token: TEST_TOKEN });
  await told.untilId();
  const { database } = first;
  const connection = await openConnection(database.url);
  await store(connection, [entryFor(1, ['audit', 'slow']), entryFor(2, ['audit', 'slow'])]);
  const hook = recordingHook(({ endpoint }, { number }) =>
    endpoint === 'audit' || number > 1
      ? { kind: 'done', text: 'HTTP 200' }
      : { kind: 'retry', text: 'HTTP 500', nextAttemptAt: Date.now() + 3_600_000 },
  );
  await passAt(database.url, hook, new Date());
  await told.until(2);

  const before = await readCounts(connection, SCOPE);
  await Promise.all([
    compactCounts(connection, SCOPE),
    compactCounts(await openConnection(database.url), SCOPE),
  ]);
  expect(await readCounts(connection, SCOPE)).toEqual(before);

  const texts = await Promise.all(
    [first, await startTestServer({ database })].map(async ({ api }) => {
      const { status, body, headers } = await api.get<string>('/metrics');
      expect([status, headers.get('content-type')]).toEqual([
        200,
        'text/plain; version=0.0.4; charset=utf-8',
      ]);
      return body;
    }),
  );
  for (const text of texts) {
    expect([...text.matchAll(/^# TYPE (.*)$/gm)].map(([, type]) => type)).toEqual(NAMES);
    expect(text).toContain('confiture_deliveries_total{endpoint="audit",outcome="delivered"} 2\n');
    expect(text).toContain('confiture_deliveries_total{endpoint="slow",outcome="retried"} 2\n');
    expect(text).toContain('confiture_delivery_attempt_duration_seconds_count{endpoint="audit"} 2\n');
    expect(text).toContain(
      'confiture_migrations_total{direction="up",outcome="completed",environment="local"} 2\n',
    );
    expect(text).toContain('confiture_outbox_pending{endpoint="slow"} 2\n');
    expect(text).toContain('confiture_outbox_oldest_age_seconds{endpoint="audit"} 0\n');
    expect(text).toMatch(/confiture_outbox_oldest_age_seconds\{endpoint="slow"\} [1-9]/);
    expect(text).toContain('confiture_endpoint_disabled{endpoint="slow"} 0\n');
    expect(text).toContain('confiture_run_state{state="running"} 0\n');
    expect(text).toContain('confiture_approvals_pending 0\n');
  }
  expect(texts[0]).toContain(`confiture_pending_migrations{database="${database.name}"} 1\n`);
  expect((await first.api.with(null).get('/metrics')).status).toBe(401);
});
